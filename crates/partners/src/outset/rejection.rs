//! Why a command about expectations is refused.

use contract::common::Reason;
use kernel::{
    Invalid, Refusal, Reject,
    reject::Kind::{AlreadyExists, Denied},
};

#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Rejection {
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error("there is no such expectation in this partnership")]
    NotFound,
    #[error("another expectation is already stated under this id")]
    IdTaken,
    #[error("only the partners of a partnership state what they expect of each other")]
    NotAMember,
    #[error("expectations are sealed until every founder has stated its own; missing: {missing}")]
    StillSealed { missing: usize },
    #[error("the expectation is not of your organisation")]
    NotExpectedOf,
    #[error("the key of the expectations is gone: the node's operator has to restore it from its backup")]
    KeyGone,
}

impl Reject for Rejection {
    fn refusal(&self) -> Refusal {
        match self {
            Rejection::Invalid(invalid) => Refusal::invalid(invalid),
            Rejection::NotFound => Refusal::not_found("expectation_id"),
            Rejection::IdTaken => Refusal::new(AlreadyExists, Reason::IdTaken.as_str_name()).on("expectation_id"),
            Rejection::NotAMember => Refusal::new(Denied, Reason::NotAMember.as_str_name()),
            Rejection::StillSealed { missing } => {
                Refusal::not_now(Reason::StillSealed.as_str_name()).with("missing", missing.to_string())
            }
            Rejection::NotExpectedOf => Refusal::new(Denied, Reason::NotExpectedOf.as_str_name()).on("expectation_id"),
            Rejection::KeyGone => Refusal::not_now(Reason::StillSealed.as_str_name()),
        }
    }
}
