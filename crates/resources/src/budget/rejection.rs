//! Why a command about a line of the budget is refused.

use contract::common::Reason;
use kernel::{Invalid, Refusal, Reject, reject::Kind::Denied};

#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Rejection {
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error("the partnership is not active: nothing new is planned in it")]
    PartnershipNotActive,
    #[error("there is no such line of the budget in this partnership")]
    NotFound,
    #[error("there is no such goal in this partnership; if it has just been adopted, give the receipt's as_of")]
    NoGoal,
    #[error("there is no such activity in this partnership; if it has just been planned, give the receipt's as_of")]
    NoActivity,
    #[error("{field} must be a member of the partnership with a voice")]
    NotAMember { field: &'static str },
    #[error("the line of the budget was dropped: set another")]
    Dropped,
    #[error("only who is to pay the line accepts it: nobody binds another")]
    NotThePayer,
    #[error("only who set the line of the budget, or pays it, sets it anew or drops it")]
    NotYours,
    #[error("{0} payments are planned from it: cancel them first")]
    PaymentsPlanned(usize),
    #[error("payments in {0} are planned from it: its currency and payer stay as they are until they are cancelled")]
    PaymentsOtherwise(String),
}

impl Reject for Rejection {
    fn refusal(&self) -> Refusal {
        let not_now = |reason: Reason| Refusal::not_now(reason.as_str_name());
        match self {
            Rejection::Invalid(invalid) => Refusal::invalid(invalid),
            Rejection::PartnershipNotActive => not_now(Reason::PartnershipNotActive),
            Rejection::NotFound => Refusal::not_found("line_id"),
            Rejection::NoGoal => Refusal::not_found("goal_id"),
            Rejection::NoActivity => Refusal::not_found("activity_id"),
            Rejection::NotAMember { field } => not_now(Reason::NotAMember).on(field),
            Rejection::Dropped => not_now(Reason::BudgetState).on("line_id").with("state", "dropped"),
            Rejection::NotThePayer => Refusal::new(Denied, Reason::NotThePayer.as_str_name()).on("line_id"),
            Rejection::NotYours => Refusal::new(Denied, Reason::NotYourBudgetLine.as_str_name()).on("line_id"),
            Rejection::PaymentsPlanned(count) => {
                not_now(Reason::PaymentsPlanned).on("line_id").with("count", count.to_string())
            }
            Rejection::PaymentsOtherwise(_) => not_now(Reason::PaymentsPlanned).on("line_id"),
        }
    }
}
