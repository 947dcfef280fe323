//! What measuring alignment leads to: at most one fact a day for its own sake, and one a review.

use contract::goals::{AlignmentMeasured, MeasureAlignment};
use kernel::{Context, Decide, Decision};

use super::{figures, rejection::Rejection, said::Said, state::Alignment};

impl Decide<MeasureAlignment> for Alignment {
    type Known = Said;

    fn target(command: &MeasureAlignment) -> (&str, &str) {
        (&command.partnership_id, &command.partnership_id)
    }

    fn decide(&self, command: &MeasureAlignment, said: &Said, context: &Context) -> Decision<Self> {
        if !context.is_service() {
            return Err(Rejection::NotForCallers);
        }
        let MeasureAlignment { command_id: _, validate_only: _, partnership_id, review_id } = command;
        let today = context.today().to_string();
        let is_measured = match review_id.as_str() {
            "" => self.measured_on == today,
            review_id => self.reviews.contains(review_id),
        };
        if is_measured {
            return Ok(vec![]);
        }
        Ok(vec![
            AlignmentMeasured {
                partnership_id: partnership_id.clone(),
                measured_on: today,
                review_id: review_id.clone(),
                member_partner_ids: said.voices.iter().map(|it| it.partner_id.clone()).collect(),
                goals: Some(figures::goals(said)),
                approaches: Some(figures::approaches(said)),
                expectations: Some(figures::expectations(said)),
            }
            .into(),
        ])
    }
}
