//! Why a partnership is not measured: it is not for callers to say when.

use contract::common::Reason;
use kernel::{Invalid, Refusal, Reject};

#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Rejection {
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error(
        "a partnership is measured at each review, and once a day where something has changed: no caller says when"
    )]
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
