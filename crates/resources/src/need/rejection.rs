//! Why a command about a need is refused.

use contract::common::Reason;
use kernel::{
    Invalid, Refusal, Reject,
    reject::Kind::{AlreadyExists, Denied},
};

#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Rejection {
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error("the partnership is not active: nothing new is stated in it")]
    PartnershipNotActive,
    #[error("there is no such need in this partnership")]
    NotFound,
    #[error("there is no such goal in this partnership; if it has just been proposed, give the receipt's as_of")]
    GoalNotFound,
    #[error("there is no such activity in this partnership; if it has just been planned, give the receipt's as_of")]
    ActivityNotFound,
    #[error("another need stands under this id: leave the id empty, or choose another")]
    IdTaken,
    #[error("only the partner that stated the need may do this")]
    NotYours,
    #[error("the need was taken back")]
    Withdrawn,
}

impl Reject for Rejection {
    fn refusal(&self) -> Refusal {
        match self {
            Rejection::Invalid(invalid) => Refusal::invalid(invalid),
            Rejection::PartnershipNotActive => Refusal::not_now(Reason::PartnershipNotActive.as_str_name()),
            Rejection::NotFound => Refusal::not_found("need_id"),
            Rejection::GoalNotFound => Refusal::not_found("goal_id"),
            Rejection::ActivityNotFound => Refusal::not_found("activity_id"),
            Rejection::IdTaken => Refusal::new(AlreadyExists, Reason::IdTaken.as_str_name()).on("need_id"),
            Rejection::NotYours => Refusal::new(Denied, Reason::NotYourNeed.as_str_name()).on("need_id"),
            Rejection::Withdrawn => Refusal::not_now(Reason::NeedState.as_str_name()).on("need_id"),
        }
    }
}
