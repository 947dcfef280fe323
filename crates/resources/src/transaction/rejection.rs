//! Why a command about a transaction is refused.

use contract::{common::Reason, resources::TransactionState};
use kernel::{
    Invalid, Refusal, Reject,
    reject::Kind::{AlreadyExists, Denied, Invalid as Wrong},
};

#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Rejection {
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error("there is no such transaction in this partnership")]
    NotFound,
    #[error("there is no such partnership here; if it has just been formed, give the receipt's as_of")]
    NoPartnership,
    #[error("there is no such activity in this partnership; if it has just been planned, give the receipt's as_of")]
    NoActivity,
    #[error("there is no such {} in this partnership", named(field))]
    NotKnown { field: &'static str },
    #[error("the {} named is of another {differs}", named(field))]
    DoesNotFit { field: &'static str, differs: &'static str },
    #[error("the {} named does not stand: it is taken back, cancelled, dropped, or not accepted yet", named(field))]
    NotOpen { field: &'static str },
    #[error("another transaction is already recorded under this id")]
    IdTaken,
    #[error("only the node's operator may give a source, and it must: what it records is what a source says")]
    SourceIsTheOperators,
    #[error("{field} must be a member of the partnership with a voice")]
    NotAMember { field: &'static str },
    #[error("one side is either a member or a participant, not both")]
    MemberAndParticipant,
    #[error("provider and receiver are the same partner")]
    SamePartner,
    #[error("your organisation is neither the provider nor the receiver")]
    NotAParty,
    #[error("only the receiver confirms or disputes what it has received")]
    NotTheReceiver,
    #[error("what a source published is kept as it is: nobody confirms or disputes it")]
    AsPublished,
    #[error("only whoever recorded a transaction takes it back")]
    NotTheRecorder,
    #[error("the transaction is {}", word(*state))]
    State { state: TransactionState },
    #[error("the report to be kept is {}", word(*state))]
    KeptState { state: TransactionState },
    #[error("there is no such report to be kept in this partnership")]
    KeptNotFound,
    #[error("the two reports are not of one transfer: they have another {differs}")]
    NotTheSameTransfer { differs: &'static str },
    #[error("other reports of the same transfer are linked to this one: unlink them first")]
    ReportsLinked,
    #[error("one report is of the two sides, the other of a source: name the source's as the one that leaves")]
    KeepFirstHand,
}

impl Reject for Rejection {
    fn refusal(&self) -> Refusal {
        match self {
            Rejection::Invalid(invalid) => Refusal::invalid(invalid),
            Rejection::NotFound => Refusal::not_found("transaction_id"),
            Rejection::NoPartnership => Refusal::not_found("partnership_id"),
            Rejection::NoActivity => Refusal::not_found("activity_id"),
            Rejection::NotKnown { field } => Refusal::not_found(field),
            Rejection::DoesNotFit { field, differs } => {
                Refusal::new(Wrong, Reason::DoesNotFit.as_str_name()).on(field).with("differs", *differs)
            }
            Rejection::NotOpen { field } => Refusal::not_now(standing(field).as_str_name()).on(field),
            Rejection::IdTaken => Refusal::new(AlreadyExists, Reason::IdTaken.as_str_name()).on("transaction_id"),
            Rejection::SourceIsTheOperators => denied(Reason::SourceIsTheOperators).on("source"),
            Rejection::NotAMember { field } => Refusal::not_now(Reason::NotAMember.as_str_name()).on(field),
            Rejection::SamePartner => Refusal::new(Wrong, Reason::SamePartner.as_str_name()).on("receiver_partner_id"),
            Rejection::MemberAndParticipant => Refusal::new(Wrong, Reason::MemberAndParticipant.as_str_name()),
            Rejection::NotAParty => denied(Reason::NotAParty),
            Rejection::NotTheReceiver => denied(Reason::NotTheReceiver),
            Rejection::AsPublished => {
                Refusal::not_now(Reason::TransactionState.as_str_name()).with("state", "as_published")
            }
            Rejection::NotTheRecorder => denied(Reason::NotTheRecorder),
            Rejection::State { state } => in_state(*state).on("transaction_id"),
            Rejection::KeptState { state } => in_state(*state).on("same_as"),
            Rejection::KeptNotFound => Refusal::not_found("same_as"),
            Rejection::NotTheSameTransfer { differs } => {
                let refusal = Refusal::not_now(Reason::NotTheSameTransfer.as_str_name());
                refusal.on("same_as").with("differs", *differs)
            }
            Rejection::ReportsLinked => Refusal::not_now(Reason::ReportsLinked.as_str_name()).on("transaction_id"),
            Rejection::KeepFirstHand => Refusal::not_now(Reason::KeepFirstHand.as_str_name()).on("same_as"),
        }
    }
}

fn denied(reason: Reason) -> Refusal {
    Refusal::new(Denied, reason.as_str_name())
}

fn in_state(state: TransactionState) -> Refusal {
    Refusal::not_now(Reason::TransactionState.as_str_name()).with("state", state.as_str_name())
}

fn named(field: &str) -> &'static str {
    match field {
        "disbursement_id" => "planned payment",
        "commitment_id" => "pledge or commitment",
        "budget_line_id" => "line of the budget",
        _ => "agreed allocation of funds",
    }
}

fn standing(field: &str) -> Reason {
    match field {
        "disbursement_id" => Reason::DisbursementState,
        "budget_line_id" => Reason::BudgetState,
        _ => Reason::TransactionState,
    }
}

fn word(state: TransactionState) -> &'static str {
    match state {
        TransactionState::Recorded | TransactionState::Unspecified => "recorded, and waits for its receiver",
        TransactionState::AsPublished => "as a source publishes it",
        TransactionState::Confirmed => "confirmed already",
        TransactionState::Disputed => {
            "disputed by its receiver: it is confirmed after all, or taken back and reported anew"
        }
        TransactionState::Linked => {
            "linked to another report of the same transfer: it counts there, until it is unlinked"
        }
        TransactionState::Withdrawn => "taken back",
    }
}
