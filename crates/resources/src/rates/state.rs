//! What we remember of one table of rates.

use contract::resources::event::Kind as Event;
use kernel::Aggregate;

use super::rejection::Rejection;
use crate::figures::Table;

#[derive(Debug, Default, Clone, PartialEq)]
pub struct Rates {
    pub table: Table,
}

impl Aggregate for Rates {
    type Event = Event;
    type Rejection = Rejection;
    const KIND: &'static str = "rates";

    fn evolve(&mut self, event: &Event, _: &str) {
        if let Event::RatesLoaded(it) = event {
            self.table.load(it);
        }
    }
}
