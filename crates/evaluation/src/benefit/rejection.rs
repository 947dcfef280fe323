//! Why a command about a benefit is refused.

use contract::common::Reason;
use kernel::{
    Invalid, Refusal, Reject,
    reject::Kind::{AlreadyExists, Denied, Invalid as IsInvalid},
};

#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Rejection {
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error("there is no such benefit in this partnership")]
    NotFound,
    #[error("another benefit stands under this id already")]
    IdTaken,
    #[error("the partnership is not active: what it brings is recorded while it is")]
    PartnershipNotActive,
    #[error("nobody confirms or disputes its own benefit, nor that of an affiliate")]
    Own,
    #[error("whose benefit it was has taken it back")]
    Withdrawn,
    #[error("only whose benefit it is takes it back")]
    NotYours,
    #[error("fewer than {minimum} people would be told of: leave their number out, or put it together with others'")]
    GroupTooSmall { minimum: u32 },
}

impl Reject for Rejection {
    fn refusal(&self) -> Refusal {
        let on = "benefit_id";
        match self {
            Rejection::Invalid(invalid) => Refusal::invalid(invalid),
            Rejection::NotFound => Refusal::not_found(on),
            Rejection::IdTaken => Refusal::new(AlreadyExists, Reason::IdTaken.as_str_name()).on(on),
            Rejection::PartnershipNotActive => Refusal::not_now(Reason::PartnershipNotActive.as_str_name()),
            Rejection::Own => Refusal::new(Denied, Reason::OwnBenefit.as_str_name()).on(on),
            Rejection::Withdrawn => Refusal::not_now(Reason::BenefitWithdrawn.as_str_name()).on(on),
            Rejection::NotYours => Refusal::new(Denied, Reason::NotYourBenefit.as_str_name()).on(on),
            Rejection::GroupTooSmall { minimum } => Refusal::new(IsInvalid, Reason::GroupTooSmall.as_str_name())
                .on("quantity")
                .with("minimum", minimum.to_string()),
        }
    }
}
