//! Why a command about a feedback round is refused.

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
    #[error("there is no such feedback round in this partnership")]
    NotFound,
    #[error("another feedback round is already known under this id")]
    IdTaken,
    #[error("only a member of the partnership with a voice opens a feedback round")]
    NotAMember,
    #[error(
        "{raters} would rate each member; where nobody is to learn who said what there must be at least {needed}: \
         open a round that says who said what"
    )]
    TooFewRaters { raters: usize, needed: usize },
    #[error("your organisation was no member with a voice when the round was opened")]
    NotARater,
    #[error("nobody rates itself: leave your own organisation out")]
    SelfRating,
    #[error("the round is over")]
    Closed,
    #[error("the round's deadline passed at {closes_at}")]
    Late { closes_at: Timestamp },
    #[error("the round is open until {closes_at}, or until all have given their feedback")]
    StillOpen { closes_at: Timestamp },
    #[error("the round's key is gone: the node's operator has to restore it from its backup")]
    KeyGone,
}

impl Reject for Rejection {
    fn refusal(&self) -> Refusal {
        match self {
            Rejection::Invalid(invalid) => Refusal::invalid(invalid),
            Rejection::NotFound => Refusal::not_found("round_id"),
            Rejection::IdTaken => Refusal::new(AlreadyExists, Reason::IdTaken.as_str_name()).on("round_id"),
            Rejection::NotAMember => denied(Reason::NotAMember),
            Rejection::TooFewRaters { raters, needed } => not_now(Reason::TooFewRaters)
                .on("unattributed")
                .with("raters", raters.to_string())
                .with("needed", needed.to_string()),
            Rejection::NotARater => denied(Reason::NotARater),
            Rejection::SelfRating => denied(Reason::SelfRating).on("ratings"),
            Rejection::Closed => not_now(Reason::RoundClosed),
            Rejection::Late { closes_at } => not_now(Reason::RoundClosed).with("closes_at", closes_at.to_string()),
            Rejection::StillOpen { closes_at } => {
                not_now(Reason::RoundStillOpen).with("closes_at", closes_at.to_string())
            }
            Rejection::KeyGone => not_now(Reason::StillSealed),
        }
    }
}

fn denied(reason: Reason) -> Refusal {
    Refusal::new(Denied, reason.as_str_name())
}

fn not_now(reason: Reason) -> Refusal {
    Refusal::not_now(reason.as_str_name())
}
