//! What we remember of a partnership's goals, and how each event changes it.

use std::collections::{BTreeMap, BTreeSet};

use contract::goals::{
    GoalClosureProposed, GoalContent, GoalProposed, GoalReproposed, GoalRevised, GoalRevisionProposed, GoalState,
    event::Kind as Event,
};
use kernel::Aggregate;

use super::{content, milestones::Milestone, rejection::Rejection};

/// All goals of a partnership, by id. Each stands under its parent, and none under itself.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct GoalTree {
    goals: BTreeMap<String, Goal>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Goal {
    /// What is before the members, or what they have adopted.
    pub content: GoalContent,
    pub source: String,
    /// Who put it to the members last.
    pub proposed_by: String,
    /// How often it was put to them, and why again.
    pub round: u32,
    pub reason: String,
    pub state: State,
    /// Revisions adopted so far.
    pub revision: u32,
    /// Who could decide it.
    pub members: BTreeSet<String>,
    /// The reservation of each that joined later and has said how it stands to the goal; None: it accepts it.
    pub stances: BTreeMap<String, Option<String>>,
    pub milestones: BTreeMap<String, Milestone>,
    /// Targets that revisions took out: their ids stay theirs.
    pub removed: BTreeSet<String>,
    /// Targets with the due date that passed.
    pub missed: BTreeSet<(String, String)>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum State {
    /// A source names it; nobody here decides it.
    Listed,
    /// Before the members, under the id of its GoalProposed or GoalReproposed.
    Proposed {
        event_id: String,
    },
    Active,
    Rejected,
    Withdrawn,
    /// Adopted, and a revision of it before the members, under the id of the GoalRevisionProposed.
    Revising {
        event_id: String,
        revision: Box<GoalRevisionProposed>,
    },
    /// Adopted, and its closing before the members, under the id of the GoalClosureProposed.
    Closing {
        event_id: String,
        closure: GoalClosureProposed,
    },
    Closed,
}

impl GoalTree {
    pub fn goal(&self, goal_id: &str) -> Option<&Goal> {
        self.goals.get(goal_id)
    }

    pub fn len(&self) -> usize {
        self.goals.len()
    }

    pub fn is_empty(&self) -> bool {
        self.goals.is_empty()
    }

    pub fn has_target_elsewhere(&self, target_id: &str, goal_id: &str) -> bool {
        let others = self.goals.iter().filter(|(id, _)| *id != goal_id).map(|(_, goal)| goal);
        others.flat_map(|goal| goal.targets_named()).any(|it| it == target_id)
    }

    /// The goal itself and those above it, upwards.
    pub fn upwards<'t>(&'t self, goal_id: &'t str) -> impl Iterator<Item = &'t str> {
        let above =
            |it: &&'t str| self.goal(it).map(|it| it.content.parent_goal_id.as_str()).filter(|it| !it.is_empty());
        // No tree holds a circle; a bound ends it all the same.
        std::iter::successors(Some(goal_id), above).take(self.goals.len() + 1)
    }

    pub fn children<'t>(&'t self, goal_id: &'t str) -> impl Iterator<Item = (&'t str, &'t Goal)> {
        let children = self.goals.iter().filter(move |(_, it)| it.content.parent_goal_id == goal_id);
        children.map(|(id, it)| (id.as_str(), it))
    }

    fn change(&mut self, goal_id: &str, change: impl FnOnce(&mut Goal)) {
        if let Some(goal) = self.goals.get_mut(goal_id) {
            change(goal);
        }
    }

    fn now(&mut self, goal_id: &str, state: State) {
        self.change(goal_id, |goal| goal.state = state);
    }
}

impl Goal {
    fn first(it: &GoalProposed, event_id: &str) -> Self {
        let state = match it.source.is_empty() {
            true => State::Proposed { event_id: event_id.to_owned() },
            false => State::Listed,
        };
        Goal {
            content: content::proposed(it),
            source: it.source.clone(),
            proposed_by: it.proposed_by.clone(),
            round: 1,
            reason: String::new(),
            state,
            revision: 0,
            members: BTreeSet::new(),
            stances: BTreeMap::new(),
            milestones: BTreeMap::new(),
            removed: BTreeSet::new(),
            missed: BTreeSet::new(),
        }
    }

    fn again(&mut self, it: &GoalReproposed, event_id: &str) {
        self.content = it.content.clone().unwrap_or_default();
        self.proposed_by.clone_from(&it.proposed_by);
        self.round = it.round;
        self.reason.clone_from(&it.reason);
        self.state = State::Proposed { event_id: event_id.to_owned() };
    }

