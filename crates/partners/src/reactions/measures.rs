//! Where a partnership is measured: at each review, and once a day where something has changed.

use contract::{
    log::{Envelope, envelope::Fact},
    partners::{Event as Heard, MeasurePartnership, Stage, event::Kind as Event},
};
use jiff::Timestamp;
use runtime::{Reaction, measuring::month_of, standing::Standing};

use crate::{Memory, Partners, measures::Measures};

/// In one step, which nobody else gets a turn in; the clock asks again for what is left.
const DUE_MAX: usize = 8;

/// What the members look at in a review is as it was when the review was opened.
pub fn at_review(fact: &Envelope) -> Option<MeasurePartnership> {
    let Some(Fact::Partners(Heard { kind: Some(Event::ReviewOpened(it)) })) = &fact.fact else { return None };
    let (partnership_id, review_id) = (it.partnership_id.clone(), it.review_id.clone());
    let opened_at = fact.recorded();
    let month = month_of(opened_at.unwrap_or_default());
    Some(MeasurePartnership { partnership_id, review_id, month, ..Default::default() })
}

pub fn due(memory: &Memory, standing: &Standing, now: Timestamp) -> Vec<Reaction<Partners>> {
    let is_active = |id: &str| standing.partnership(id).is_some_and(|it| it.stage() == Stage::Active);
    let to_measure = memory.tallies.schedule.due(now).filter(|(_, id, _)| is_active(id)).take(DUE_MAX);
    let reaction = |(at, id, measured): (Timestamp, &str, u64)| {
        let (partnership_id, month) = (id.to_owned(), month_of(now));
        let measure = MeasurePartnership { partnership_id, month, ..Default::default() };
        // One that has been made is never taken for the next, whenever that falls due.
        Reaction::new::<Measures, MeasurePartnership>(measure).due(&format!("{id}/{measured}"), "measure", at)
    };
    to_measure.map(reaction).collect()
}
