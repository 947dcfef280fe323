//! Why a command about an indicator can be refused.

use contract::common::Reason;
use kernel::{Invalid, Refusal, Reject, reject::Kind, source::SourceIsTheOperators};

#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Rejection {
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error(transparent)]
    Source(#[from] SourceIsTheOperators),
    #[error("there is no such partnership")]
    NoPartnership,
    #[error("another indicator stands under this id: leave the id empty, or choose another")]
    IdTaken,
}

impl Reject for Rejection {
    fn refusal(&self) -> Refusal {
        match self {
            Rejection::Invalid(invalid) => Refusal::invalid(invalid),
            Rejection::Source(source) => source.refusal(),
            Rejection::NoPartnership => Refusal::not_found("partnership_id"),
            Rejection::IdTaken => Refusal::new(Kind::AlreadyExists, Reason::IdTaken.as_str_name()).on("indicator_id"),
        }
    }
}
