//! Why a command about a planned payment is refused.

use contract::{
    common::Reason,
    resources::{ConditionState, DisbursementState},
};
use kernel::{
    Invalid, Refusal, Reject,
    reject::Kind::{AlreadyExists, Denied, Invalid as Wrong},
};

#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Rejection {
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error("the partnership is not active: nothing new is planned in it")]
    PartnershipNotActive,
    #[error("there is no such planned payment in this partnership")]
    NotFound,
    #[error("another payment is already planned under this id")]
    IdTaken,
    #[error("{field} must be a member of the partnership with a voice")]
    NotAMember { field: &'static str },
    #[error("provider and receiver are the same partner")]
    SamePartner,
    #[error("there is no such goal in this partnership; if it has just been adopted, give the receipt's as_of")]
    NoGoal,
    #[error("there is no such line of the budget in this partnership")]
    NoBudgetLine,
    #[error("the line of the budget named is of another {differs}")]
    BudgetDoesNotFit { differs: &'static str },
    #[error("the line of the budget does not stand: it was dropped, or who pays it has yet to accept it")]
    BudgetNotAccepted,
    #[error("only the provider of a payment may do this")]
    NotTheProvider,
    #[error("the payment is cancelled")]
    Cancelled,
    #[error("something of it has been paid: what is paid is not cancelled")]
    PaymentMade,
    #[error("it is wholly paid and confirmed: there is no day to move")]
    WhollyPaid,
    #[error("there is no such condition of this payment")]
    ConditionNotFound,
    #[error("the condition is {}", word(*state))]
    Condition { state: ConditionState },
    #[error("a condition is met in the words of the receiver, a verifier or the provider")]
    NotInvolved,
    #[error("only the partner that set a condition waives it: contest it, or ask that partner")]
    NotYourCondition,
    #[error("the service says this by itself: it is not for callers")]
    NotForCallers,
}

impl Reject for Rejection {
    fn refusal(&self) -> Refusal {
        let not_now = |reason: Reason| Refusal::not_now(reason.as_str_name());
        let denied = |reason: Reason| Refusal::new(Denied, reason.as_str_name());
        match self {
            Rejection::Invalid(invalid) => Refusal::invalid(invalid),
            Rejection::PartnershipNotActive => not_now(Reason::PartnershipNotActive),
            Rejection::NotFound => Refusal::not_found("disbursement_id"),
            Rejection::IdTaken => Refusal::new(AlreadyExists, Reason::IdTaken.as_str_name()).on("disbursement_id"),
            Rejection::NotAMember { field } => not_now(Reason::NotAMember).on(field),
            Rejection::SamePartner => Refusal::new(Wrong, Reason::SamePartner.as_str_name()).on("receiver_partner_id"),
            Rejection::NoGoal => Refusal::not_found("goal_id"),
            Rejection::NoBudgetLine => Refusal::not_found("budget_line_id"),
            Rejection::BudgetDoesNotFit { differs } => {
                Refusal::new(Wrong, Reason::DoesNotFit.as_str_name()).on("budget_line_id").with("differs", *differs)
            }
            Rejection::BudgetNotAccepted => not_now(Reason::BudgetState).on("budget_line_id"),
            Rejection::NotTheProvider => denied(Reason::NotTheProvider).on("disbursement_id"),
            Rejection::Cancelled => {
                let state = DisbursementState::Cancelled.as_str_name();
                not_now(Reason::DisbursementState).on("disbursement_id").with("state", state)
            }
            Rejection::PaymentMade => not_now(Reason::PaymentMade).on("disbursement_id"),
            Rejection::WhollyPaid => {
                let state = DisbursementState::Paid.as_str_name();
                not_now(Reason::DisbursementState).on("disbursement_id").with("state", state)
            }
            Rejection::ConditionNotFound => Refusal::not_found("condition_id"),
            Rejection::Condition { state } => {
                not_now(Reason::ConditionState).on("condition_id").with("state", state.as_str_name())
            }
            Rejection::NotInvolved => denied(Reason::NotInvolved).on("disbursement_id"),
            Rejection::NotYourCondition => denied(Reason::NotYourCondition).on("condition_id"),
            Rejection::NotForCallers => Refusal::denied(Reason::NotForCallers.as_str_name()),
        }
    }
}

fn word(state: ConditionState) -> &'static str {
    match state {
        ConditionState::Open | ConditionState::Unspecified => "open: nobody has said that it is met",
        ConditionState::Met => "met already: the provider contests it where it is not so",
        ConditionState::Waived => "waived",
    }
}
