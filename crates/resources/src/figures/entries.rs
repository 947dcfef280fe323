//! What each fact says to the books: one transfer once, and what a source says to nothing else.

use contract::resources::event::Kind as Event;

use super::entry::{Entry, Id, Value};

/// What a fact changes, of the transfer named.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    Reported(Id, Box<Entry>),
    Became(Id, Step),
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Step {
    /// At the value that the receiver agrees to; None: as it was reported.
    Confirmed(Option<Value>),
    Disputed,
    Withdrawn,
    /// It leaves all figures: the other one is kept.
    Linked {
        to: Id,
        confirms: bool,
    },
    Unlinked {
        confirmed: bool,
    },
}

pub fn entries(event: &Event) -> Option<Change> {
    let became = |id: &str, step| Some(Change::Became(Id::of(id), step));
    match event {
        Event::TransactionRecorded(it) => {
            Some(Change::Reported(Id::of(&it.transaction_id), Box::new(Entry::recorded(it)?)))
        }
        Event::TransactionConfirmed(it) => became(&it.transaction_id, Step::Confirmed(None)),
        Event::TransactionDisputed(it) => became(&it.transaction_id, Step::Disputed),
        Event::TransactionWithdrawn(it) => became(&it.transaction_id, Step::Withdrawn),
        Event::TransactionLinked(it) => {
            became(&it.transaction_id, Step::Linked { to: Id::of(&it.same_as), confirms: it.confirms })
        }
        Event::TransactionUnlinked(it) => became(&it.transaction_id, Step::Unlinked { confirmed: it.confirmed }),
        _ => None,
    }
}
