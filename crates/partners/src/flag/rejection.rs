//! Why a command about a flag is refused.

use contract::common::Reason;
use jiff::civil::Date;
use kernel::{
    Invalid, Refusal, Reject,
    reject::Kind::{AlreadyExists, Denied},
};

#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Rejection {
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error("there is no such flag here")]
    NotFound,
    #[error("your organisation has no standing in that partnership that allows this")]
    NoStanding,
    #[error("another flag is already known under this id")]
    IdTaken,
    #[error("no organisation warns of itself")]
    AboutItself,
    #[error("who warns of a partner works with it: the two share no partnership, or not the one named")]
    NoSharedPartnership,
    #[error("your organisation has already flagged this partner there, under {flag_id}: renew or clear that one")]
    AlreadyFlagged { flag_id: String },
    #[error("the flag is cleared, or its review date has come")]
    Ended,
    #[error("only the flagged partner contests a flag")]
    NotTheFlagged,
    #[error("only who raised the flag renews it, and only that one or the node's operator clears it")]
    NotTheFlagger,
    #[error("the flag stands until its review date, {review_on}")]
    Stands { review_on: Date },
}

impl Reject for Rejection {
    fn refusal(&self) -> Refusal {
        match self {
            Rejection::Invalid(invalid) => Refusal::invalid(invalid),
            Rejection::NotFound => Refusal::not_found("flag_id"),
            Rejection::NoStanding => denied(Reason::PermissionDenied),
            Rejection::IdTaken => Refusal::new(AlreadyExists, Reason::IdTaken.as_str_name()).on("flag_id"),
            Rejection::AboutItself => denied(Reason::AboutItself).on("partner_id"),
            Rejection::NoSharedPartnership => denied(Reason::NoSharedPartnership).on("partner_id"),
            Rejection::AlreadyFlagged { flag_id } => not_now(Reason::AlreadyFlagged).with("flag_id", flag_id),
            Rejection::Ended => not_now(Reason::FlagEnded),
            Rejection::NotTheFlagged => denied(Reason::NotTheFlagged),
            Rejection::NotTheFlagger => denied(Reason::NotTheFlagger),
            Rejection::Stands { review_on } => not_now(Reason::FlagStands).with("review_on", review_on.to_string()),
        }
    }
}

fn denied(reason: Reason) -> Refusal {
    Refusal::new(Denied, reason.as_str_name())
}

fn not_now(reason: Reason) -> Refusal {
    Refusal::not_now(reason.as_str_name())
}
