//! How members that joined after a goal was decided stand to it.

use contract::goals::{AcceptGoal, GoalAccepted, ReservationStated, ReserveOnGoal};
use kernel::{Context, Decide, Decision, parse};

use super::super::{
    rejection::Rejection,
    state::{Goal, GoalTree},
};

impl Decide<AcceptGoal> for GoalTree {
    type Known = ();

    fn target(command: &AcceptGoal) -> (&str, &str) {
        (&command.partnership_id, &command.partnership_id)
    }

    fn thing(command: &AcceptGoal, _: &Context) -> String {
        command.goal_id.clone()
    }

    fn decide(&self, command: &AcceptGoal, _: &(), context: &Context) -> Decision<Self> {
        let AcceptGoal { command_id: _, validate_only: _, partnership_id, goal_id } = command.clone();
        let goal = self.known(&goal_id)?.asks(context)?;
        if goal.stances.get(&context.partner) == Some(&None) {
            return Ok(vec![]);
        }
        let (partner_id, revision) = (context.partner.clone(), goal.revision);
        Ok(vec![GoalAccepted { partnership_id, goal_id, partner_id, revision }.into()])
    }
}

impl Decide<ReserveOnGoal> for GoalTree {
    type Known = ();

    fn target(command: &ReserveOnGoal) -> (&str, &str) {
        (&command.partnership_id, &command.partnership_id)
    }

    fn thing(command: &ReserveOnGoal, _: &Context) -> String {
        command.goal_id.clone()
    }

    fn decide(&self, command: &ReserveOnGoal, _: &(), context: &Context) -> Decision<Self> {
        let ReserveOnGoal { command_id: _, validate_only: _, partnership_id, goal_id, reservation } = command.clone();
        let reservation = parse::filled("reservation", &reservation)?.to_owned();
        let goal = self.known(&goal_id)?.asks(context)?;
        if goal.stances.get(&context.partner) == Some(&Some(reservation.clone())) {
            return Ok(vec![]);
        }
        let (partner_id, revision) = (context.partner.clone(), goal.revision);
        Ok(vec![ReservationStated { partnership_id, goal_id, partner_id, reservation, revision }.into()])
    }
}

impl Goal {
    /// Whether the goal is in force, and the caller had no part in deciding it.
    fn asks(&self, context: &Context) -> Result<&Self, Rejection> {
        let goal = self.adopted()?;
        if goal.members.contains(&context.partner) { Err(Rejection::Bound) } else { Ok(goal) }
    }
}
