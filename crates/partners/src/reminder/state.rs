//! What we remember of one reminder: whether it was given.

use contract::partners::event::Kind as Event;
use kernel::Aggregate;

use super::rejection::Rejection;

#[derive(Debug, Default, Clone, PartialEq)]
pub struct Reminder {
    pub is_given: bool,
}

impl Aggregate for Reminder {
    type Event = Event;
    type Rejection = Rejection;
    const KIND: &'static str = "reminder";

    fn evolve(&mut self, event: &Event, _: &str) {
        if let Event::ReminderGiven(_) = event {
            self.is_given = true;
        }
    }
}
