//! What becomes of a target whose goal the members have revised.

use contract::{
    evaluation::{DropTarget, ReviseTarget, TargetDropped, TargetOpened, TargetRevised, event::Kind as Event},
    goals,
};
use kernel::{Context, Decide, Decision, Invalid, measures};

use super::{
    agreed::Agreed,
    decisions::{check_service, opened, over_periods, value_kind},
    figures::Kept,
    rejection::Rejection,
    state::Target,
};
use crate::{indicator::Definition, numbers};

impl Decide<ReviseTarget> for Target {
    /// The definition of the indicator that is agreed now; none: it is not defined yet.
    type Known = Option<Definition>;

    fn target(command: &ReviseTarget) -> (&str, &str) {
        (&command.partnership_id, command.target.as_ref().map_or("", |it| &it.target_id))
    }

    fn decide(&self, command: &ReviseTarget, known: &Option<Definition>, context: &Context) -> Decision<Self> {
        let ReviseTarget { command_id: _, validate_only: _, partnership_id, goal_id, revision, target } = command;
        check_service(context)?;
        let target = target.as_ref().ok_or_else(|| Invalid::new("target", "is missing"))?;
        let agreed = Agreed::parse(target)?;
        match &self.opened {
            None => Ok(vec![opened(partnership_id, goal_id, target, known).into()]),
            Some(opened) if opened.goal_id != *goal_id => Err(Rejection::IdTaken),
            Some(_) if *revision <= self.revision => Ok(vec![]),
            Some(opened) if opened.target.as_ref() == Some(target) && !self.is_dropped => Ok(vec![]),
            Some(opened) => Ok(self.revised(opened, *revision, target, &agreed, known)),
        }
    }
}

impl Target {
    /// As it is agreed now, and whether that turns it.
    fn revised(
        &self,
        opened: &TargetOpened,
        revision: u32,
        target: &goals::Target,
        agreed: &Agreed,
        known: &Option<Definition>,
    ) -> Vec<Event> {
        let (over_periods, value_kind) = (over_periods(known), value_kind(known));
        let mut counting = self.counting(agreed, known);
        if opened.target.as_ref().is_none_or(|before| before.indicator_id != target.indicator_id) {
            counting.counts.clear();
        }
        let (actual, until) = (counting.actual(), counting.measured_until());
        let due = until.and_then(|it| agreed.due(it));
        let Kept { periods_kept, periods_measured } = counting.kept();
        let revised = TargetRevised {
            partnership_id: opened.partnership_id.clone(),
            target_id: opened.target_id.clone(),
            goal_id: opened.goal_id.clone(),
            revision,
            target: Some(target.clone()),
            over_periods: over_periods.into(),
            value_kind: value_kind.into(),
            actual: actual.map(numbers::written).unwrap_or_default(),
            progress_basis_points: actual.and_then(|it| agreed.progress(it)).and_then(measures::basis_points),
            due_basis_points: due.and_then(|it| measures::basis_points(it.part)),
            due_basis: due.map(|it| it.basis).unwrap_or_default().into(),
            measured_until: until.map(|it| it.to_string()).unwrap_or_default(),
            periods_kept,
            periods_measured,
            partners: counting.partners(),
            measurements: u32::try_from(counting.counts.len()).unwrap_or(u32::MAX),
        };
        // What nothing counts towards any more is not reached; what can't be computed changes nothing.
        let is_met = if counting.counts.is_empty() { Some(false) } else { counting.is_met() };
        let turn = is_met.and_then(|is_met| self.turn(is_met, revised.actual.clone()));
        [revised.into()].into_iter().chain(turn).collect()
    }
}

impl Decide<DropTarget> for Target {
    type Known = ();

    fn target(command: &DropTarget) -> (&str, &str) {
        (&command.partnership_id, &command.target_id)
    }

    fn decide(&self, command: &DropTarget, _: &(), context: &Context) -> Decision<Self> {
        let DropTarget { command_id: _, validate_only: _, partnership_id, target_id, revision } = command;
        check_service(context)?;
        // What was never followed is not followed any more either.
        let Some(opened) = &self.opened else { return Ok(vec![]) };
        if self.is_dropped || *revision <= self.revision {
            return Ok(vec![]);
        }
        Ok(vec![
            TargetDropped {
                partnership_id: partnership_id.clone(),
                target_id: target_id.clone(),
                goal_id: opened.goal_id.clone(),
                revision: *revision,
            }
            .into(),
        ])
    }
}
