//! What each fact says to the books: one transfer once, and what a source says to nothing else.

use contract::resources::{DeliveryRecorded, ReturnConfirmed, event::Kind as Event};

use super::entry::{Entry, Id, Meaning, Value};

/// What a fact changes, of the transfer named.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    Reported(Id, Box<Entry>),
    Became(Id, Step),
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Step {
    /// As it was reported.
    Confirmed,
    /// At the value that both agree to, or the members do; None: it has none.
    Agreed(Option<Value>),
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
        Event::TransactionConfirmed(it) => became(&it.transaction_id, Step::Confirmed),
        Event::TransactionDisputed(it) => became(&it.transaction_id, Step::Disputed),
        Event::TransactionWithdrawn(it) => became(&it.transaction_id, Step::Withdrawn),
        Event::TransactionLinked(it) => {
            became(&it.transaction_id, Step::Linked { to: Id::of(&it.same_as), confirms: it.confirms })
        }
        Event::TransactionUnlinked(it) => became(&it.transaction_id, Step::Unlinked { confirmed: it.confirmed }),
        Event::DeliveryRecorded(it) => Some(Change::Reported(Id::of(&it.delivery_id), Box::new(delivered(it)?))),
        Event::DeliveryWithdrawn(it) => became(&it.delivery_id, Step::Withdrawn),
        Event::DeliveryDisputed(it) => became(&it.delivery_id, Step::Disputed),
        Event::DeliveryConfirmed(it) => became(&it.delivery_id, Step::Agreed(Value::of(it.value_minor, &it.currency))),
        // Settled at nothing, nothing was given.
        Event::DeliverySettled(it) if it.quantity == NOTHING => became(&it.delivery_id, Step::Withdrawn),
        Event::DeliverySettled(it) => became(&it.delivery_id, Step::Agreed(Value::of(it.value_minor, &it.currency))),
        Event::ReturnConfirmed(it) => Some(Change::Reported(Id::of(&it.return_id), Box::new(returned(it)?))),
        _ => None,
    }
}

const NOTHING: &str = "0";

/// None where its day cannot be read: then it is in no figure.
fn delivered(it: &DeliveryRecorded) -> Option<Entry> {
    let parties = (it.provider_partner_id.as_str(), it.receiver_partner_id.as_str());
    let value = Value::of(it.value_minor, &it.currency);
    let mut entry = Entry::new(it.kind(), Meaning::given(it.terms()), parties, value, it.delivered_on.parse().ok()?);
    entry.reported_by = entry.giver;
    Some(entry)
}

/// What comes back of a loan, once its giver has it.
fn returned(it: &ReturnConfirmed) -> Option<Entry> {
    let parties = (it.receiver_partner_id.as_str(), it.provider_partner_id.as_str());
    let value = Value::of(it.value_minor, &it.currency);
    let mut entry = Entry::new(it.kind(), Meaning::Repayment, parties, value, it.returned_on.parse().ok()?);
    entry.reported_by = entry.giver;
    Some(entry.confirmed())
}
