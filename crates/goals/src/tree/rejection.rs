//! Why a command about goals can be refused.

use contract::{common::Reason, goals::GoalState};
use kernel::{
    Invalid, Refusal, Reject,
    reject::Kind::{AlreadyExists, Invalid as IsInvalid, NotFound},
    source::SourceIsTheOperators,
};

#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Rejection {
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error(transparent)]
    Source(#[from] SourceIsTheOperators),
    #[error("there is no such partnership")]
    NoPartnership,
    #[error("the partnership is not active yet: all its founders must have accepted its charter first")]
    PartnershipNotActive,
    #[error("another goal stands under this id: leave the id empty, or choose another")]
    IdTaken,
    #[error("another target stands under the id {0}: leave the id empty, or choose another")]
    TargetIdTaken(String),
    #[error("the target equals its baseline: there is nothing to reach")]
    TargetEqualsBaseline,
    #[error("the parent goal does not exist in this partnership: propose it first")]
    ParentMissing,
    #[error("a goal serves one of a higher level: an output serves an outcome or an impact, an outcome an impact")]
    ParentNotHigher,
    #[error("the parent goal is {}: nothing can serve it any more", words(*.0))]
    ParentOver(GoalState),
    #[error("there is no such goal in this partnership")]
    NotFound,
    #[error("the goal is {}; only an adopted goal can be closed", words(*.0))]
    NotActive(GoalState),
    #[error("closing this goal is already before the members: they decide that proposal first")]
    AlreadyProposed,
    #[error("only the members' decision concludes a goal: take a position on its proposal")]
    NotForCallers,
}

impl Reject for Rejection {
    fn refusal(&self) -> Refusal {
        let parent = |kind| Refusal::new(kind, Reason::GoalParent.as_str_name()).on("parent_goal_id");
        match self {
            Rejection::Invalid(invalid) => Refusal::invalid(invalid),
            Rejection::Source(source) => source.refusal(),
            Rejection::NoPartnership => Refusal::not_found("partnership_id"),
            Rejection::PartnershipNotActive => Refusal::not_now(Reason::PartnershipNotActive.as_str_name()),
            Rejection::IdTaken => Refusal::new(AlreadyExists, Reason::IdTaken.as_str_name()).on("goal_id"),
            Rejection::TargetIdTaken(_) => {
                Refusal::new(AlreadyExists, Reason::IdTaken.as_str_name()).on("targets.target_id")
            }
            Rejection::TargetEqualsBaseline => {
                Refusal::new(IsInvalid, Reason::TargetEqualsBaseline.as_str_name()).on("targets.value")
            }
            Rejection::ParentMissing => parent(NotFound),
            Rejection::ParentNotHigher => parent(IsInvalid),
            Rejection::ParentOver(state) => Refusal::not_now(Reason::GoalParent.as_str_name())
                .on("parent_goal_id")
                .with("state", state.as_str_name()),
            Rejection::NotFound => Refusal::not_found("goal_id"),
            Rejection::NotActive(state) => {
                Refusal::not_now(Reason::GoalState.as_str_name()).on("goal_id").with("state", state.as_str_name())
            }
            Rejection::AlreadyProposed => Refusal::not_now(Reason::AlreadyProposed.as_str_name()).on("goal_id"),
            Rejection::NotForCallers => Refusal::denied(Reason::NotForCallers.as_str_name()),
        }
    }
}

/// A state, as an officer would say it.
pub fn words(state: GoalState) -> &'static str {
    match state {
        GoalState::Unspecified => "in a state that this build does not know",
        GoalState::Listed => "named by a source only",
        GoalState::Proposed => "still before the members",
        GoalState::Active => "adopted",
        GoalState::Rejected => "not wanted by the members",
        GoalState::Closing => "about to be closed",
        GoalState::Closed => "closed",
    }
}
