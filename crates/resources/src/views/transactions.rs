//! Funds that were promised or moved, and how far each is agreed.

use contract::{
    log::{Envelope, envelope::Fact},
    resources::{
        Event as Heard, ListTransactions, Transaction, TransactionLinked, TransactionRecorded, TransactionState,
        TransactionType, TransactionUnlinked, event::Kind as Event,
    },
};
use runtime::views::{Fold, View};

use super::place;

/// Reports that are kept beside the one they are linked to.
const REPORTS_MAX: usize = 64;

pub(super) struct Transactions;

impl View for Transactions {
    fn name(&self) -> &'static str {
        super::TRANSACTIONS
    }

    fn version(&self) -> u32 {
        2
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        let Some(Fact::Resources(Heard { kind: Some(event) })) = &fact.fact else { return };
        match event {
            Event::TransactionRecorded(it) => {
                fold.put(place(&it.partnership_id, &it.transaction_id), recorded(it, &fact.partner));
            }
            Event::TransactionConfirmed(it) => change(fold, &it.partnership_id, &it.transaction_id, |transaction| {
                transaction.confirmed_by.clone_from(&it.partner_id);
                transaction.disputed_minor = 0;
                transaction.reason.clear();
                stand(transaction);
            }),
            Event::TransactionDisputed(it) => change(fold, &it.partnership_id, &it.transaction_id, |transaction| {
                transaction.set_state(TransactionState::Disputed);
                transaction.disputed_minor = it.received_minor;
                transaction.reason.clone_from(&it.reason);
            }),
            Event::TransactionWithdrawn(it) => change(fold, &it.partnership_id, &it.transaction_id, |transaction| {
                transaction.set_state(TransactionState::Withdrawn);
                transaction.reason.clone_from(&it.reason);
            }),
            Event::TransactionLinked(it) => link(it, fold),
            Event::TransactionUnlinked(it) => unlink(it, fold),
            _ => (),
        }
    }
}

fn link(it: &TransactionLinked, fold: &mut Fold<'_>) {
    change(fold, &it.partnership_id, &it.transaction_id, |transaction| {
        transaction.same_as.clone_from(&it.same_as);
        transaction.set_state(TransactionState::Linked);
    });
    change(fold, &it.partnership_id, &it.same_as, |kept| {
        if kept.reports.len() == REPORTS_MAX {
            kept.reports.remove(0);
        }
        kept.reports.push(it.transaction_id.clone());
        kept.confirming_reports.extend(it.confirms.then(|| it.transaction_id.clone()));
        stand(kept);
    });
}

fn unlink(it: &TransactionUnlinked, fold: &mut Fold<'_>) {
    change(fold, &it.partnership_id, &it.transaction_id, |transaction| {
        transaction.same_as.clear();
        transaction.reason.clone_from(&it.reason);
        stand(transaction);
    });
    change(fold, &it.partnership_id, &it.was_same_as, |kept| {
        kept.reports.retain(|id| *id != it.transaction_id);
        kept.confirming_reports.retain(|id| *id != it.transaction_id);
        stand(kept);
    });
}

fn change(fold: &mut Fold<'_>, partnership_id: &str, id: &str, change: impl FnOnce(&mut Transaction)) {
    fold.change(place(partnership_id, id), change);
}

/// As it stands by what is said of itself.
fn stand(transaction: &mut Transaction) {
    let state = match () {
        () if !transaction.confirmed_by.is_empty() || !transaction.confirming_reports.is_empty() => {
            TransactionState::Confirmed
        }
        () if transaction.state() == TransactionState::Disputed => TransactionState::Disputed,
        () if transaction.source.is_empty() => TransactionState::Recorded,
        () => TransactionState::AsPublished,
    };
    transaction.set_state(state);
}

fn recorded(it: &TransactionRecorded, reported_by: &str) -> Transaction {
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
        disbursement_id,
        commitment_id,
        budget_line_id,
        offer_id,
        allocation_id,
        own_funds,
        reference,
        terms,
        recorded_by: _,
        provider_participant_id,
        receiver_participant_id,
    } = it.clone();
    let state = if source.is_empty() { TransactionState::Recorded } else { TransactionState::AsPublished };
    Transaction {
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
        recorded_by: reported_by.to_owned(),
        source,
        provider_participant_id,
        receiver_participant_id,
        disbursement_id,
        commitment_id,
        budget_line_id,
        offer_id,
        allocation_id,
        own_funds,
        reference,
        terms,
        ..Default::default()
    }
}

pub fn is_asked_for(question: &ListTransactions, it: &Transaction) -> bool {
    let is_any_or = |asked: &String, is: &String| asked.is_empty() || asked == is;
    // Dates of one form compare as text.
    (is_any_or(&question.partner_id, &it.provider_partner_id) || question.partner_id == it.receiver_partner_id)
        && (question.r#type() == TransactionType::Unspecified || question.r#type() == it.r#type())
        && (question.state() == TransactionState::Unspecified || question.state() == it.state())
        && question.from <= it.value_date
        && (question.until.is_empty() || it.value_date <= question.until)
        && is_any_or(&question.disbursement_id, &it.disbursement_id)
        && is_any_or(&question.source, &it.source)
}
