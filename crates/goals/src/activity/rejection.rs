//! Why a command about an activity can be refused.

use contract::{
    common::Reason,
    goals::{ActivityState, GoalState},
};
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
    #[error(
        "the partnership is not active: work is planned once all founders have accepted the charter, and until it closes"
    )]
    PartnershipNotActive,
    #[error("another activity stands under this id: leave the id empty, or choose another")]
    IdTaken,
    #[error("there is no such goal in this partnership")]
    GoalNotFound,
    #[error("the goal is {}; work is planned towards adopted goals", words(*.0))]
    GoalNotActive(GoalState),
    #[error("{field} names {partner_id}, which is no member of this partnership with a voice")]
    NotAMember { field: &'static str, partner_id: String },
    #[error("there is no such activity in this partnership")]
    NotFound,
    #[error("the activity is {}", said(*.0))]
    State(ActivityState),
    #[error("the activity is listed by a source, and stays as it was published: plan one of your own beside it")]
    Listed,
    #[error("that is for the member that leads the activity to say: take it over first, where it is offered to you")]
    NotTheLead { lead_partner_id: String },
    #[error("the activity's lead is there and has not offered the lead to you: ask it to hand the activity over")]
    NotOffered { lead_partner_id: String },
    #[error("your organisation does not support this activity; a lead hands it over or cancels it instead")]
    NotSupporting,
    #[error("that follows from a decision, an exit sheet or the clock: nobody calls for it")]
    NotForCallers,
}

impl Reject for Rejection {
    fn refusal(&self) -> Refusal {
        let not_now = |reason: Reason| Refusal::not_now(reason.as_str_name());
        let denied = |reason: Reason| Refusal::denied(reason.as_str_name());
        match self {
            Rejection::Invalid(invalid) => Refusal::invalid(invalid),
            Rejection::Source(source) => source.refusal(),
            Rejection::NoPartnership => Refusal::not_found("partnership_id"),
            Rejection::PartnershipNotActive => not_now(Reason::PartnershipNotActive),
            Rejection::IdTaken => Refusal::new(Kind::AlreadyExists, Reason::IdTaken.as_str_name()).on("activity_id"),
            Rejection::GoalNotFound => Refusal::not_found("goal_id"),
            Rejection::GoalNotActive(state) => {
                not_now(Reason::GoalState).on("goal_id").with("state", state.as_str_name())
            }
            Rejection::NotAMember { field, partner_id } => {
                not_now(Reason::NotAMember).on(field).with("partner_id", partner_id)
            }
            Rejection::NotFound => Refusal::not_found("activity_id"),
            Rejection::State(state) => {
                not_now(Reason::ActivityState).on("activity_id").with("state", state.as_str_name())
            }
            Rejection::Listed => not_now(Reason::ListedByASource).on("activity_id"),
            Rejection::NotTheLead { lead_partner_id } => {
                denied(Reason::NotTheLead).on("activity_id").with("lead_partner_id", lead_partner_id)
            }
            Rejection::NotOffered { lead_partner_id } => {
                denied(Reason::NotOffered).on("activity_id").with("lead_partner_id", lead_partner_id)
            }
            Rejection::NotSupporting => denied(Reason::NotSupporting).on("activity_id"),
            Rejection::NotForCallers => denied(Reason::NotForCallers),
        }
    }
}

/// A state, as an officer would say it.
fn said(state: ActivityState) -> &'static str {
    match state {
        ActivityState::Unspecified => "in a state that this build does not know",
        ActivityState::Listed => "listed by a source only",
        ActivityState::Planned => "planned: the work has not begun",
        ActivityState::Started => "begun",
        ActivityState::Completed => "completed",
        ActivityState::Cancelled => "cancelled",
    }
}
