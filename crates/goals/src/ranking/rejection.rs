//! Why a ranking can be refused.

use contract::{common::Reason, goals::GoalState};
use kernel::{Invalid, Refusal, Reject};

use crate::tree::rejection::words;

#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Rejection {
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error("your organisation ranks goals for itself only: give its own id, {own:?}, as partner_id")]
    NotYours { own: String },
    #[error("the partnership is not active: its goals are ranked while it is")]
    PartnershipNotActive,
    #[error("there is no goal {goal_id} in this partnership")]
    GoalNotFound { goal_id: String },
    #[error("goal {goal_id} is {}; members rank adopted goals", words(*.state))]
    GoalNotAdopted { goal_id: String, state: GoalState },
}

impl Reject for Rejection {
    fn refusal(&self) -> Refusal {
        match self {
            Rejection::Invalid(invalid) => Refusal::invalid(invalid),
            Rejection::NotYours { .. } => Refusal::denied(Reason::NotYourRanking.as_str_name()).on("partner_id"),
            Rejection::PartnershipNotActive => Refusal::not_now(Reason::PartnershipNotActive.as_str_name()),
            Rejection::GoalNotFound { .. } => Refusal::not_found("tiers.goal_ids"),
            Rejection::GoalNotAdopted { goal_id, state } => Refusal::not_now(Reason::GoalState.as_str_name())
                .on("tiers.goal_ids")
                .with("goal_id", goal_id)
                .with("state", state.as_str_name()),
        }
    }
}
