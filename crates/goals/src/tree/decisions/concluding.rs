//! Carrying out what the members decided on a goal, or saying why it no longer can be.

use contract::goals::{
    ConcludeGoal, GoalAdopted, GoalClosed, GoalClosureProposed, GoalClosureRejected, GoalRejected, GoalRevised,
    GoalRevisionProposed, GoalRevisionRejected, GoalState, GoalWithdrawn, event::Kind as Event,
};
use kernel::{Context, Decide, Decision};

use super::{
    super::state::{Goal, GoalTree, State},
    check_service,
};

impl Decide<ConcludeGoal> for GoalTree {
    type Known = ();

    fn target(command: &ConcludeGoal) -> (&str, &str) {
        (&command.partnership_id, &command.partnership_id)
    }

    fn thing(command: &ConcludeGoal, _: &Context) -> String {
        command.goal_id.clone()
    }

    fn decide(&self, command: &ConcludeGoal, _: &(), context: &Context) -> Decision<Self> {
        check_service(context)?;
        // A subject that is not pending here was concluded before, replaced, or never was ours.
        let Some(goal) = self.goal(&command.goal_id) else { return Ok(vec![]) };
        let concluded = match &goal.state {
            State::Proposed { event_id } if *event_id == command.subject_event_id => self.proposed(goal, command),
            State::Revising { event_id, revision } if *event_id == command.subject_event_id => {
                self.revised(goal, revision, command)
            }
            State::Closing { event_id, closure } if *event_id == command.subject_event_id => {
                self.closed(closure, command)
            }
            _ => return Ok(vec![]),
        };
        Ok(vec![concluded])
    }
}

impl GoalTree {
    fn proposed(&self, goal: &Goal, command: &ConcludeGoal) -> Event {
        let ConcludeGoal {
            command_id: _,
            validate_only: _,
            partnership_id,
            goal_id,
            subject_event_id: proposed_event_id,
            adopted,
            why,
            withdrawn,
            members,
        } = command.clone();
        match self.obstacle(goal) {
            _ if withdrawn => GoalWithdrawn { partnership_id, goal_id, proposed_event_id, why }.into(),
            _ if !adopted => GoalRejected { partnership_id, goal_id, proposed_event_id, why }.into(),
            Some(why) => GoalRejected { partnership_id, goal_id, proposed_event_id, why }.into(),
            None => {
                let (title, targets) = (goal.content.title.clone(), goal.content.targets.clone());
                GoalAdopted { partnership_id, goal_id, proposed_event_id, title, targets, why, members }.into()
            }
        }
    }

    /// Why a goal that the members want can't be taken up any more.
    fn obstacle(&self, goal: &Goal) -> Option<String> {
        let parent = self.goal(&goal.content.parent_goal_id)?;
        let why = match parent.state.seen() {
            GoalState::Rejected => "was not wanted by the members",
            GoalState::Withdrawn => "was withdrawn",
            GoalState::Closed => "was closed",
            _ => return None,
        };
        Some(format!(
            "The members want it, but the goal it serves {why} in the meantime: propose it anew under another."
        ))
    }

    fn revised(&self, goal: &Goal, revision: &GoalRevisionProposed, command: &ConcludeGoal) -> Event {
        let ConcludeGoal {
            command_id: _,
            validate_only: _,
            partnership_id,
            goal_id,
            subject_event_id: proposed_event_id,
            adopted,
            why,
            withdrawn: _,
            members,
        } = command.clone();
        let content = revision.content.clone().unwrap_or_default();
        // Two goals may have been put under each other at the same time: who is decided second, stays.
        match self.check_place(&goal_id, &content) {
            _ if !adopted => GoalRevisionRejected { partnership_id, goal_id, proposed_event_id, why }.into(),
            Err(obstacle) => {
                let why = format!("The members want it, but it cannot stand there any more: {obstacle}.");
                GoalRevisionRejected { partnership_id, goal_id, proposed_event_id, why }.into()
            }
            Ok(()) => GoalRevised {
                partnership_id,
                goal_id,
                proposed_event_id,
                revision: revision.revision,
                title: content.title,
                removed_target_ids: removed(goal, &content.targets),
                targets: content.targets,
                why,
                members,
                approach_changed: goal.content.approach != content.approach,
            }
            .into(),
        }
    }

    fn closed(&self, closure: &GoalClosureProposed, command: &ConcludeGoal) -> Event {
        let ConcludeGoal {
            command_id: _,
            validate_only: _,
            partnership_id,
            goal_id,
            subject_event_id: proposed_event_id,
            adopted,
            why,
            withdrawn: _,
            members: _,
        } = command.clone();
        let GoalClosureProposed { outcome, dispositions, .. } = closure.clone();
        match self.closed_taker(&dispositions) {
            _ if !adopted => GoalClosureRejected { partnership_id, goal_id, proposed_event_id, why }.into(),
            Some(title) => {
                let why = format!(
                    "The members want it, but work was to go on towards “{title}”, which is no adopted goal any more."
                );
                GoalClosureRejected { partnership_id, goal_id, proposed_event_id, why }.into()
            }
            None => GoalClosed { partnership_id, goal_id, outcome, proposed_event_id, why, dispositions }.into(),
        }
    }
}

fn removed(goal: &Goal, targets: &[contract::goals::Target]) -> Vec<String> {
    let is_there = |id: &str| targets.iter().any(|it| it.target_id == id);
    let ids = goal.content.targets.iter().map(|it| it.target_id.clone());
    ids.filter(|id| !is_there(id)).collect()
}
