//! What we remember of a partnership's alignment: when, and for which reviews, it was measured.

use std::collections::BTreeSet;

use contract::goals::event::Kind as Event;
use kernel::Aggregate;

use super::rejection::Rejection;

#[derive(Debug, Default, Clone, PartialEq)]
pub struct Alignment {
    /// The last day on which it was measured because something had changed.
    pub measured_on: String,
    pub reviews: BTreeSet<String>,
}

impl Aggregate for Alignment {
    type Event = Event;
    type Rejection = Rejection;
    const KIND: &'static str = "alignment";

    fn evolve(&mut self, event: &Event, _: &str) {
        match event {
            Event::AlignmentMeasured(it) if it.review_id.is_empty() => self.measured_on.clone_from(&it.measured_on),
            Event::AlignmentMeasured(it) => drop(self.reviews.insert(it.review_id.clone())),
            _ => (),
        }
    }
}
