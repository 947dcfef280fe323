//! What the receiver's dispute and the recorder's withdrawal lead to.

use contract::resources::*;
use kernel::{Invalid, Reject, scenario::given};
use resources::transaction::{Rejection, Transaction, decisions::Reports};

use crate::messages::*;

#[test]
fn the_receiver_disputes_and_may_say_it_otherwise() {
    noted().by(LENDER).when_knowing(alone(), dispute()).then(disputed());
    noted().and(disputed()).by(LENDER).when_knowing(alone(), dispute()).then_nothing();
    let nothing_came = DisputeTransaction { received_minor: 0, ..dispute() };
    noted()
        .and(disputed())
        .by(LENDER)
        .when_knowing(alone(), nothing_came)
        .then(TransactionDisputed { received_minor: 0, ..disputed() });
}

#[test]
fn nobody_else_disputes_it() {
    for by in [FUNDER, INSURER] {
        noted().by(by).when_knowing(alone(), dispute()).then_rejected(Rejection::NotTheReceiver);
    }
}

#[test]
fn a_dispute_says_another_amount_and_why() {
    let wrong = |command: DisputeTransaction, field: &'static str, problem: &str| {
        let rejection = Rejection::from(Invalid::new(field, problem));
        noted().by(LENDER).when_knowing(alone(), command).then_rejected(rejection);
    };
    let received = |received_minor| DisputeTransaction { received_minor, ..dispute() };
    wrong(received(25_000_000), "received_minor", "is what was reported: confirm the transaction");
    wrong(received(-1), "received_minor", "is below zero");
    wrong(DisputeTransaction { reason: " ".into(), ..dispute() }, "reason", "is missing");
}

#[test]
fn a_dispute_ends_by_a_confirmation_or_a_withdrawal() {
    let in_dispute = || noted().and(disputed());
    in_dispute().by(LENDER).when(confirm()).then(confirmed());
    in_dispute().by(FUNDER).when_knowing(alone(), withdraw()).then(withdrawn());
}

#[test]
fn what_is_confirmed_is_neither_disputed_nor_taken_back_also_where_a_link_confirms_it() {
    let is_confirmed = Rejection::State { state: TransactionState::Confirmed };
    let by_link = Reports { are_linked: true, confirm: true };
    noted().and(confirmed()).by(LENDER).when_knowing(alone(), dispute()).then_rejected(is_confirmed.clone());
    noted().and(confirmed()).by(FUNDER).when_knowing(alone(), withdraw()).then_rejected(is_confirmed.clone());
    noted().by(LENDER).when_knowing(by_link, dispute()).then_rejected(is_confirmed.clone());
    noted().by(FUNDER).when_knowing(by_link, withdraw()).then_rejected(is_confirmed);
}

#[test]
fn only_whoever_recorded_it_takes_it_back_and_once() {
    for by in [LENDER, INSURER, ""] {
        noted().by(by).when_knowing(alone(), withdraw()).then_rejected(Rejection::NotTheRecorder);
    }
    noted().and(withdrawn()).by(FUNDER).when_knowing(alone(), withdraw()).then_nothing();
    let of_nobody = TransactionRecorded { recorded_by: String::new(), ..recorded() };
    given::<Transaction, _>([of_nobody])
        .by(FUNDER)
        .when_knowing(alone(), withdraw())
        .then_rejected(Rejection::NotTheRecorder);
}

#[test]
fn the_operator_takes_back_what_a_source_said() {
    let published = || given::<Transaction, _>([as_published()]);
    let taken_back = TransactionWithdrawn { partner_id: String::new(), ..withdrawn() };
    published().when_knowing(alone(), withdraw()).then(taken_back);
    published().by(FUNDER).when_knowing(alone(), withdraw()).then_rejected(Rejection::NotTheRecorder);
}

#[test]
fn what_others_are_linked_to_is_not_taken_back() {
    let linked = Reports { are_linked: true, confirm: false };
    noted().by(FUNDER).when_knowing(linked, withdraw()).then_rejected(Rejection::ReportsLinked);
}

#[test]
fn what_was_taken_back_or_is_linked_is_not_confirmed() {
    let state = |state| Rejection::State { state };
    noted().and(withdrawn()).by(LENDER).when(confirm()).then_rejected(state(TransactionState::Withdrawn));
    noted().and(withdrawn()).by(FUNDER).when_knowing(parties(), record()).then_nothing();
    let away = TransactionLinked { transaction_id: TRANSFER.into(), same_as: OTHER.into(), ..linked() };
    noted().and(away).by(LENDER).when(confirm()).then_rejected(state(TransactionState::Linked));
}

#[test]
fn nobody_disputes_what_a_source_publishes() {
    let named = TransactionRecorded { receiver_partner_id: LENDER.into(), ..as_published() };
    given::<Transaction, _>([named]).by(LENDER).when_knowing(alone(), dispute()).then_rejected(Rejection::AsPublished);
}

#[test]
fn refusals_name_the_reason_and_the_field() {
    for (rejection, reason, field) in [
        (Rejection::NotTheRecorder, "REASON_NOT_THE_RECORDER", None),
        (Rejection::ReportsLinked, "REASON_REPORTS_LINKED", Some("transaction_id")),
        (Rejection::KeepFirstHand, "REASON_KEEP_FIRST_HAND", Some("same_as")),
        (Rejection::KeptNotFound, "REASON_NOT_FOUND", Some("same_as")),
        (Rejection::KeptState { state: TransactionState::Linked }, "REASON_TRANSACTION_STATE", Some("same_as")),
        (Rejection::State { state: TransactionState::Linked }, "REASON_TRANSACTION_STATE", Some("transaction_id")),
        (Rejection::NotTheSameTransfer { differs: "currency" }, "REASON_NOT_THE_SAME_TRANSFER", Some("same_as")),
        (Rejection::NotKnown { field: "commitment_id" }, "REASON_NOT_FOUND", Some("commitment_id")),
        (Rejection::NotOpen { field: "disbursement_id" }, "REASON_DISBURSEMENT_STATE", Some("disbursement_id")),
        (Rejection::NotOpen { field: "budget_line_id" }, "REASON_BUDGET_STATE", Some("budget_line_id")),
        (
            Rejection::DoesNotFit { field: "commitment_id", differs: "currency" },
            "REASON_DOES_NOT_FIT",
            Some("commitment_id"),
        ),
    ] {
        let refusal = rejection.refusal();
        assert_eq!((refusal.reason, refusal.field), (reason, field), "{rejection}");
    }
}

fn dispute() -> DisputeTransaction {
    DisputeTransaction {
        partnership_id: TOGETHER.into(),
        transaction_id: TRANSFER.into(),
        received_minor: 24_000_000,
        reason: "The bank kept its fee".into(),
        ..Default::default()
    }
}

fn withdraw() -> WithdrawTransaction {
    WithdrawTransaction {
        partnership_id: TOGETHER.into(),
        transaction_id: TRANSFER.into(),
        reason: "Entered twice".into(),
        ..Default::default()
    }
}
