//! Where it is measured how undertakings are kept: at each review, and once a day where something has changed or fallen due.

use contract::{
    goals::MeasureUndertakings,
    partners::{Stage, event::Kind as Heard},
};
use jiff::Timestamp;
use runtime::{Reaction, Room};

use crate::{Goals, keeping::Keeping};

/// In one step, which nobody else gets a turn in; the clock asks again for what is left.
const DUE_MAX: usize = 8;

/// What the members look at in a review is as it was when the review was opened.
pub fn at_review(event: &Heard) -> Option<MeasureUndertakings> {
    let Heard::ReviewOpened(it) = event else { return None };
    let (partnership_id, review_id) = (it.partnership_id.clone(), it.review_id.clone());
    Some(MeasureUndertakings { partnership_id, review_id, ..Default::default() })
}

pub fn due(room: &Room<Goals>, now: Timestamp) -> Vec<Reaction<Goals>> {
    let is_active = |id: &str| room.standing.partnership(id).is_some_and(|it| it.stage() == Stage::Active);
    let to_measure = room.memory.to_measure_undertakings(now).filter(|(_, id, _)| is_active(id)).take(DUE_MAX);
    let reaction = |(at, id, measured): (Timestamp, &str, u64)| {
        let measure = MeasureUndertakings { partnership_id: id.to_owned(), ..Default::default() };
        // One that has been made is never taken for the next, whenever that falls due.
        Reaction::new::<Keeping, MeasureUndertakings>(measure).due(
            &format!("{id}/{measured}"),
            "measure undertakings",
            at,
        )
    };
    to_measure.map(reaction).collect()
}
