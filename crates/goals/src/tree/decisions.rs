//! What may be asked of a partnership's goals, and what each request leads to.

use contract::goals::{
    CloseGoal, ConcludeGoal, GoalAdopted, GoalClosed, GoalClosureProposed, GoalClosureRejected, GoalProposed,
    GoalRejected, GoalState, Level, ProposeGoal, event::Kind as Event,
};
use kernel::{Context, Decide, Decision, Invalid, parse, source};

use super::{
    rejection::Rejection,
    state::{Goal, GoalTree, State},
    targets,
};

/// The results tree is answered whole: it holds no more than an answer may.
pub const GOALS_MAX: usize = 1000;

/// What standing knows of the partnership.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Partnership {
    Unknown,
    Forming,
    Active,
}

impl Decide<ProposeGoal> for GoalTree {
    type Known = Partnership;

    fn target(command: &ProposeGoal) -> (&str, &str) {
        (&command.partnership_id, &command.partnership_id)
    }

    fn thing(command: &ProposeGoal, context: &Context) -> String {
        context.or_fresh(&command.goal_id, "goal")
    }

    fn decide(&self, command: &ProposeGoal, partnership: &Partnership, context: &Context) -> Decision<Self> {
        let is_listed = source::is_given(&command.source, context)?;
        let goal_id = Self::thing(command, context);
        let existing = self.goal(&goal_id);
        let proposed = content(command, goal_id, existing, context)?;
        if let Some(existing) = existing {
            return if existing.proposed == proposed { Ok(vec![]) } else { Err(Rejection::IdTaken) };
        }
        match partnership {
            Partnership::Unknown => return Err(Rejection::NoPartnership),
            Partnership::Forming if !is_listed => return Err(Rejection::PartnershipNotActive),
            Partnership::Forming | Partnership::Active => (),
        }
        self.check_parent(&proposed)?;
        targets::check_ids(&proposed.targets, self)?;
        if !is_listed {
            targets::check_due(&proposed.targets, context.today())?;
        }
        if GOALS_MAX <= self.len() {
            let problem = format!("already has {GOALS_MAX} goals, the most that one results tree holds");
            return Err(Invalid::new("partnership_id", problem).into());
        }
        Ok(vec![proposed.into()])
    }
}

/// The goal as it would stand, checked for what can be checked without looking around.
fn content(
    command: &ProposeGoal,
    goal_id: String,
    existing: Option<&Goal>,
    context: &Context,
) -> Result<GoalProposed, Rejection> {
    let ProposeGoal {
        command_id: _,
        validate_only: _,
        partnership_id,
        goal_id: _,
        title,
        level,
        parent_goal_id,
        approach,
        targets,
        source,
    } = command;
    let targets = targets::parsed(targets)?;
    let named = existing.map_or(&[][..], |goal| &goal.proposed.targets);
    Ok(GoalProposed {
        partnership_id: partnership_id.clone(),
        goal_id,
        title: parse::filled("title", title)?.to_owned(),
        level: known_level(*level)?.into(),
        parent_goal_id: parent_goal_id.clone(),
        approach: approach.trim().to_owned(),
        targets: targets::named(targets, named, context),
        source: source.clone(),
    })
}

fn known_level(level: i32) -> Result<Level, Invalid> {
    match Level::try_from(level) {
        Ok(Level::Unspecified) | Err(_) => Err(Invalid::new("level", "is none of output, outcome, impact")),
        Ok(level) => Ok(level),
    }
}

impl GoalTree {
    fn check_parent(&self, proposed: &GoalProposed) -> Result<(), Rejection> {
        if proposed.parent_goal_id.is_empty() {
            return Ok(());
        }
        let parent = self.goal(&proposed.parent_goal_id).ok_or(Rejection::ParentMissing)?;
        if parent.proposed.level <= proposed.level {
            return Err(Rejection::ParentNotHigher);
        }
        match parent.state.seen() {
            over if is_over(over) => Err(Rejection::ParentOver(over)),
            _ => Ok(()),
        }
    }

