//! Why a command about an organisation is refused.

use contract::common::Reason;
use kernel::{
    Invalid, Refusal, Reject,
    reject::Kind::{AlreadyExists, Denied},
};

#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Rejection {
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error("your organisation registers itself only: give its own id, {own:?}, as partner_id")]
    OnlyItself { own: String },
    #[error("an organisation with other details is already registered under this id")]
    IdTaken,
}

impl Reject for Rejection {
    fn refusal(&self) -> Refusal {
        match self {
            Rejection::Invalid(invalid) => Refusal::invalid(invalid),
            Rejection::OnlyItself { .. } => {
                Refusal::new(Denied, Reason::PermissionDenied.as_str_name()).on("partner_id")
            }
            Rejection::IdTaken => Refusal::new(AlreadyExists, Reason::IdTaken.as_str_name()).on("partner_id"),
        }
    }
}
