//! Why a command about a partnership is refused.

use contract::common::Reason;
use kernel::{
    Invalid, Refusal, Reject,
    reject::Kind::{AlreadyExists, Denied},
};

#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Rejection {
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error("there is no such partnership here")]
    NotFound,
    #[error("{partner_id} is not registered in the directory; if it has just been, give the receipt's as_of")]
    UnknownPartner { field: &'static str, partner_id: String },
    #[error("a partnership with another draft is already known under this id")]
    PartnershipTaken,
    #[error("another participant is already listed under this id")]
    ParticipantTaken,
    #[error("only the node's operator may give a source, and it must: what it lists is what a source says")]
    SourceIsTheOperators,
    #[error("the founders must include your own organisation")]
    FounderMissing,
    #[error("your organisation is no member of this partnership with a voice")]
    NotAMember,
    #[error("the partner is already invited or a member; changing its roles is another matter")]
    AlreadyAMember,
    #[error("the members are already asked to admit this partner, in other roles")]
    AlreadyProposed,
    #[error("your organisation has not been invited to this partnership")]
    NotInvited,
    #[error("the charter is at version {current}, not {named}: read it, then accept that version")]
    CharterVersion { named: u32, current: u32 },
}

impl Reject for Rejection {
    fn refusal(&self) -> Refusal {
        match self {
            Rejection::Invalid(invalid) => Refusal::invalid(invalid),
            Rejection::NotFound => Refusal::not_found("partnership_id"),
            Rejection::UnknownPartner { field, partner_id } => Refusal::not_found(field).with("partner_id", partner_id),
            Rejection::PartnershipTaken => taken("partnership_id"),
            Rejection::ParticipantTaken => taken("participant_id"),
            Rejection::SourceIsTheOperators => denied(Reason::SourceIsTheOperators).on("source"),
            Rejection::FounderMissing => denied(Reason::FounderMissing).on("founders"),
            Rejection::NotAMember => denied(Reason::NotAMember),
            Rejection::AlreadyAMember => {
                Refusal::new(AlreadyExists, Reason::AlreadyAMember.as_str_name()).on("partner_id")
            }
            Rejection::AlreadyProposed => not_now(Reason::AlreadyProposed).on("partner_id"),
            Rejection::NotInvited => denied(Reason::NotInvited),
            Rejection::CharterVersion { named, current } => not_now(Reason::CharterVersion)
                .on("charter_version")
                .with("named", named.to_string())
                .with("current", current.to_string()),
        }
    }
}

fn taken(field: &'static str) -> Refusal {
    Refusal::new(AlreadyExists, Reason::IdTaken.as_str_name()).on(field)
}

fn denied(reason: Reason) -> Refusal {
    Refusal::new(Denied, reason.as_str_name())
}

fn not_now(reason: Reason) -> Refusal {
    Refusal::not_now(reason.as_str_name())
}
