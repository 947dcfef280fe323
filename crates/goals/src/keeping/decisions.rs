//! What measuring undertakings leads to: at most one fact a day for its own sake, and one a review.

use contract::goals::{MeasureUndertakings, UndertakingsMeasured};
use kernel::{Context, Decide, Decision};

use super::{figures::Kept, rejection::Rejection, state::Keeping};

impl Decide<MeasureUndertakings> for Keeping {
    type Known = Kept;

    fn target(command: &MeasureUndertakings) -> (&str, &str) {
        (&command.partnership_id, &command.partnership_id)
    }

    fn decide(&self, command: &MeasureUndertakings, kept: &Kept, context: &Context) -> Decision<Self> {
        if !context.is_service() {
            return Err(Rejection::NotForCallers);
        }
        let MeasureUndertakings { command_id: _, validate_only: _, partnership_id, review_id } = command;
        let today = context.today().to_string();
        let is_measured = match review_id.as_str() {
            "" => self.measured_on == today,
            review_id => self.reviews.contains(review_id),
        };
        if is_measured {
            return Ok(vec![]);
        }
        let Kept { members, period_start, figures } = kept.clone();
        Ok(vec![
            UndertakingsMeasured {
                partnership_id: partnership_id.clone(),
                measured_on: today,
                review_id: review_id.clone(),
                period_start,
                member_partner_ids: members,
                figures,
            }
            .into(),
        ])
    }
}
