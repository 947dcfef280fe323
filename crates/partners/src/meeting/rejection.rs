//! Why a command about a meeting is refused.

use contract::common::Reason;
use jiff::Timestamp;
use kernel::{
    Invalid, Refusal, Reject,
    reject::Kind::{AlreadyExists, Denied},
};

#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Rejection {
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error("there is no such meeting in this partnership")]
    NotFound,
    #[error("another meeting is already known under this id")]
    IdTaken,
    #[error("another item of the agenda is already known under this id")]
    ItemTaken,
    #[error("the meeting has begun, at {starts_at}: its time and agenda are fixed")]
    Begun { starts_at: Timestamp },
    #[error("the meeting begins at {starts_at}: what came of it cannot be recorded before")]
    NotBegun { starts_at: Timestamp },
    #[error("the meeting was called off")]
    Cancelled,
    #[error("{partner_id} does not belong to this partnership")]
    NotAMember { partner_id: String },
    #[error("record first who was present: they approve the minutes")]
    AttendanceMissing,
    #[error("nobody has recorded minutes of this meeting yet")]
    NoMinutes,
    #[error("the minutes wait to be approved: have them returned first")]
    MinutesWait,
    #[error("the minutes are agreed, and stay as they are")]
    MinutesAgreed,
    #[error("the minutes were given back: read the next version")]
    MinutesReturned,
    #[error("the minutes are at version {current}, not {named}: read that version, then approve or return it")]
    MinutesVersion { named: u32, current: u32 },
    #[error("your organisation wrote these minutes: others that were present approve or return them")]
    OwnMinutes,
    #[error("your organisation was not present at this meeting")]
    NotPresent,
    #[error("your organisation had no voice at this meeting: the members approve the minutes")]
    NoVoice,
}

impl Reject for Rejection {
    fn refusal(&self) -> Refusal {
        match self {
            Rejection::Invalid(invalid) => Refusal::invalid(invalid),
            Rejection::NotFound => Refusal::not_found("meeting_id"),
            Rejection::IdTaken => taken("meeting_id"),
            Rejection::ItemTaken => taken("item_id"),
            Rejection::Begun { starts_at } => not_now(Reason::MeetingBegun).with("starts_at", starts_at.to_string()),
            Rejection::NotBegun { starts_at } => {
                not_now(Reason::MeetingNotBegun).with("starts_at", starts_at.to_string())
            }
            Rejection::Cancelled => not_now(Reason::MeetingCancelled),
            Rejection::NotAMember { partner_id } => {
                not_now(Reason::NotAMember).on("present").with("partner_id", partner_id)
            }
            Rejection::AttendanceMissing => not_now(Reason::AttendanceMissing),
            Rejection::NoMinutes => not_now(Reason::MinutesState).with("state", "missing"),
            Rejection::MinutesWait => not_now(Reason::MinutesState).with("state", "recorded"),
            Rejection::MinutesAgreed => not_now(Reason::MinutesState).with("state", "agreed"),
            Rejection::MinutesReturned => not_now(Reason::MinutesState).with("state", "returned"),
            Rejection::MinutesVersion { named, current } => not_now(Reason::MinutesVersion)
                .on("version")
                .with("named", named.to_string())
                .with("current", current.to_string()),
            Rejection::OwnMinutes => denied(Reason::OwnMinutes),
            Rejection::NotPresent => denied(Reason::NotPresent),
            Rejection::NoVoice => denied(Reason::NotAMember),
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
