//! What measuring reciprocity leads to: one fact a day at most.

use contract::resources::{MeasureReciprocity, ReciprocityMeasured};
use kernel::{Context, Decide, Decision};

use super::{rejection::Rejection, state::Reciprocity};
use crate::figures::Mutual;

impl Decide<MeasureReciprocity> for Reciprocity {
    type Known = Mutual;

    fn target(command: &MeasureReciprocity) -> (&str, &str) {
        (&command.partnership_id, &command.partnership_id)
    }

    fn decide(&self, command: &MeasureReciprocity, mutual: &Mutual, context: &Context) -> Decision<Self> {
        if !context.is_service() {
            return Err(Rejection::NotForCallers);
        }
        let today = context.today().to_string();
        if self.measured_on == today {
            return Ok(vec![]);
        }
        let Mutual { all, kinds } = mutual;
        Ok(vec![
            ReciprocityMeasured {
                partnership_id: command.partnership_id.clone(),
                measured_on: today,
                members: all.members,
                links: all.links,
                answered: all.answered,
                reciprocity_basis_points: all.basis_points(),
                density_basis_points: all.density_basis_points(),
                rho_basis_points: all.rho_basis_points(),
                kinds: kinds.clone(),
            }
            .into(),
        ])
    }
}
