//! Why a command about a finding is refused.

use contract::{common::Reason, evaluation::LinkedKind};
use kernel::{
    Invalid, Refusal, Reject,
    reject::Kind::{AlreadyExists, Denied},
};

use super::decisions::LINKS_MAX;

#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Rejection {
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error("there is no such finding in this partnership")]
    NotFound,
    #[error("another finding stands under this id already")]
    IdTaken,
    #[error("there is no {} {} in this partnership", word(*.0), .1)]
    LinkNotFound(LinkedKind, String),
    #[error("a finding has to do with at most {LINKS_MAX} things")]
    TooManyLinks,
    #[error("who recorded the finding has taken it back")]
    Withdrawn,
    #[error("only who recorded the finding takes it back; what was drawn from figures stands")]
    NotYours,
    #[error("the service draws findings from figures itself; use RecordFinding")]
    NotForCallers,
}

impl Reject for Rejection {
    fn refusal(&self) -> Refusal {
        let on = "finding_id";
        match self {
            Rejection::Invalid(invalid) => Refusal::invalid(invalid),
            Rejection::NotFound => Refusal::not_found(on),
            Rejection::IdTaken => Refusal::new(AlreadyExists, Reason::IdTaken.as_str_name()).on(on),
            Rejection::LinkNotFound(..) => Refusal::not_found("links.id"),
            Rejection::TooManyLinks => Refusal::not_now(Reason::TooMany.as_str_name()).on("links"),
            Rejection::Withdrawn => Refusal::not_now(Reason::FindingWithdrawn.as_str_name()).on(on),
            Rejection::NotYours => Refusal::new(Denied, Reason::NotYourFinding.as_str_name()).on(on),
            Rejection::NotForCallers => Refusal::denied(Reason::NotForCallers.as_str_name()),
        }
    }
}

fn word(kind: LinkedKind) -> &'static str {
    match kind {
        LinkedKind::Goal => "goal",
        LinkedKind::Decision => "decision",
        LinkedKind::Practice => "practice",
        LinkedKind::Activity => "activity",
        LinkedKind::Indicator => "indicator",
        LinkedKind::Study => "study",
        LinkedKind::Unspecified => "thing",
    }
}
