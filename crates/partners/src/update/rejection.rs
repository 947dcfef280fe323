//! Why a command about an update is refused.

use contract::common::Reason;
use kernel::{
    Invalid, Refusal, Reject,
    reject::Kind::{AlreadyExists, Denied},
};

#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Rejection {
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error("there is no such update in this partnership")]
    NotFound,
    #[error("another update is already known under this id")]
    IdTaken,
    #[error("{partner_id} does not belong to this partnership")]
    NotAMember { partner_id: String },
    #[error("the update does not affect your organisation: there is nothing to take note of")]
    NotAffected,
}

impl Reject for Rejection {
    fn refusal(&self) -> Refusal {
        match self {
            Rejection::Invalid(invalid) => Refusal::invalid(invalid),
            Rejection::NotFound => Refusal::not_found("update_id"),
            Rejection::IdTaken => Refusal::new(AlreadyExists, Reason::IdTaken.as_str_name()).on("update_id"),
            Rejection::NotAMember { partner_id } => {
                Refusal::not_now(Reason::NotAMember.as_str_name()).on("affects").with("partner_id", partner_id)
            }
            Rejection::NotAffected => Refusal::new(Denied, Reason::NotAffected.as_str_name()),
        }
    }
}
