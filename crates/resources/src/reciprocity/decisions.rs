//! What measuring reciprocity leads to: at most one fact a day for its own sake, and one a review.

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
        let MeasureReciprocity { command_id: _, validate_only: _, partnership_id, review_id } = command;
        let today = context.today().to_string();
        let is_measured = match review_id.as_str() {
            "" => self.measured_on == today,
            review_id => self.reviews.contains(review_id),
        };
        if is_measured {
            return Ok(vec![]);
        }
        let Mutual { members, all, kinds } = mutual;
        Ok(vec![
            ReciprocityMeasured {
                partnership_id: partnership_id.clone(),
                measured_on: today,
                members: all.members,
                links: all.links,
                answered: all.answered,
                reciprocity_basis_points: all.basis_points(),
                density_basis_points: all.density_basis_points(),
                rho_basis_points: all.rho_basis_points(),
                kinds: kinds.clone(),
                review_id: review_id.clone(),
                member_partner_ids: members.clone(),
            }
            .into(),
        ])
    }
}
