//! Why a command about a calendar can be refused.

use contract::common::Reason;
use kernel::{Invalid, Refusal, Reject, reject::Kind};

#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Rejection {
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error("another calendar stands under this id: leave the id empty, or choose another")]
    IdTaken,
}

impl Reject for Rejection {
    fn refusal(&self) -> Refusal {
        match self {
            Rejection::Invalid(invalid) => Refusal::invalid(invalid),
            Rejection::IdTaken => Refusal::new(Kind::AlreadyExists, Reason::IdTaken.as_str_name()).on("calendar_id"),
        }
    }
}
