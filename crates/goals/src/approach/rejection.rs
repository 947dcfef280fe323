//! Why a rating can be refused.

use contract::{common::Reason, goals};
use kernel::{Invalid, Refusal, Reject};

use crate::tree::rejection::words;

#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Rejection {
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error("there is no such goal in this partnership")]
    GoalNotFound,
    #[error("the partnership is not active: approaches are rated while it is")]
    PartnershipNotActive,
    #[error("the goal is {}; members rate the approaches of adopted goals and of those before them", words(*.0))]
    GoalState(goals::GoalState),
}

impl Reject for Rejection {
    fn refusal(&self) -> Refusal {
        match self {
            Rejection::Invalid(invalid) => Refusal::invalid(invalid),
            Rejection::GoalNotFound => Refusal::not_found("goal_id"),
            Rejection::PartnershipNotActive => Refusal::not_now(Reason::PartnershipNotActive.as_str_name()),
            Rejection::GoalState(state) => {
                Refusal::not_now(Reason::GoalState.as_str_name()).on("goal_id").with("state", state.as_str_name())
            }
        }
    }
}
