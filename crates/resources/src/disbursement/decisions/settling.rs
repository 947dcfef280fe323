//! Carrying out that a planned payment was settled when one of its two sides left.

use contract::resources::{DisbursementCancelled, SettleDisbursement};
use kernel::{Context, Decide, Decision};

use super::{
    super::{rejection::Rejection, state::Disbursement},
    Payments,
};

/// Where nothing more was said.
const WHY: &str = "Settled on an exit sheet.";

impl Decide<SettleDisbursement> for Disbursement {
    type Known = Payments;

    fn target(command: &SettleDisbursement) -> (&str, &str) {
        (&command.partnership_id, &command.disbursement_id)
    }

    /// What is paid in part is not cancelled: the rest stays planned, as for its provider.
    fn decide(&self, command: &SettleDisbursement, paid: &Payments, context: &Context) -> Decision<Self> {
        let SettleDisbursement { command_id: _, validate_only: _, partnership_id, disbursement_id, why } = command;
        if !context.is_service() {
            return Err(Rejection::NotForCallers);
        }
        if self.planned()?.is_cancelled || paid.0.reported != 0 {
            return Ok(vec![]);
        }
        let why = if why.is_empty() { WHY } else { why.as_str() };
        Ok(vec![
            DisbursementCancelled {
                partnership_id: partnership_id.clone(),
                disbursement_id: disbursement_id.clone(),
                partner_id: String::new(),
                reason: why.to_owned(),
            }
            .into(),
        ])
    }
}
