//! What we remember of measuring a partnership in one month: when, for which reviews, and what each part came to last.

use std::collections::BTreeSet;

use contract::{common::Figure, partners::event::Kind as Event};
use kernel::Aggregate;

use super::rejection::Rejection;

/// Parts that are measured together, each with a fact of its own.
pub const PARTS: usize = 4;

#[derive(Debug, Default, Clone, PartialEq)]
pub struct Measures {
    /// The last day on which it was measured because something had changed.
    pub measured_on: String,
    pub reviews: BTreeSet<String>,
    /// What each part came to; None: it was not measured this month.
    pub last: [Option<Vec<Figure>>; PARTS],
}

impl Aggregate for Measures {
    type Event = Event;
    type Rejection = Rejection;
    const KIND: &'static str = "measures";

    fn evolve(&mut self, event: &Event, _: &str) {
        let (part, measured_on, review_id, figures) = match event {
            Event::VoiceMeasured(it) => (0, &it.measured_on, &it.review_id, &it.figures),
            Event::CommunicationMeasured(it) => (1, &it.measured_on, &it.review_id, &it.figures),
            Event::TrustMeasured(it) => (2, &it.measured_on, &it.review_id, &it.figures),
            Event::MinutesMeasured(it) => (3, &it.measured_on, &it.review_id, &it.figures),
            _ => return,
        };
        self.last[part] = Some(figures.clone());
        match review_id.as_str() {
            "" => self.measured_on.clone_from(measured_on),
            review_id => drop(self.reviews.insert(review_id.to_owned())),
        }
    }
}
