//! What we remember of one update: what it tells whom, and who has taken note.

use std::collections::BTreeSet;

use contract::partners::{UpdatePosted, event::Kind as Event};
use kernel::Aggregate;

use super::rejection::Rejection;

#[derive(Debug, Default, Clone, PartialEq)]
pub struct Update {
    pub posted: Option<UpdatePosted>,
    pub acknowledged_by: BTreeSet<String>,
}

impl Aggregate for Update {
    type Event = Event;
    type Rejection = Rejection;
    const KIND: &'static str = "update";

    fn evolve(&mut self, event: &Event, _: &str) {
        match event {
            Event::UpdatePosted(it) => self.posted = Some(it.clone()),
            Event::UpdateAcknowledged(it) => {
                self.acknowledged_by.insert(it.partner_id.clone());
            }
            _ => (),
        }
    }
}
