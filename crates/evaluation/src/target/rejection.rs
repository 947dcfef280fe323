//! Why a command about a target can be refused. Targets are followed by reactions only.

use contract::common::Reason;
use kernel::{Invalid, Refusal, Reject, reject::Kind};

#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Rejection {
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error("targets follow adopted goals and verified measurements by themselves")]
    NotForCallers,
    #[error("another goal's target stands under this id")]
    IdTaken,
    #[error("there is no such target in this partnership")]
    NotFound,
}

impl Reject for Rejection {
    fn refusal(&self) -> Refusal {
        match self {
            Rejection::Invalid(invalid) => Refusal::invalid(invalid),
            Rejection::NotForCallers => Refusal::denied(Reason::NotForCallers.as_str_name()),
            Rejection::IdTaken => {
                Refusal::new(Kind::AlreadyExists, Reason::IdTaken.as_str_name()).on("target.target_id")
            }
            Rejection::NotFound => Refusal::not_found("target_id"),
        }
    }
}
