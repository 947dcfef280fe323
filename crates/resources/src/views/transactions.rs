//! Funds that were promised or moved, and how far each is agreed.

use contract::{
    log::{Envelope, envelope::Fact},
    resources::{Event as Heard, Transaction, TransactionRecorded, TransactionState, event::Kind as Event},
};
use runtime::views::{Fold, View};

use super::place;

pub(super) struct Transactions;

impl View for Transactions {
    fn name(&self) -> &'static str {
        super::TRANSACTIONS
    }

    fn version(&self) -> u32 {
        1
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        let Some(Fact::Resources(Heard { kind: Some(event) })) = &fact.fact else { return };
        match event {
            Event::TransactionRecorded(it) => {
                fold.put(place(&it.partnership_id, &it.transaction_id), recorded(it, &fact.partner));
            }
            Event::TransactionConfirmed(it) => {
                fold.change(place(&it.partnership_id, &it.transaction_id), |transaction: &mut Transaction| {
                    transaction.set_state(TransactionState::Confirmed);
                });
            }
            Event::ResourceOffered(_) | Event::PublicationKept(_) => (),
        }
    }
}

fn recorded(it: &TransactionRecorded, recorded_by: &str) -> Transaction {
    let TransactionRecorded {
        partnership_id,
        transaction_id,
        r#type,
        provider_partner_id,
        receiver_partner_id,
        amount_minor,
        currency,
        value_date,
        transacted_on,
        description,
        activity_id,
        source,
        provider_participant_id,
        receiver_participant_id,
    } = it.clone();
    let state = if source.is_empty() { TransactionState::Recorded } else { TransactionState::AsPublished };
    Transaction {
        as_of: vec![],
        partnership_id,
        transaction_id,
        r#type,
        provider_partner_id,
        receiver_partner_id,
        amount_minor,
        currency,
        value_date,
        transacted_on,
        description,
        activity_id,
        state: state.into(),
        recorded_by: recorded_by.to_owned(),
        source,
        provider_participant_id,
        receiver_participant_id,
    }
}
