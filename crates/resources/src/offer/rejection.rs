//! Why a command about an offer is refused.

use contract::common::Reason;
use kernel::{Invalid, Refusal, Reject, reject::Kind::AlreadyExists};

#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Rejection {
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error("another offer is already open under this id")]
    IdTaken,
}

impl Reject for Rejection {
    fn refusal(&self) -> Refusal {
        match self {
            Rejection::Invalid(invalid) => Refusal::invalid(invalid),
            Rejection::IdTaken => Refusal::new(AlreadyExists, Reason::IdTaken.as_str_name()).on("offer_id"),
        }
    }
}
