//! What we remember of measuring reciprocity in a partnership.

use std::collections::BTreeSet;

use contract::resources::event::Kind as Event;
use kernel::Aggregate;

use super::rejection::Rejection;

#[derive(Debug, Default, Clone, PartialEq)]
pub struct Reciprocity {
    /// The last day on which it was measured because something had changed; empty: never.
    pub measured_on: String,
    pub reviews: BTreeSet<String>,
}

impl Aggregate for Reciprocity {
    type Event = Event;
    type Rejection = Rejection;
    const KIND: &'static str = "reciprocity";

    fn evolve(&mut self, event: &Event, _: &str) {
        match event {
            Event::ReciprocityMeasured(it) if it.review_id.is_empty() => self.measured_on.clone_from(&it.measured_on),
            Event::ReciprocityMeasured(it) => drop(self.reviews.insert(it.review_id.clone())),
            _ => (),
        }
    }
}
