//! What a request about a planned payment leads to: planning and moving it, and what is said of its conditions.

mod conditions;
mod planning;
mod settling;

use kernel::Context;

use super::{
    rejection::Rejection,
    state::{Disbursement, Planned},
};
use crate::figures::Paid;

pub use conditions::Verifiers;
pub use planning::{Around, Budget};

/// How far it is paid.
#[derive(Debug, Default, Clone, Copy, PartialEq)]
pub struct Payments(pub Paid);

impl Disbursement {
    fn planned(&self) -> Result<&Planned, Rejection> {
        match self {
            Disbursement::Unplanned => Err(Rejection::NotFound),
            Disbursement::Planned(planned) => Ok(planned),
        }
    }
}

impl Planned {
    fn check_provider(&self, context: &Context) -> Result<(), Rejection> {
        match self.at_first.provider_partner_id == context.partner {
            true => Ok(()),
            false => Err(Rejection::NotTheProvider),
        }
    }
}
