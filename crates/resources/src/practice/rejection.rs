//! Why a command about a practice is refused.

use contract::common::Reason;
use kernel::{
    Invalid, Refusal, Reject,
    reject::Kind::{AlreadyExists, Denied},
};

use super::decisions::ADOPTIONS_MAX;

#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Rejection {
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error("there is no such practice in this partnership")]
    NotFound,
    #[error("another stands under this id already")]
    IdTaken { field: &'static str },
    #[error("the partnership is not active: practices are shared and adopted while it is")]
    PartnershipNotActive,
    #[error("there is no such goal in this partnership")]
    GoalNotFound,
    #[error("there is no such activity in this partnership")]
    ActivityNotFound,
    #[error("only who shared the practice may say it anew or withdraw it")]
    NotTheSharer,
    #[error("nobody endorses or adopts its own practice, nor that of an affiliate")]
    OwnPractice,
    #[error("who shared the practice stands by it no longer; what others did with it stays in the record")]
    Withdrawn,
    #[error("the practice has been adopted {ADOPTIONS_MAX} times, as often as one record holds")]
    TooManyAdoptions,
    #[error("there is no such adoption of this practice")]
    AdoptionNotFound,
    #[error("only who adopted the practice may report on that or end it")]
    NotTheAdopter,
    #[error("the practice is not done there any more, since {ended_on}")]
    AdoptionEnded { ended_on: String },
}

impl Reject for Rejection {
    fn refusal(&self) -> Refusal {
        match self {
            Rejection::Invalid(invalid) => Refusal::invalid(invalid),
            Rejection::NotFound => Refusal::not_found("practice_id"),
            Rejection::IdTaken { field } => Refusal::new(AlreadyExists, Reason::IdTaken.as_str_name()).on(field),
            Rejection::PartnershipNotActive => not_now(Reason::PartnershipNotActive),
            Rejection::GoalNotFound => Refusal::not_found("goal_id"),
            Rejection::ActivityNotFound => Refusal::not_found("activity_id"),
            Rejection::NotTheSharer => denied(Reason::NotTheSharer).on("practice_id"),
            Rejection::OwnPractice => denied(Reason::OwnPractice).on("practice_id"),
            Rejection::Withdrawn => not_now(Reason::PracticeWithdrawn).on("practice_id"),
            Rejection::TooManyAdoptions => not_now(Reason::TooMany).on("practice_id"),
            Rejection::AdoptionNotFound => Refusal::not_found("adoption_id"),
            Rejection::NotTheAdopter => denied(Reason::NotTheAdopter).on("adoption_id"),
            Rejection::AdoptionEnded { ended_on } => {
                not_now(Reason::AdoptionEnded).on("adoption_id").with("ended_on", ended_on)
            }
        }
    }
}

fn not_now(reason: Reason) -> Refusal {
    Refusal::not_now(reason.as_str_name())
}

fn denied(reason: Reason) -> Refusal {
    Refusal::new(Denied, reason.as_str_name())
}
