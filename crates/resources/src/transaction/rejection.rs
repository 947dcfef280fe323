//! Why a command about a transaction is refused.

use contract::common::Reason;
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
    #[error("only the receiver confirms that it has received")]
    NotTheReceiver,
    #[error("what a source published is kept as it is, and confirmed by nobody")]
    AsPublished,
}

impl Reject for Rejection {
    fn refusal(&self) -> Refusal {
        match self {
            Rejection::Invalid(invalid) => Refusal::invalid(invalid),
            Rejection::NotFound => Refusal::not_found("transaction_id"),
            Rejection::NoPartnership => Refusal::not_found("partnership_id"),
            Rejection::NoActivity => Refusal::not_found("activity_id"),
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
        }
    }
}

fn denied(reason: Reason) -> Refusal {
    Refusal::new(Denied, reason.as_str_name())
}
