//! What we remember of one activity.

use contract::goals::{ActivityPlanned, event::Kind as Event};
use kernel::Aggregate;

use super::rejection::Rejection;

#[derive(Debug, Default, Clone, PartialEq)]
pub enum Activity {
    #[default]
    Unplanned,
    Planned(Box<ActivityPlanned>),
}

impl Aggregate for Activity {
    type Event = Event;
    type Rejection = Rejection;
    const KIND: &'static str = "activity";

    fn evolve(&mut self, event: &Event, _: &str) {
        if let Event::ActivityPlanned(it) = event {
            *self = Activity::Planned(Box::new(it.clone()));
        }
    }
}
