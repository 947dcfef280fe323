//! Putting another content of a goal to the members.

use contract::goals::{
    GoalContent, GoalReproposed, GoalRevisionProposed, GoalState, ReviseGoal, Target, event::Kind as Event,
};
use kernel::{Context, Decide, Decision, Invalid, parse};

use super::{
    super::{
        changes::changes,
        content,
        rejection::Rejection,
        state::{Goal, GoalTree, State},
        targets,
    },
    Voices,
};

impl Decide<ReviseGoal> for GoalTree {
    type Known = Voices;

    fn target(command: &ReviseGoal) -> (&str, &str) {
        (&command.partnership_id, &command.partnership_id)
    }

    fn thing(command: &ReviseGoal, _: &Context) -> String {
        command.goal_id.clone()
    }

    fn decide(&self, command: &ReviseGoal, voices: &Voices, context: &Context) -> Decision<Self> {
        let ReviseGoal {
            command_id: _,
            validate_only: _,
            partnership_id: _,
            goal_id,
            content,
            reason,
            expected_revision: _,
        } = command;
        let reason = parse::filled("reason", reason)?;
        let content = content.as_ref().ok_or_else(|| Invalid::new("content", "is missing"))?;
        let mut content = content::parsed(content)?;
        content.targets = targets::named(content.targets, &[], context);
        let goal = self.known(goal_id)?;
        if goal.says(&content, reason) {
            return Ok(vec![]);
        }
        let put = match &goal.state {
            State::Proposed { .. } if goal.proposed_by != context.partner => return Err(Rejection::NotTheProposer),
            State::Proposed { event_id } => again(self, goal, command, &content, reason, event_id, context),
            State::Rejected | State::Withdrawn => again(self, goal, command, &content, reason, "", context),
            State::Active if goal.content == content => return Ok(vec![]),
            State::Active => revision(self, goal, command, &content, reason, context),
            State::Revising { .. } | State::Closing { .. } => return Err(Rejection::AlreadyProposed),
            State::Listed => return Err(Rejection::NotRevisable(GoalState::Listed)),
            State::Closed => return Err(Rejection::NotRevisable(GoalState::Closed)),
        };
        goal.check_kept(&content.targets)?;
        self.check_place(goal_id, &content)?;
        targets::check_ids(&content.targets, self, goal_id)?;
        targets::check_shares(&goal.newly_shared(&content.targets), &voices.0)?;
        targets::check_due(&goal.newly_due(&content.targets), context.today())?;
        Ok(vec![put])
    }
}

impl GoalTree {
    /// A goal as a member can read it who has no ids at hand; nothing, where there is none.
    fn titled(&self, goal_id: &str) -> String {
        self.goal(goal_id).map(|it| format!("“{}” ({goal_id})", it.content.title)).unwrap_or_default()
    }
}

impl Goal {
    /// Whether just that is before the members already.
    fn says(&self, content: &GoalContent, reason: &str) -> bool {
        match &self.state {
            State::Proposed { .. } => (&self.content, self.reason.as_str()) == (content, reason),
            State::Revising { revision, .. } => {
                (revision.content.as_ref(), revision.reason.as_str()) == (Some(content), reason)
            }
            _ => false,
        }
    }

    /// Figures stay comparable: what measures something else, or asks something else of it, is another target.
    fn check_kept(&self, targets: &[Target]) -> Result<(), Rejection> {
        let before = |target: &Target| self.content.targets.iter().find(|it| it.target_id == target.target_id);
        let is_another = |target: &&Target| {
            before(target).is_some_and(|it| (&it.indicator_id, it.kind) != (&target.indicator_id, target.kind))
        };
        match targets.iter().find(is_another) {
            Some(target) => Err(Rejection::AnotherTarget(target.target_id.clone())),
            None => Ok(()),
        }
    }

    /// The targets whose shares are new: who had one may have left since.
    fn newly_shared(&self, targets: &[Target]) -> Vec<Target> {
        let had = |target: &Target| {
            let before = self.content.targets.iter().find(|it| it.target_id == target.target_id);
            before.map(|it| it.shares.clone()).unwrap_or_default()
        };
        let only_new = |target: &Target| {
            let had: Vec<_> = had(target).into_iter().map(|it| it.partner_id).collect();
            let shares = target.shares.iter().filter(|it| !had.contains(&it.partner_id)).cloned().collect();
            Target { shares, ..target.clone() }
        };
        targets.iter().map(only_new).collect()
    }

    /// The targets that are new, or due on another day than before: a day that was agreed may have passed.
    fn newly_due(&self, targets: &[Target]) -> Vec<Target> {
        let was_due = |target: &Target| {
            let before = self.content.targets.iter().find(|it| it.target_id == target.target_id);
            before.is_some_and(|it| it.due_on == target.due_on)
        };
        targets.iter().filter(|it| !was_due(it)).cloned().collect()
    }
}

fn again(
    tree: &GoalTree,
    goal: &Goal,
    command: &ReviseGoal,
    content: &GoalContent,
    reason: &str,
    supersedes: &str,
    context: &Context,
) -> Event {
    GoalReproposed {
        partnership_id: command.partnership_id.clone(),
        goal_id: command.goal_id.clone(),
        content: Some(content.clone()),
        reason: reason.to_owned(),
        changes: changes(&goal.content, content, |it| tree.titled(it)),
        supersedes_event_id: supersedes.to_owned(),
        proposed_by: context.partner.clone(),
        round: goal.round + 1,
    }
    .into()
}

fn revision(
    tree: &GoalTree,
    goal: &Goal,
    command: &ReviseGoal,
    content: &GoalContent,
    reason: &str,
    context: &Context,
) -> Event {
    GoalRevisionProposed {
        partnership_id: command.partnership_id.clone(),
        goal_id: command.goal_id.clone(),
        content: Some(content.clone()),
        reason: reason.to_owned(),
        changes: changes(&goal.content, content, |it| tree.titled(it)),
        revision: goal.revision + 1,
        proposed_by: context.partner.clone(),
    }
    .into()
}
