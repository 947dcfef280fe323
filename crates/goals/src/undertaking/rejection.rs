//! Why a command about an undertaking is refused.

use contract::{
    common::Reason,
    goals::{GoalState, RenegotiationState, UndertakingState},
};
use kernel::{
    Invalid, Refusal, Reject,
    reject::Kind::{AlreadyExists, Denied, Invalid as IsInvalid},
};

use crate::tree::rejection::words;

#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Rejection {
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error("the partnership is not active: nothing new is promised in it")]
    PartnershipNotActive,
    #[error("there is no such undertaking in this partnership")]
    NotFound,
    #[error("another one stands under this id: leave the id empty, or choose another")]
    IdTaken { field: &'static str },
    #[error("there is no such goal in this partnership")]
    GoalNotFound,
    #[error("the goal is {}; something is promised towards adopted goals, or towards none", words(*.0))]
    GoalNotActive(GoalState),
    #[error("there is no such activity under way in this partnership")]
    ActivityNotFound,
    #[error("{partner_id} takes no part in this partnership")]
    NotAMember { field: &'static str, partner_id: String },
    #[error("nobody promises something to its own organisation")]
    PromisedToItself,
    #[error("it is promised to your own organisation: release it, or let another take it over")]
    PromisedToTaker,
    #[error("the undertaking is {}", word(*state))]
    State { state: UndertakingState },
    #[error("only the partner that promised it says that it is done")]
    NotTheGiver,
    #[error("your own organisation promised it: it is for whom it was promised to")]
    OwnUndertaking,
    #[error("it is for whom it was promised to, and that is not your organisation")]
    NotTheReceiver,
    #[error(
        "it was promised to all members: its giver asks to be released in a renegotiation, and another member agrees"
    )]
    PromisedToAll,
    #[error("other terms are asked for already: they are answered or taken back first")]
    RenegotiationOpen { renegotiation_id: String },
    #[error("other terms have been asked for {0} times, the most there may be")]
    TooManyRenegotiations(usize),
    #[error("there is no such renegotiation of this undertaking")]
    RenegotiationNotFound,
    #[error("the terms asked for are {}", answered(*state))]
    RenegotiationState { state: RenegotiationState },
    #[error("the terms asked for are for the other side to answer")]
    OwnRenegotiation,
    #[error("only who asked for other terms takes that back")]
    NotTheAsker,
    #[error("the day asked for, {due_on}, has passed: a later one is to be asked for")]
    DayPassed { due_on: String },
    #[error("the partner that promised it stays in the partnership: only what a leaver promised is taken over")]
    GiverStays,
    #[error("the service says this by itself: it is not for callers")]
    NotForCallers,
}

impl Reject for Rejection {
    fn refusal(&self) -> Refusal {
        match self {
            Rejection::Invalid(invalid) => Refusal::invalid(invalid),
            Rejection::PartnershipNotActive => not_now(Reason::PartnershipNotActive),
            Rejection::NotFound => Refusal::not_found("undertaking_id"),
            Rejection::IdTaken { field } => Refusal::new(AlreadyExists, Reason::IdTaken.as_str_name()).on(field),
            Rejection::GoalNotFound => Refusal::not_found("goal_id"),
            Rejection::GoalNotActive(state) => {
                not_now(Reason::GoalState).on("goal_id").with("state", state.as_str_name())
            }
            Rejection::ActivityNotFound => Refusal::not_found("activity_id"),
            Rejection::NotAMember { field, partner_id } => {
                not_now(Reason::NotAMember).on(field).with("partner_id", partner_id)
            }
            Rejection::PromisedToItself => {
                Refusal::new(IsInvalid, Reason::PromisedToItself.as_str_name()).on("to_partner_id")
            }
            Rejection::PromisedToTaker => denied(Reason::PromisedToItself),
            Rejection::State { state } => {
                not_now(Reason::UndertakingState).on("undertaking_id").with("state", state.as_str_name())
            }
            Rejection::NotTheGiver => denied(Reason::NotTheGiver),
            Rejection::OwnUndertaking => denied(Reason::OwnUndertaking),
            Rejection::NotTheReceiver => denied(Reason::NotTheReceiver),
            Rejection::PromisedToAll => denied(Reason::PromisedToAll),
            Rejection::RenegotiationOpen { renegotiation_id } => {
                not_now(Reason::RenegotiationOpen).on("undertaking_id").with("renegotiation_id", renegotiation_id)
            }
            Rejection::TooManyRenegotiations(_) => not_now(Reason::TooManyRenegotiations).on("undertaking_id"),
            Rejection::RenegotiationNotFound => Refusal::not_found("renegotiation_id"),
            Rejection::RenegotiationState { state } => {
                not_now(Reason::RenegotiationState).on("renegotiation_id").with("state", state.as_str_name())
            }
            Rejection::OwnRenegotiation => denied(Reason::OwnRenegotiation).on("renegotiation_id"),
            Rejection::NotTheAsker => denied(Reason::NotTheAsker).on("renegotiation_id"),
            Rejection::DayPassed { due_on } => not_now(Reason::DayPassed).on("renegotiation_id").with("due_on", due_on),
            Rejection::GiverStays => not_now(Reason::GiverStays).on("undertaking_id"),
            Rejection::NotForCallers => Refusal::denied(Reason::NotForCallers.as_str_name()),
        }
    }
}

fn not_now(reason: Reason) -> Refusal {
    Refusal::not_now(reason.as_str_name())
}

fn denied(reason: Reason) -> Refusal {
    Refusal::new(Denied, reason.as_str_name()).on("undertaking_id")
}

fn word(state: UndertakingState) -> &'static str {
    match state {
        UndertakingState::Open | UndertakingState::Unspecified => "still open: nobody has said that it is done",
        UndertakingState::Fulfilled => "fulfilled, and waits to be confirmed or returned",
        UndertakingState::Confirmed => "fulfilled and confirmed",
        UndertakingState::Released => "released: it is owed no longer",
    }
}

fn answered(state: RenegotiationState) -> &'static str {
    match state {
        RenegotiationState::Open | RenegotiationState::Unspecified => "not answered yet",
        RenegotiationState::Agreed => "agreed already",
        RenegotiationState::Declined => "declined already",
        RenegotiationState::Withdrawn => "taken back",
        RenegotiationState::Dropped => "void: the undertaking was fulfilled, handed over or ended first",
    }
}
