//! What a target comes to once it is noted how many people are with several partners.

use contract::evaluation::{RecountTarget, TargetRecounted};
use kernel::{Context, Decide, Decision, measures};

use super::{
    agreed::Agreed,
    decisions::check_service,
    figures::Kept,
    state::{Stand, Target},
};
use crate::{indicator::Definition, numbers};

impl Decide<RecountTarget> for Target {
    /// The definition of the target's indicator, with what is noted; none: the target is not followed any more.
    type Known = Option<Definition>;

    fn target(command: &RecountTarget) -> (&str, &str) {
        (&command.partnership_id, &command.target_id)
    }

    fn decide(&self, command: &RecountTarget, known: &Option<Definition>, context: &Context) -> Decision<Self> {
        let RecountTarget { command_id: _, validate_only: _, partnership_id, target_id, period_end } = command;
        check_service(context)?;
        let (Some(opened), Some(_)) = (self.opened.as_deref().filter(|_| !self.is_dropped), known) else {
            return Ok(vec![]);
        };
        let Some(target) = &opened.target else { return Ok(vec![]) };
        let agreed = Agreed::parse(target)?;
        let counting = self.counting(&agreed, known);
        let actual = counting.actual();
        let Kept { periods_kept, periods_measured } = counting.kept();
        let stand = Stand { actual: actual.map(numbers::written).unwrap_or_default(), periods_kept };
        if counting.counts.is_empty() || stand == self.stand {
            return Ok(vec![]);
        }
        let recounted = TargetRecounted {
            partnership_id: partnership_id.clone(),
            target_id: target_id.clone(),
            goal_id: opened.goal_id.clone(),
            period_end: period_end.clone(),
            actual: stand.actual,
            progress_basis_points: actual.and_then(|it| agreed.progress(it)).and_then(measures::basis_points),
            periods_kept,
            periods_measured,
        };
        let turn = counting.is_met().and_then(|is_met| self.turn(is_met, recounted.actual.clone()));
        Ok([recounted.into()].into_iter().chain(turn).collect())
    }
}
