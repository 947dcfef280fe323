//! What we remember of one transaction.

use contract::resources::{TransactionRecorded, event::Kind as Event};
use kernel::Aggregate;

use super::rejection::Rejection;

#[derive(Debug, Default, Clone, PartialEq)]
pub enum Transaction {
    #[default]
    Unrecorded,
    Recorded(Box<Recorded>),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Recorded {
    pub report: TransactionRecorded,
    pub is_confirmed: bool,
}

impl Aggregate for Transaction {
    type Event = Event;
    type Rejection = Rejection;
    const KIND: &'static str = "transaction";

    fn evolve(&mut self, event: &Event, _: &str) {
        match (&mut *self, event) {
            (Transaction::Unrecorded, Event::TransactionRecorded(it)) => {
                *self = Transaction::Recorded(Box::new(Recorded { report: it.clone(), is_confirmed: false }));
            }
            (Transaction::Recorded(recorded), Event::TransactionConfirmed(_)) => recorded.is_confirmed = true,
            _ => (),
        }
    }
}

impl Recorded {
    pub fn is_as_published(&self) -> bool {
        !self.report.source.is_empty()
    }
}
