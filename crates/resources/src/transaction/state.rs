//! What we remember of one transaction.

use contract::resources::{
    TransactionDisputed, TransactionLinked, TransactionRecorded, TransactionState, event::Kind as Event,
};
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
    pub is_withdrawn: bool,
    /// What its receiver said against it, until it confirms.
    pub disputed: Option<TransactionDisputed>,
    /// The link by which it has left all figures.
    pub linked: Option<TransactionLinked>,
}

impl Aggregate for Transaction {
    type Event = Event;
    type Rejection = Rejection;
    const KIND: &'static str = "transaction";

    fn evolve(&mut self, event: &Event, _: &str) {
        match (&mut *self, event) {
            (Transaction::Unrecorded, Event::TransactionRecorded(it)) => {
                *self = Transaction::Recorded(Box::new(Recorded::new(it.clone())));
            }
            (Transaction::Recorded(recorded), event) => recorded.evolve(event),
            _ => (),
        }
    }
}

impl Recorded {
    pub fn new(report: TransactionRecorded) -> Self {
        Recorded { report, is_confirmed: false, is_withdrawn: false, disputed: None, linked: None }
    }

    pub fn is_as_published(&self) -> bool {
        !self.report.source.is_empty()
    }

    /// As far as its own reports go: what is linked to it may confirm it too.
    pub fn state(&self) -> TransactionState {
        match () {
            () if self.is_withdrawn => TransactionState::Withdrawn,
            () if self.linked.is_some() => TransactionState::Linked,
            () if self.is_confirmed => TransactionState::Confirmed,
            () if self.disputed.is_some() => TransactionState::Disputed,
            () if self.is_as_published() => TransactionState::AsPublished,
            () => TransactionState::Recorded,
        }
    }

    pub fn is_of(&self, partner_id: &str) -> bool {
        let TransactionRecorded { provider_partner_id, receiver_partner_id, .. } = &self.report;
        !partner_id.is_empty() && [provider_partner_id, receiver_partner_id].iter().any(|it| *it == partner_id)
    }

    fn evolve(&mut self, event: &Event) {
        match event {
            Event::TransactionConfirmed(_) => {
                self.is_confirmed = true;
                self.disputed = None;
            }
            Event::TransactionDisputed(it) => self.disputed = Some(it.clone()),
            Event::TransactionWithdrawn(_) => self.is_withdrawn = true,
            Event::TransactionLinked(it) => self.linked = Some(it.clone()),
            Event::TransactionUnlinked(_) => self.linked = None,
            _ => (),
        }
    }
}
