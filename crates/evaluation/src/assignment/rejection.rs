//! Why a command about an assignment can be refused.

use contract::common::Reason;
use kernel::{Invalid, Refusal, Reject, reject::Kind};

#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Rejection {
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error("the partnership is not active: nothing is assigned in it")]
    PartnershipNotActive,
    #[error("another assignment stands under this id: leave the id empty, or choose another")]
    IdTaken,
    #[error("there is no such indicator in this partnership: define it first")]
    NoIndicator,
    #[error("a source published this indicator: what others publish is assigned to nobody")]
    IndicatorAsPublished,
    #[error("there is no such calendar in this partnership: define it first")]
    NoCalendar,
    #[error("only a member with a voice reports")]
    NotAMember,
    #[error("only another member, or a verifier of this partnership, verifies")]
    NotAVerifier,
    #[error("nobody verifies what it, or an affiliate of it, reports: name another")]
    OwnReport,
    #[error("the partner reports this indicator in some of these periods already: end assignment {0} first")]
    AlreadyAssigned(String),
    #[error("there is no such assignment in this partnership")]
    NotFound,
    #[error("the assignment has ended already, for another reason")]
    Ended,
    #[error("reports fall due by themselves, when their periods are over")]
    NotForCallers,
}

impl Reject for Rejection {
    fn refusal(&self) -> Refusal {
        let denied = |reason: Reason| Refusal::denied(reason.as_str_name());
        match self {
            Rejection::Invalid(invalid) => Refusal::invalid(invalid),
            Rejection::PartnershipNotActive => Refusal::not_now(Reason::PartnershipNotActive.as_str_name()),
            Rejection::IdTaken => Refusal::new(Kind::AlreadyExists, Reason::IdTaken.as_str_name()).on("assignment_id"),
            Rejection::NoIndicator => Refusal::not_found("indicator_id"),
            Rejection::IndicatorAsPublished => denied(Reason::ListedByASource).on("indicator_id"),
            Rejection::NoCalendar => Refusal::not_found("calendar_id"),
            Rejection::NotAMember => Refusal::not_now(Reason::NotAMember.as_str_name()).on("partner_id"),
            Rejection::NotAVerifier => Refusal::not_now(Reason::NotAMember.as_str_name()).on("verifier_partner_id"),
            Rejection::OwnReport => denied(Reason::OwnReport).on("verifier_partner_id"),
            Rejection::AlreadyAssigned(assignment_id) => {
                Refusal::new(Kind::AlreadyExists, Reason::AlreadyAssigned.as_str_name())
                    .on("partner_id")
                    .with("assignment_id", assignment_id)
            }
            Rejection::NotFound => Refusal::not_found("assignment_id"),
            Rejection::Ended => Refusal::not_now(Reason::AssignmentEnded.as_str_name()).on("assignment_id"),
            Rejection::NotForCallers => denied(Reason::NotForCallers),
        }
    }
}
