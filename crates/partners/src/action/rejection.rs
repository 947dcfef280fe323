//! Why a command about an action is refused.

use contract::{common::Reason, partners::ActionState};
use kernel::{
    Invalid, Refusal, Reject,
    reject::Kind::{AlreadyExists, Denied},
};

#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Rejection {
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error("there is no such action in this partnership")]
    NotFound,
    #[error("another action is already known under this id")]
    IdTaken,
    #[error("{partner_id} is no member of this partnership with a voice")]
    NotAMember { partner_id: String },
    #[error("only the member that the action was assigned to says that it is done")]
    NotTheAssignee,
    #[error("the action was your own organisation's to do: another member looks at it")]
    OwnAction,
    #[error("another day is agreed to by the member that assigned the action, never by the one that is to do it")]
    NotTheAssigner,
    #[error("the action is {}", word(*state))]
    State { state: ActionState },
}

impl Reject for Rejection {
    fn refusal(&self) -> Refusal {
        match self {
            Rejection::Invalid(invalid) => Refusal::invalid(invalid),
            Rejection::NotFound => Refusal::not_found("action_id"),
            Rejection::IdTaken => Refusal::new(AlreadyExists, Reason::IdTaken.as_str_name()).on("action_id"),
            Rejection::NotAMember { partner_id } => {
                Refusal::not_now(Reason::NotAMember.as_str_name()).on("assigned_to").with("partner_id", partner_id)
            }
            Rejection::NotTheAssignee => denied(Reason::NotTheAssignee),
            Rejection::OwnAction => denied(Reason::OwnAction),
            Rejection::NotTheAssigner => denied(Reason::NotTheAssigner),
            Rejection::State { state } => {
                Refusal::not_now(Reason::ActionState.as_str_name()).with("state", state_name(*state))
            }
        }
    }
}

fn denied(reason: Reason) -> Refusal {
    Refusal::new(Denied, reason.as_str_name())
}

fn word(state: ActionState) -> &'static str {
    match state {
        ActionState::Open | ActionState::Unspecified => "still open: nobody has said that it is done",
        ActionState::Done => "done, and waits for another member to look at it",
        ActionState::Verified => "done and verified",
    }
}

fn state_name(state: ActionState) -> &'static str {
    match state {
        ActionState::Open | ActionState::Unspecified => "open",
        ActionState::Done => "done",
        ActionState::Verified => "verified",
    }
}
