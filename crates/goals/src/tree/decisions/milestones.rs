//! Setting milestones, and reaching them.

use contract::goals::{AddMilestone, MilestoneAdded, MilestoneReached, ReachMilestone};
use kernel::{Context, Decide, Decision, Invalid, parse};

use super::{
    super::{rejection::Rejection, state::GoalTree},
    Voices,
};

const MILESTONES_MAX: usize = 50;

impl Decide<AddMilestone> for GoalTree {
    type Known = Voices;

    fn target(command: &AddMilestone) -> (&str, &str) {
        (&command.partnership_id, &command.partnership_id)
    }

    fn thing(command: &AddMilestone, context: &Context) -> String {
        context.or_fresh(&command.milestone_id, "milestone")
    }

    fn decide(&self, command: &AddMilestone, voices: &Voices, context: &Context) -> Decision<Self> {
        let milestone_id = Self::thing(command, context);
        let AddMilestone {
            command_id: _,
            validate_only: _,
            partnership_id,
            goal_id,
            milestone_id: _,
            title,
            due_on,
            owner_partner_id,
        } = command.clone();
        let title = parse::filled("title", &title)?.to_owned();
        let day = parse::date("due_on", &due_on)?;
        let goal = self.known(&goal_id)?;
        let added =
            MilestoneAdded { partnership_id, goal_id, milestone_id, title, due_on: day.to_string(), owner_partner_id };
        match goal.milestones.get(&added.milestone_id) {
            Some(it) if it.added == added => return Ok(vec![]),
            Some(_) => return Err(Rejection::MilestoneIdTaken),
            None => (),
        }
        goal.worked_on()?;
        if day < context.today() {
            return Err(Invalid::new("due_on", format!("is {day}, already past")).into());
        }
        if !added.owner_partner_id.is_empty() && !voices.0.contains(&added.owner_partner_id) {
            return Err(Rejection::OwnerNotAMember(added.owner_partner_id));
        }
        match MILESTONES_MAX <= goal.milestones.len() {
            true => Err(Invalid::new("goal_id", format!("already has {MILESTONES_MAX} milestones, the most")).into()),
            false => Ok(vec![added.into()]),
        }
    }
}

impl Decide<ReachMilestone> for GoalTree {
    type Known = ();

    fn target(command: &ReachMilestone) -> (&str, &str) {
        (&command.partnership_id, &command.partnership_id)
    }

    fn thing(command: &ReachMilestone, _: &Context) -> String {
        command.milestone_id.clone()
    }

    fn decide(&self, command: &ReachMilestone, _: &(), context: &Context) -> Decision<Self> {
        let ReachMilestone { command_id: _, validate_only: _, partnership_id, goal_id, milestone_id, reached_on, note } =
            command.clone();
        let note = parse::filled("note", &note)?.to_owned();
        let day = parse::date("reached_on", &reached_on)?;
        if context.today() < day {
            return Err(Invalid::new("reached_on", format!("is {day}, which has yet to come")).into());
        }
        let goal = self.known(&goal_id)?;
        let milestone = goal.milestones.get(&milestone_id).ok_or(Rejection::MilestoneNotFound)?;
        let (reached_on, partner_id) = (day.to_string(), context.partner.clone());
        let reached = MilestoneReached { partnership_id, goal_id, milestone_id, reached_on, note, partner_id };
        match &milestone.reached {
            Some(it) if *it == reached => Ok(vec![]),
            Some(it) => Err(Rejection::MilestoneReached(it.reached_on.clone())),
            None => {
                goal.adopted()?;
                Ok(vec![reached.into()])
            }
        }
    }
}
