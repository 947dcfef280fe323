//! Why a period can't be closed.

use contract::common::Reason;
use kernel::{Invalid, Refusal, Reject};

#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Rejection {
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error("only members that answer for results, and verifiers, close a period")]
    MayNotLock,
}

impl Reject for Rejection {
    fn refusal(&self) -> Refusal {
        match self {
            Rejection::Invalid(invalid) => Refusal::invalid(invalid),
            Rejection::MayNotLock => Refusal::denied(Reason::MayNotLock.as_str_name()),
        }
    }
}
