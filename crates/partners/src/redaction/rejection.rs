//! Why a command about a redaction is refused.

use contract::common::Reason;
use kernel::{
    Invalid, Refusal, Reject,
    reject::Kind::{AlreadyExists, Denied, NotFound},
};

#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Rejection {
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error("there is no such redaction in this partnership")]
    NotFound,
    #[error("another redaction is already known under this id")]
    IdTaken,
    #[error(
        "a text is taken out of a comment, an update, a meeting's minutes, a check-in or a concern; what was put to the \
         members and what they decided stays"
    )]
    NotRedactable,
    #[error("{partner_id} has written nothing there that can be taken out: name what it stands in, and who wrote it")]
    NothingWritten { partner_id: String },
    #[error("only members with a voice ask the others to take out what another wrote, or what minutes say")]
    NoVoice,
    #[error("the members are already asked to take this out")]
    AlreadyProposed { redaction_id: String },
}

impl Reject for Rejection {
    fn refusal(&self) -> Refusal {
        match self {
            Rejection::Invalid(invalid) => Refusal::invalid(invalid),
            Rejection::NotFound => Refusal::not_found("redaction_id"),
            Rejection::IdTaken => Refusal::new(AlreadyExists, Reason::IdTaken.as_str_name()).on("redaction_id"),
            Rejection::NotRedactable => Refusal::not_now(Reason::NotRedactable.as_str_name()).on("about"),
            Rejection::NothingWritten { partner_id } => {
                let refusal = Refusal::new(NotFound, Reason::NothingWritten.as_str_name()).on("about_id");
                refusal.with("partner_id", partner_id)
            }
            Rejection::NoVoice => Refusal::new(Denied, Reason::NotAMember.as_str_name()),
            Rejection::AlreadyProposed { redaction_id } => {
                Refusal::not_now(Reason::AlreadyProposed.as_str_name()).with("redaction_id", redaction_id)
            }
        }
    }
}