    /// Why a goal that the members want can't be taken up any more.
    fn obstacle(&self, goal: &Goal) -> Option<String> {
        let parent = self.goal(&goal.proposed.parent_goal_id)?;
        let why = match parent.state.seen() {
            GoalState::Rejected => "was not wanted by the members",
            GoalState::Closed => "was closed",
            _ => return None,
        };
        Some(format!(
            "The members want it, but the goal it serves {why} in the meantime: propose it anew under another."
        ))
    }
}

fn is_over(state: GoalState) -> bool {
    matches!(state, GoalState::Rejected | GoalState::Closed)
}

impl Decide<CloseGoal> for GoalTree {
    type Known = ();

    fn target(command: &CloseGoal) -> (&str, &str) {
        (&command.partnership_id, &command.partnership_id)
    }

    fn thing(command: &CloseGoal, _: &Context) -> String {
        command.goal_id.clone()
    }

    fn decide(&self, command: &CloseGoal, _: &(), _: &Context) -> Decision<Self> {
        let CloseGoal { command_id: _, validate_only: _, partnership_id, goal_id, outcome, why } = command;
        let why = parse::filled("why", why)?;
        let goal = self.goal(goal_id).ok_or(Rejection::NotFound)?;
        match &goal.state {
            State::Active => Ok(vec![
                GoalClosureProposed {
                    partnership_id: partnership_id.clone(),
                    goal_id: goal_id.clone(),
                    outcome: *outcome,
                    why: why.to_owned(),
                    title: goal.proposed.title.clone(),
                }
                .into(),
            ]),
            State::Closing { closure, .. } if (closure.outcome, closure.why.as_str()) == (*outcome, why) => Ok(vec![]),
            State::Closing { .. } => Err(Rejection::AlreadyProposed),
            other => Err(Rejection::NotActive(other.seen())),
        }
    }
}

impl Decide<ConcludeGoal> for GoalTree {
    type Known = ();

    fn target(command: &ConcludeGoal) -> (&str, &str) {
        (&command.partnership_id, &command.partnership_id)
    }

    fn thing(command: &ConcludeGoal, _: &Context) -> String {
        command.goal_id.clone()
    }

    fn decide(&self, command: &ConcludeGoal, _: &(), context: &Context) -> Decision<Self> {
        if !context.is_service() {
            return Err(Rejection::NotForCallers);
        }
        // A subject that is not pending here was concluded before, or never was ours.
        let Some(goal) = self.goal(&command.goal_id) else { return Ok(vec![]) };
        match &goal.state {
            State::Proposed { event_id } if *event_id == command.subject_event_id => {
                Ok(vec![self.concluded(goal, command)])
            }
            State::Closing { event_id, closure } if *event_id == command.subject_event_id => {
                Ok(vec![closed(closure, command)])
            }
            _ => Ok(vec![]),
        }
    }
}

impl GoalTree {
    fn concluded(&self, goal: &Goal, command: &ConcludeGoal) -> Event {
        let ConcludeGoal { command_id: _, validate_only: _, partnership_id, goal_id, subject_event_id, adopted, why } =
            command;
        let rejected = |why: String| GoalRejected {
            partnership_id: partnership_id.clone(),
            goal_id: goal_id.clone(),
            proposed_event_id: subject_event_id.clone(),
            why,
        };
        match self.obstacle(goal) {
            _ if !adopted => rejected(why.clone()).into(),
            Some(obstacle) => rejected(obstacle).into(),
            None => GoalAdopted {
                partnership_id: partnership_id.clone(),
                goal_id: goal_id.clone(),
                proposed_event_id: subject_event_id.clone(),
                title: goal.proposed.title.clone(),
                targets: goal.proposed.targets.clone(),
                why: why.clone(),
            }
            .into(),
        }
    }
}

fn closed(closure: &GoalClosureProposed, command: &ConcludeGoal) -> Event {
    let ConcludeGoal { command_id: _, validate_only: _, partnership_id, goal_id, subject_event_id, adopted, why } =
        command.clone();
    match adopted {
        true => {
            let outcome = closure.outcome;
            GoalClosed { partnership_id, goal_id, outcome, proposed_event_id: subject_event_id, why }.into()
        }
        false => GoalClosureRejected { partnership_id, goal_id, proposed_event_id: subject_event_id, why }.into(),
    }
}
