//! Why listing what a leaver has open can be refused.

use contract::common::Reason;
use kernel::{Invalid, Refusal, Reject};

#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Rejection {
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error("what a partner that leaves has open is listed by itself")]
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