    fn revise(&mut self, it: &GoalRevised) {
        if let State::Revising { revision, .. } = &self.state {
            self.content = revision.content.clone().unwrap_or_default();
        }
        self.revision = it.revision;
        self.removed.extend(it.removed_target_ids.iter().cloned());
        let is_due = |missed: &(String, String)| {
            it.targets.iter().any(|target| (&target.target_id, &target.due_on) == (&missed.0, &missed.1))
        };
        self.missed.retain(is_due);
        self.members.extend(it.members.iter().cloned());
        self.state = State::Active;
    }

    /// The targets it has, once had, or would have if the members wanted its revision.
    fn targets_named(&self) -> impl Iterator<Item = &str> {
        let revised = match &self.state {
            State::Revising { revision, .. } => revision.content.as_ref(),
            _ => None,
        };
        let contents = [Some(&self.content), revised].into_iter().flatten();
        let named = contents.flat_map(|it| &it.targets).map(|it| it.target_id.as_str());
        named.chain(self.removed.iter().map(String::as_str))
    }
}

/// Whether work may be begun towards a goal: it is adopted, and not about to be closed.
pub fn is_worked_on(state: GoalState) -> bool {
    matches!(state, GoalState::Active | GoalState::Revising)
}

impl State {
    /// As readers see it.
    pub fn seen(&self) -> GoalState {
        match self {
            State::Listed => GoalState::Listed,
            State::Proposed { .. } => GoalState::Proposed,
            State::Active => GoalState::Active,
            State::Rejected => GoalState::Rejected,
            State::Withdrawn => GoalState::Withdrawn,
            State::Revising { .. } => GoalState::Revising,
            State::Closing { .. } => GoalState::Closing,
            State::Closed => GoalState::Closed,
        }
    }
}

impl Aggregate for GoalTree {
    type Event = Event;
    type Rejection = Rejection;
    const KIND: &'static str = "goals";

    fn evolve(&mut self, event: &Event, event_id: &str) {
        match event {
            Event::GoalProposed(it) => {
                self.goals.insert(it.goal_id.clone(), Goal::first(it, event_id));
            }
            Event::GoalReproposed(it) => self.change(&it.goal_id, |goal| goal.again(it, event_id)),
            Event::GoalAdopted(it) => self.change(&it.goal_id, |goal| {
                goal.members = it.members.iter().cloned().collect();
                goal.state = State::Active;
            }),
            Event::GoalRejected(it) => self.now(&it.goal_id, State::Rejected),
            Event::GoalWithdrawn(it) => self.now(&it.goal_id, State::Withdrawn),
            Event::GoalRevisionProposed(it) => {
                let state = State::Revising { event_id: event_id.to_owned(), revision: Box::new(it.clone()) };
                self.now(&it.goal_id, state);
            }
            Event::GoalRevised(it) => self.change(&it.goal_id, |goal| goal.revise(it)),
            Event::GoalRevisionRejected(it) => self.now(&it.goal_id, State::Active),
            Event::GoalClosureProposed(it) => {
                let state = State::Closing { event_id: event_id.to_owned(), closure: it.clone() };
                self.now(&it.goal_id, state);
            }
            Event::GoalClosed(it) => self.now(&it.goal_id, State::Closed),
            Event::GoalClosureRejected(it) => self.now(&it.goal_id, State::Active),
            Event::GoalClosureWithdrawn(it) => self.now(&it.goal_id, State::Active),
            Event::GoalAccepted(it) => {
                self.change(&it.goal_id, |goal| drop(goal.stances.insert(it.partner_id.clone(), None)));
            }
            Event::ReservationStated(it) => self.change(&it.goal_id, |goal| {
                goal.stances.insert(it.partner_id.clone(), Some(it.reservation.clone()));
            }),
            Event::MilestoneAdded(it) => self.change(&it.goal_id, |goal| {
                goal.milestones.insert(it.milestone_id.clone(), Milestone::from(it));
            }),
            Event::MilestoneReached(it) => self.change(&it.goal_id, |goal| {
                goal.milestones.entry(it.milestone_id.clone()).and_modify(|milestone| milestone.reach(it));
            }),
            Event::MilestoneMissed(it) => self.change(&it.goal_id, |goal| {
                goal.milestones.entry(it.milestone_id.clone()).and_modify(|milestone| milestone.is_missed = true);
            }),
            Event::TargetMissed(it) => self.change(&it.goal_id, |goal| {
                goal.missed.insert((it.target_id.clone(), it.due_on.clone()));
            }),
            _ => (),
        }
    }
}
