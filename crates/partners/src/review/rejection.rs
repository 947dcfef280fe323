//! Why a command about a review is refused.

use contract::common::Reason;
use kernel::{
    Invalid, Refusal, Reject,
    reject::Kind::{AlreadyExists, Denied},
};

#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Rejection {
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error("there is no such review in this partnership")]
    NotFound,
    #[error("another review is already known under this id")]
    IdTaken,
    #[error("another change is already proposed under this id")]
    ChangeTaken,
    #[error("your organisation is no member with a voice, or was none when the review was opened")]
    NotAMember,
    #[error("the review is over")]
    Closed,
    #[error("{owner_partner_id}, which would do it, has no voice here any more: propose it anew, for another to do")]
    OwnerGone { owner_partner_id: String },
}

impl Reject for Rejection {
    fn refusal(&self) -> Refusal {
        match self {
            Rejection::Invalid(invalid) => Refusal::invalid(invalid),
            Rejection::NotFound => Refusal::not_found("review_id"),
            Rejection::IdTaken => Refusal::new(AlreadyExists, Reason::IdTaken.as_str_name()).on("review_id"),
            Rejection::ChangeTaken => Refusal::new(AlreadyExists, Reason::IdTaken.as_str_name()).on("change_id"),
            Rejection::NotAMember => Refusal::new(Denied, Reason::NotAMember.as_str_name()),
            Rejection::Closed => Refusal::not_now(Reason::ReviewClosed.as_str_name()),
            Rejection::OwnerGone { owner_partner_id } => {
                Refusal::not_now(Reason::NotAMember.as_str_name()).on("change_id").with("partner_id", owner_partner_id)
            }
        }
    }
}
