//! Why a command about a publication is refused.

use contract::common::Reason;
use kernel::{Invalid, Refusal, Reject, reject::Kind::AlreadyExists};

#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Rejection {
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error("there is no such partnership here; if it has just been formed, give the receipt's as_of")]
    NoPartnership,
    #[error("what another activity, or another document, says is already kept under this id")]
    IdTaken,
}

impl Reject for Rejection {
    fn refusal(&self) -> Refusal {
        match self {
            Rejection::Invalid(invalid) => Refusal::invalid(invalid),
            Rejection::NoPartnership => Refusal::not_found("partnership_id"),
            Rejection::IdTaken => Refusal::new(AlreadyExists, Reason::IdTaken.as_str_name()).on("publication_id"),
        }
    }
}
