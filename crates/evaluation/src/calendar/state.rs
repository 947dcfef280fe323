//! What we remember of one calendar: it stays as it was defined.

use contract::evaluation::{CalendarDefined, event::Kind as Event};
use kernel::Aggregate;

use super::rejection::Rejection;

#[derive(Debug, Default, Clone, PartialEq)]
pub struct Calendar {
    pub defined: Option<Box<CalendarDefined>>,
}

impl Aggregate for Calendar {
    type Event = Event;
    type Rejection = Rejection;
    const KIND: &'static str = "calendar";

    fn evolve(&mut self, event: &Event, _: &str) {
        if let Event::CalendarDefined(it) = event {
            self.defined = Some(Box::new(it.clone()));
        }
    }
}
