//! What we remember of measuring how undertakings are kept: when, and for which reviews.

use std::collections::BTreeSet;

use contract::goals::event::Kind as Event;
use kernel::Aggregate;

use super::rejection::Rejection;

#[derive(Debug, Default, Clone, PartialEq)]
pub struct Keeping {
    /// The last day on which it was measured because something had changed.
    pub measured_on: String,
    pub reviews: BTreeSet<String>,
}

impl Aggregate for Keeping {
    type Event = Event;
    type Rejection = Rejection;
    const KIND: &'static str = "keeping";

    fn evolve(&mut self, event: &Event, _: &str) {
        match event {
            Event::UndertakingsMeasured(it) if it.review_id.is_empty() => self.measured_on.clone_from(&it.measured_on),
            Event::UndertakingsMeasured(it) => {
                self.reviews.insert(it.review_id.clone());
            }
            _ => (),
        }
    }
}
