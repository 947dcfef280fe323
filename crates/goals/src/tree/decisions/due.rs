//! What the clock says of targets and milestones whose day has passed.

use contract::goals::{MilestoneMissed, MissMilestone, MissTarget, TargetKind, TargetMissed};
use jiff::ToSpan;
use kernel::{Context, Decide, Decision, parse};

use super::{super::state::GoalTree, check_service};

/// Figures of the last period come in after it has ended: so long they are waited for, before a target is said to be missed
/// and the members are asked to close a goal.
pub const REPORTING_DAYS: i64 = 30;

/// What evaluation says of a target.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Measured {
    pub is_reached: bool,
    /// The value verified so far; empty: none.
    pub actual: String,
}

impl Decide<MissTarget> for GoalTree {
    type Known = Measured;

    fn target(command: &MissTarget) -> (&str, &str) {
        (&command.partnership_id, &command.partnership_id)
    }

    fn thing(command: &MissTarget, _: &Context) -> String {
        command.target_id.clone()
    }

    fn decide(&self, command: &MissTarget, measured: &Measured, context: &Context) -> Decision<Self> {
        let MissTarget { command_id: _, validate_only: _, partnership_id, goal_id, target_id } = command.clone();
        check_service(context)?;
        let Some(goal) = self.goal(&goal_id).filter(|it| it.adopted().is_ok() && !measured.is_reached) else {
            return Ok(vec![]);
        };
        let mut targets = goal.content.targets.iter();
        let Some(target) = targets.find(|it| it.target_id == target_id && it.kind() == TargetKind::Reach) else {
            return Ok(vec![]);
        };
        let (due_on, actual) = (target.due_on.clone(), measured.actual.clone());
        let waits_until = parse::date("due_on", &due_on)?.checked_add(REPORTING_DAYS.days());
        let has_passed = waits_until.is_ok_and(|it| it < context.today());
        match has_passed && !goal.missed.contains(&(target_id.clone(), due_on.clone())) {
            true => Ok(vec![TargetMissed { partnership_id, goal_id, target_id, due_on, actual }.into()]),
            false => Ok(vec![]),
        }
    }
}

impl Decide<MissMilestone> for GoalTree {
    type Known = ();

    fn target(command: &MissMilestone) -> (&str, &str) {
        (&command.partnership_id, &command.partnership_id)
    }

    fn thing(command: &MissMilestone, _: &Context) -> String {
        command.milestone_id.clone()
    }

    fn decide(&self, command: &MissMilestone, _: &(), context: &Context) -> Decision<Self> {
        let MissMilestone { command_id: _, validate_only: _, partnership_id, goal_id, milestone_id } = command.clone();
        check_service(context)?;
        let goal = self.goal(&goal_id).filter(|it| it.adopted().is_ok());
        let Some(milestone) = goal.and_then(|it| it.milestones.get(&milestone_id)) else { return Ok(vec![]) };
        let due_on = milestone.added.due_on.clone();
        let has_passed = due_on < context.today().to_string();
        match has_passed && milestone.reached.is_none() && !milestone.is_missed {
            true => Ok(vec![MilestoneMissed { partnership_id, goal_id, milestone_id, due_on }.into()]),
            false => Ok(vec![]),
        }
    }
}
