//! What we remember of one approach: what each member said of it last.

use std::collections::BTreeMap;

use contract::goals::{ApproachRated, event::Kind as Event};
use kernel::Aggregate;

use super::rejection::Rejection;

#[derive(Debug, Default, Clone, PartialEq)]
pub struct Approach {
    /// By partner.
    pub ratings: BTreeMap<String, ApproachRated>,
}

impl Aggregate for Approach {
    type Event = Event;
    type Rejection = Rejection;
    const KIND: &'static str = "approach";

    fn evolve(&mut self, event: &Event, _: &str) {
        if let Event::ApproachRated(it) = event {
            self.ratings.insert(it.partner_id.clone(), it.clone());
        }
    }
}
