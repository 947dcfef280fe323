//! Why reciprocity is not measured.

use contract::common::Reason;
use kernel::{Invalid, Refusal, Reject};

#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Rejection {
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error("the service measures this by itself: it is not for callers")]
    NotForCallers,
}

impl Reject for Rejection {
    fn refusal(&self) -> Refusal {
        match self {
            Rejection::Invalid(invalid) => Refusal::invalid(invalid),
            Rejection::NotForCallers => Refusal::denied(Reason::NotForCallers.as_str_name()),
        }
    }
}
