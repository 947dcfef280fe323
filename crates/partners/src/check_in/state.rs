//! What we remember of one check-in: what was said last.

use contract::partners::{CheckInRecorded, event::Kind as Event};
use kernel::Aggregate;

use super::rejection::Rejection;

#[derive(Debug, Default, Clone, PartialEq)]
pub struct CheckIn {
    pub recorded: Option<CheckInRecorded>,
}

impl Aggregate for CheckIn {
    type Event = Event;
    type Rejection = Rejection;
    const KIND: &'static str = "checkin";

    fn evolve(&mut self, event: &Event, _: &str) {
        if let Event::CheckInRecorded(it) = event {
            self.recorded = Some(it.clone());
        }
    }
}
