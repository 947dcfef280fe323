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
    #[error("there is no such organisation in the directory")]
    NotFound,
    #[error("your organisation says this of itself only: give its own id, {own:?}, as partner_id")]
    OnlyItsOwn { own: String },
    #[error("no organisation looks into itself: this is for another one to record")]
    AboutItself,
    #[error(
        "how {person:?} is reached was never said for this organisation: give the opaque id it was appointed under"
    )]
    NoContact { person: String },
}

impl Reject for Rejection {
    fn refusal(&self) -> Refusal {
        match self {
            Rejection::Invalid(invalid) => Refusal::invalid(invalid),
            Rejection::NotFound => Refusal::not_found("partner_id"),
            Rejection::NoContact { .. } => Refusal::not_found("person"),
            Rejection::AboutItself => Refusal::new(Denied, Reason::AboutItself.as_str_name()).on("partner_id"),
            Rejection::OnlyItself { .. } | Rejection::OnlyItsOwn { .. } => {
                Refusal::new(Denied, Reason::PermissionDenied.as_str_name()).on("partner_id")
            }
            Rejection::IdTaken => Refusal::new(AlreadyExists, Reason::IdTaken.as_str_name()).on("partner_id"),
        }
    }
}
