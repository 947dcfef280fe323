//! What we remember of measuring reciprocity in a partnership.

use contract::resources::event::Kind as Event;
use kernel::Aggregate;

use super::rejection::Rejection;

#[derive(Debug, Default, Clone, PartialEq)]
pub struct Reciprocity {
    /// The day it was measured last; empty: never.
    pub measured_on: String,
}

impl Aggregate for Reciprocity {
    type Event = Event;
    type Rejection = Rejection;
    const KIND: &'static str = "reciprocity";

    fn evolve(&mut self, event: &Event, _: &str) {
        if let Event::ReciprocityMeasured(it) = event {
            self.measured_on.clone_from(&it.measured_on);
        }
    }
}
