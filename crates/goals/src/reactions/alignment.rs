//! Where alignment is measured: at each review, and once a day where something has changed.

use contract::{
    goals::MeasureAlignment,
    partners::{Stage, event::Kind as Heard},
};
use jiff::Timestamp;
use runtime::{Reaction, Room};

use crate::{Goals, alignment::Alignment, memory::Memory};

/// In one step, which nobody else gets a turn in; the clock asks again for what is left.
const DUE_MAX: usize = 8;

/// What the members look at in a review is as it was when the review was opened.
pub fn at_review(event: &Heard) -> Option<MeasureAlignment> {
    let Heard::ReviewOpened(it) = event else { return None };
    let (partnership_id, review_id) = (it.partnership_id.clone(), it.review_id.clone());
    Some(MeasureAlignment { partnership_id, review_id, ..Default::default() })
}

pub fn due(room: &Room<Goals>, now: Timestamp) -> Vec<Reaction<Goals>> {
    let is_active = |id: &str| room.standing.partnership(id).is_some_and(|it| it.stage() == Stage::Active);
    let to_measure = room.memory.to_measure(now).filter(|(_, id)| is_active(id)).take(DUE_MAX);
    let reaction = |(at, id): (Timestamp, &str)| {
        let measure = MeasureAlignment { partnership_id: id.to_owned(), ..Default::default() };
        Reaction::new::<Alignment, MeasureAlignment>(measure).due(&next(room.memory, id), "measure alignment", at)
    };
    to_measure.map(reaction).collect()
}

/// Names a partnership's next measurement: one that has been made is never taken for it, whenever it falls due.
pub fn next(memory: &Memory, partnership_id: &str) -> String {
    format!("{partnership_id}/{}", memory.alignment_measured(partnership_id))
}
