//! Why a reminder is refused: never by a rule.

use kernel::{Invalid, Refusal, Reject};

#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Rejection {
    #[error(transparent)]
    Invalid(#[from] Invalid),
}

impl Reject for Rejection {
    fn refusal(&self) -> Refusal {
        let Rejection::Invalid(invalid) = self;
        Refusal::invalid(invalid)
    }
}
