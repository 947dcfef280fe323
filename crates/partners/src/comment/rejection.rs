//! Why a command about a comment is refused.

use contract::common::Reason;
use kernel::{Invalid, Refusal, Reject, reject::Kind::AlreadyExists};

#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Rejection {
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error("another comment is already known under this id, and stays as it was said: say more in a new one")]
    IdTaken,
}

impl Reject for Rejection {
    fn refusal(&self) -> Refusal {
        match self {
            Rejection::Invalid(invalid) => Refusal::invalid(invalid),
            Rejection::IdTaken => Refusal::new(AlreadyExists, Reason::IdTaken.as_str_name()).on("comment_id"),
        }
    }
}
