//! Why a command about goals can be refused.

use contract::{common::Reason, goals::GoalState};
use kernel::{
    Invalid, Refusal, Reject,
    reject::Kind::{AlreadyExists, Invalid as IsInvalid, NotFound},
    source::SourceIsTheOperators,
};

use super::decisions::DEPTH_MAX;

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
    #[error("the partnership is closing or closed: it settles what is open, and begins nothing more")]
    PartnershipEnding,
    #[error("another goal stands under this id: leave the id empty, or choose another")]
    IdTaken,
    #[error("another target stands under the id {0}: leave the id empty, or choose another")]
    TargetIdTaken(String),
    #[error("the target equals its baseline: there is nothing to reach")]
    TargetEqualsBaseline,
    #[error("a share names {0}, which is no member of this partnership with a voice")]
    ShareOfNoMember(String),
    #[error("the parent goal does not exist in this partnership: propose it first")]
    ParentMissing,
    #[error("a goal serves one of its own or a higher level: output, outcome, impact, in this order")]
    ParentLower,
    #[error("goals that serve this one are of a higher level than it would be: revise them first")]
    BelowItsChildren,
    #[error("the parent goal is the goal itself, or serves it: goals that serve each other in a circle serve nothing")]
    Circle,
    #[error("goals would stand more than {DEPTH_MAX} deep")]
    TooDeep,
    #[error("the parent goal is {}: nothing can serve it any more; name another, or leave parent_goal_id empty", words(*.0))]
    ParentOver(GoalState),
    #[error("there is no such goal in this partnership")]
    NotFound,
    #[error("the goal is {}; only an adopted goal can be closed", words(*.0))]
    NotActive(GoalState),
    #[error("the goal is {}; this is for adopted goals", words(*.0))]
    NotAdopted(GoalState),
    #[error("the goal is {}; it is revised no more: propose another", words(*.0))]
    NotRevisable(GoalState),
    #[error("a change or the closing of this goal is already before the members: they decide that proposal first")]
    AlreadyProposed,
    #[error("the goal is before the members as its proposer has put it; only that one puts it otherwise")]
    NotTheProposer,
    #[error("the target {0} measures or asks something else than before: leave its id empty, for it is another target")]
    AnotherTarget(String),
    #[error("you were a member when the goal was decided: if it is no longer right, propose a revision")]
    Bound,
    #[error("{title:?} ({work_id}){} is under way towards this goal: say in dispositions what becomes of it", and_more(*.others))]
    WorkUnderWay { work_id: String, title: String, others: usize },
    #[error("{0} is not under way towards this goal")]
    NotUnderWay(String),
    #[error("there is no goal {0} in this partnership for work to go on towards")]
    TakerNotFound(String),
    #[error("the goal that work is to go on towards is {}; it has to be adopted", words(*.0))]
    TakerNotAdopted(GoalState),
    #[error("another milestone of this goal stands under this id: leave the id empty, or choose another")]
    MilestoneIdTaken,
    #[error("the goal has no such milestone")]
    MilestoneNotFound,
    #[error("the milestone is reached already, on {0}")]
    MilestoneReached(String),
    #[error("{0} is no member of this partnership with a voice")]
    OwnerNotAMember(String),
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
            Rejection::PartnershipNotActive | Rejection::PartnershipEnding => {
                Refusal::not_now(Reason::PartnershipNotActive.as_str_name())
            }
            Rejection::IdTaken => Refusal::new(AlreadyExists, Reason::IdTaken.as_str_name()).on("goal_id"),
            Rejection::TargetIdTaken(_) => {
                Refusal::new(AlreadyExists, Reason::IdTaken.as_str_name()).on("targets.target_id")
            }
            Rejection::TargetEqualsBaseline => {
                Refusal::new(IsInvalid, Reason::TargetEqualsBaseline.as_str_name()).on("targets.value")
            }
            Rejection::ShareOfNoMember(partner_id) => Refusal::not_now(Reason::NotAMember.as_str_name())
                .on("targets.shares.partner_id")
                .with("partner_id", partner_id),
            Rejection::ParentMissing => parent(NotFound),
            Rejection::ParentLower | Rejection::Circle | Rejection::TooDeep => parent(IsInvalid),
            Rejection::BelowItsChildren => Refusal::new(IsInvalid, Reason::GoalParent.as_str_name()).on("level"),
            Rejection::ParentOver(state) => Refusal::not_now(Reason::GoalParent.as_str_name())
                .on("parent_goal_id")
                .with("state", state.as_str_name()),
            Rejection::NotFound => Refusal::not_found("goal_id"),
            Rejection::NotActive(state) | Rejection::NotAdopted(state) | Rejection::NotRevisable(state) => {
                in_state("goal_id", *state)
            }
            Rejection::NotTheProposer => Refusal::denied(Reason::NotTheProposer.as_str_name()).on("goal_id"),
            Rejection::AnotherTarget(_) => {
                Refusal::new(IsInvalid, Reason::InvalidField.as_str_name()).on("content.targets.target_id")
            }
            Rejection::Bound => Refusal::not_now(Reason::BoundByDecision.as_str_name()).on("goal_id"),
            Rejection::WorkUnderWay { work_id, .. } => {
                Refusal::not_now(Reason::WorkUnderWay.as_str_name()).on("dispositions").with("work_id", work_id)
            }
            Rejection::NotUnderWay(_) => Refusal::not_found("dispositions.work_id"),
            Rejection::TakerNotFound(_) => Refusal::not_found("dispositions.to_goal_id"),
            Rejection::TakerNotAdopted(state) => in_state("dispositions.to_goal_id", *state),
            Rejection::MilestoneIdTaken => {
                Refusal::new(AlreadyExists, Reason::IdTaken.as_str_name()).on("milestone_id")
            }
            Rejection::MilestoneNotFound => Refusal::not_found("milestone_id"),
            Rejection::MilestoneReached(_) => {
                Refusal::not_now(Reason::MilestoneReached.as_str_name()).on("milestone_id")
            }
            Rejection::OwnerNotAMember(partner_id) => {
                Refusal::not_now(Reason::NotAMember.as_str_name()).on("owner_partner_id").with("partner_id", partner_id)
            }
            Rejection::AlreadyProposed => Refusal::not_now(Reason::AlreadyProposed.as_str_name()).on("goal_id"),
            Rejection::NotForCallers => Refusal::denied(Reason::NotForCallers.as_str_name()),
        }
    }
}

fn in_state(field: &'static str, state: GoalState) -> Refusal {
    Refusal::not_now(Reason::GoalState.as_str_name()).on(field).with("state", state.as_str_name())
}

fn and_more(others: usize) -> String {
    if others == 0 { String::new() } else { format!(", like {others} more,") }
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
        GoalState::Withdrawn => "withdrawn by its proposer",
        GoalState::Revising => "about to be revised",
    }
}
