//! Why a command about an activity can be refused.

use contract::{common::Reason, goals::GoalState};
use kernel::{Invalid, Refusal, Reject, reject::Kind, source::SourceIsTheOperators};

use crate::tree::rejection::words;

#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Rejection {
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error(transparent)]
    Source(#[from] SourceIsTheOperators),
    #[error("there is no such partnership")]
    NoPartnership,
    #[error("another activity stands under this id: leave the id empty, or choose another")]
    IdTaken,
    #[error("there is no such goal in this partnership")]
    GoalNotFound,
    #[error("the goal is {}; work is planned towards adopted goals", words(*.0))]
    GoalNotActive(GoalState),
    #[error("{field} names {partner_id}, which is no member of this partnership with a voice")]
    NotAMember { field: &'static str, partner_id: String },
}

impl Reject for Rejection {
    fn refusal(&self) -> Refusal {
        match self {
            Rejection::Invalid(invalid) => Refusal::invalid(invalid),
            Rejection::Source(source) => source.refusal(),
            Rejection::NoPartnership => Refusal::not_found("partnership_id"),
            Rejection::IdTaken => Refusal::new(Kind::AlreadyExists, Reason::IdTaken.as_str_name()).on("activity_id"),
            Rejection::GoalNotFound => Refusal::not_found("goal_id"),
            Rejection::GoalNotActive(state) => {
                Refusal::not_now(Reason::GoalState.as_str_name()).on("goal_id").with("state", state.as_str_name())
            }
            Rejection::NotAMember { field, partner_id } => {
                Refusal::not_now(Reason::NotAMember.as_str_name()).on(field).with("partner_id", partner_id)
            }
        }
    }
}
