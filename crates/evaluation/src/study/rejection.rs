//! Why a command about a study is refused.

use contract::common::Reason;
use kernel::{
    Invalid, Refusal, Reject,
    reject::Kind::{AlreadyExists, Denied, Invalid as IsInvalid},
};

use super::decisions::CORRECTIONS_MAX;

#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Rejection {
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error("there is no such study in this partnership")]
    NotFound,
    #[error("another study stands under this id already")]
    IdTaken,
    #[error(
        "there is no such indicator in this partnership: define it first, or say what is measured and in which unit"
    )]
    NoIndicator,
    #[error("there is no such goal in this partnership")]
    NoGoal,
    #[error("the study is closed: what was recorded in it stands")]
    Closed,
    #[error("who opened the study has taken it back")]
    Withdrawn,
    #[error("only who opened the study closes it or takes it back")]
    NotYours,
    #[error("this group is recorded at this time already: correct it, and say why")]
    AlreadyRecorded,
    #[error("this group is not recorded at this time yet: record it")]
    NotRecorded,
    #[error("only who recorded these means corrects them")]
    NotYourMeans,
    #[error("these means were corrected {CORRECTIONS_MAX} times: open another study")]
    TooManyCorrections,
    #[error(
        "fewer than {minimum} people would be told of: by the group itself, by those of it who are counted or not, or by how it differs from what was said before"
    )]
    GroupTooSmall { minimum: u32 },
}

impl Reject for Rejection {
    fn refusal(&self) -> Refusal {
        let on = "study_id";
        match self {
            Rejection::Invalid(invalid) => Refusal::invalid(invalid),
            Rejection::NotFound => Refusal::not_found(on),
            Rejection::IdTaken => Refusal::new(AlreadyExists, Reason::IdTaken.as_str_name()).on(on),
            Rejection::NoIndicator => Refusal::not_found("indicator_id"),
            Rejection::NoGoal => Refusal::not_found("goal_id"),
            Rejection::Closed => Refusal::not_now(Reason::StudyClosed.as_str_name()).on(on),
            Rejection::Withdrawn => Refusal::not_now(Reason::StudyWithdrawn.as_str_name()).on(on),
            Rejection::NotYours => Refusal::new(Denied, Reason::NotYourStudy.as_str_name()).on(on),
            Rejection::AlreadyRecorded => Refusal::not_now(Reason::MeansRecorded.as_str_name()).on("group"),
            Rejection::NotRecorded => Refusal::not_found("group"),
            Rejection::NotYourMeans => Refusal::new(Denied, Reason::NotYourMeans.as_str_name()).on("group"),
            Rejection::TooManyCorrections => Refusal::not_now(Reason::TooManyCorrections.as_str_name()).on("group"),
            Rejection::GroupTooSmall { minimum } => Refusal::new(IsInvalid, Reason::GroupTooSmall.as_str_name())
                .on("people")
                .with("minimum", minimum.to_string()),
        }
    }
}
