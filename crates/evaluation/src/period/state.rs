//! What we remember of the closed periods of a partnership.

use contract::evaluation::{PeriodLocked, event::Kind as Event};
use kernel::Aggregate;

use super::rejection::Rejection;

#[derive(Debug, Default, Clone, PartialEq)]
pub struct LockedPeriods {
    pub locked: Vec<PeriodLocked>,
}

impl Aggregate for LockedPeriods {
    type Event = Event;
    type Rejection = Rejection;
    const KIND: &'static str = "periods";

    fn evolve(&mut self, event: &Event, _: &str) {
        if let Event::PeriodLocked(it) = event {
            self.locked.push(it.clone());
        }
    }
}
