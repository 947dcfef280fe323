//! Why a check-in is refused.

use contract::common::Reason;
use kernel::{Invalid, Refusal, Reject, reject::Kind::AlreadyExists};

#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Rejection {
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error("another check-in is already known under this id")]
    IdTaken,
    #[error("{partner_id} does not belong to this partnership: ask a partner that does for help")]
    NotAMember { partner_id: String },
    #[error("your organisation has checked in for the period from {starts_on} on: revise check-in {check_in_id}")]
    Given { check_in_id: String, starts_on: String },
    #[error("your organisation has checked in since, for the period from {starts_on} on: this one stays as it is")]
    Over { check_in_id: String, starts_on: String },
}

impl Reject for Rejection {
    fn refusal(&self) -> Refusal {
        match self {
            Rejection::Invalid(invalid) => Refusal::invalid(invalid),
            Rejection::IdTaken => Refusal::new(AlreadyExists, Reason::IdTaken.as_str_name()).on("check_in_id"),
            Rejection::NotAMember { partner_id } => Refusal::not_now(Reason::NotAMember.as_str_name())
                .on("help_wanted.partner_id")
                .with("partner_id", partner_id),
            Rejection::Given { check_in_id, starts_on: _ } | Rejection::Over { check_in_id, starts_on: _ } => {
                Refusal::not_now(Reason::CheckInGiven.as_str_name()).with("check_in_id", check_in_id)
            }
        }
    }
}
