//! Why a command about a concern is refused.

use contract::{common::Reason, partners::ConcernState};
use jiff::Timestamp;
use kernel::{
    Invalid, Refusal, Reject,
    reject::Kind::{AlreadyExists, Denied},
};

#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Rejection {
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error("there is no such concern in this partnership")]
    NotFound,
    #[error("another concern is already known under this id")]
    IdTaken,
    #[error("{partner_id} takes no part in this partnership now: a concern is about those that do")]
    NotAMember { partner_id: String },
    #[error("only who raised the concern confirms, withdraws or reopens it: nobody resolves another's concern")]
    NotTheRaiser,
    #[error(
        "your organisation has not raised this concern, it is not about it, and it was not taken to it as mediator"
    )]
    NotConcerned,
    #[error("the concern has ended: {}", word(*.state))]
    Ended { state: ConcernState },
    #[error("the concern is open: there is nothing to reopen")]
    Open,
    #[error("the concern could be opened again until {reopen_by}: raise it anew")]
    ReopenTooLate { reopen_by: Timestamp },
    #[error("the concern's raiser is a member and may still speak; it closes as unresolved when that one leaves{}", silent(*.confirm_by))]
    RaiserMaySpeak { confirm_by: Option<Timestamp> },
    #[error("the concern is already with {}", with(*.state))]
    AlreadyEscalated { state: ConcernState },
    #[error("the charter names no mediator that stands apart from this concern: put it to a decision")]
    NoMediator,
}

impl Reject for Rejection {
    fn refusal(&self) -> Refusal {
        match self {
            Rejection::Invalid(invalid) => Refusal::invalid(invalid),
            Rejection::NotFound => Refusal::not_found("concern_id"),
            Rejection::IdTaken => Refusal::new(AlreadyExists, Reason::IdTaken.as_str_name()).on("concern_id"),
            Rejection::NotAMember { partner_id } => {
                not_now(Reason::NotAMember).on("about").with("partner_id", partner_id)
            }
            Rejection::NotTheRaiser => denied(Reason::NotTheRaiser),
            Rejection::NotConcerned => denied(Reason::NotConcerned),
            Rejection::Ended { state } => not_now(Reason::ConcernEnded).with("state", state.as_str_name()),
            Rejection::Open => not_now(Reason::ConcernOpen),
            Rejection::ReopenTooLate { reopen_by } => {
                not_now(Reason::ReopenTooLate).with("reopen_by", reopen_by.to_string())
            }
            Rejection::RaiserMaySpeak { confirm_by: None } => not_now(Reason::RaiserMaySpeak),
            Rejection::RaiserMaySpeak { confirm_by: Some(at) } => {
                not_now(Reason::RaiserMaySpeak).with("confirm_by", at.to_string())
            }
            Rejection::NoMediator => not_now(Reason::NoMediator).on("to"),
            Rejection::AlreadyEscalated { state } => {
                not_now(Reason::AlreadyEscalated).with("state", state.as_str_name())
            }
        }
    }
}

fn word(state: ConcernState) -> &'static str {
    match state {
        ConcernState::Resolved => "its raiser has confirmed that it is resolved",
        ConcernState::Withdrawn => "its raiser has withdrawn it",
        _ => "it was closed as unresolved",
    }
}

fn with(state: ConcernState) -> &'static str {
    if state == ConcernState::PutToDecision { "the members, who are deciding" } else { "the mediator" }
}

fn silent(confirm_by: Option<Timestamp>) -> String {
    confirm_by.map_or_else(String::new, |at| format!(", or stays silent until {at}"))
}

fn denied(reason: Reason) -> Refusal {
    Refusal::new(Denied, reason.as_str_name())
}

fn not_now(reason: Reason) -> Refusal {
    Refusal::not_now(reason.as_str_name())
}
