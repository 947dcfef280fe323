//! Why a command about a proposal is refused.

use contract::common::Reason;
use jiff::Timestamp;
use kernel::{
    Invalid, Refusal, Reject,
    reject::Kind::{AlreadyExists, Denied},
};

#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Rejection {
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error("there is no such proposal in this partnership")]
    NotFound,
    #[error("another proposal is already known under this id")]
    IdTaken,
    #[error("only what a service asks for has a {field} of its own: open MATTER_OTHER without a subject")]
    NotForCallers { field: &'static str },
    #[error("the partnership is not active yet: its founders have not all accepted the charter")]
    NotActive,
    #[error("who proposes must be a member of the partnership with a voice")]
    NotAMember,
    #[error("your organisation was no member with a voice when the proposal was opened")]
    NotEligible,
    #[error("the proposal is closed")]
    Closed,
    #[error("the proposal's deadline passed at {closes_at}")]
    Late { closes_at: Timestamp },
    #[error("the proposal could not be opened, and takes no positions")]
    Refused,
    #[error("the proposal stays open until {closes_at}: positions to come can change its outcome")]
    StillOpen { closes_at: Timestamp },
}

impl Reject for Rejection {
    fn refusal(&self) -> Refusal {
        match self {
            Rejection::Invalid(invalid) => Refusal::invalid(invalid),
            Rejection::NotFound => Refusal::not_found("proposal_id"),
            Rejection::IdTaken => Refusal::new(AlreadyExists, Reason::IdTaken.as_str_name()).on("proposal_id"),
            Rejection::NotForCallers { field } => denied(Reason::NotForCallers).on(field),
            Rejection::NotActive => not_now(Reason::PartnershipNotActive),
            Rejection::NotAMember => denied(Reason::NotAMember),
            Rejection::NotEligible => denied(Reason::NotEligible),
            Rejection::Closed | Rejection::Refused => not_now(Reason::ProposalClosed),
            Rejection::Late { closes_at } => not_now(Reason::ProposalClosed).with("closes_at", closes_at.to_string()),
            Rejection::StillOpen { closes_at } => {
                not_now(Reason::ProposalStillOpen).with("closes_at", closes_at.to_string())
            }
        }
    }
}

fn denied(reason: Reason) -> Refusal {
    Refusal::new(Denied, reason.as_str_name())
}

fn not_now(reason: Reason) -> Refusal {
    Refusal::not_now(reason.as_str_name())
}
