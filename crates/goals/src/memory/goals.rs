//! Where each goal stands, what of it is before the members, and which targets are reached.

use std::collections::{BTreeMap, HashMap};

use contract::{
    evaluation::event::Kind as Measured,
    goals::{self, GoalState, TargetKind, event::Kind as Event},
};
use serde::{Deserialize, Serialize};

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Goals {
    /// Goals by id, by partnership.
    partnerships: HashMap<String, BTreeMap<String, Goal>>,
}

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Goal {
    /// A number of accord.goals.v1.GoalState.
    state: i32,
    /// The fact that is before the members; empty: none.
    subject_event_id: String,
    /// Targets by id, once adopted and until closed.
    targets: BTreeMap<String, Target>,
}

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Target {
    /// A number of accord.goals.v1.TargetKind.
    kind: i32,
    value: String,
    /// The value that reached it, as long as it is reached or kept.
    reached_with: Option<String>,
}

impl Goals {
    pub(super) fn goal(&self, partnership_id: &str, goal_id: &str) -> Option<&Goal> {
        self.partnerships.get(partnership_id)?.get(goal_id)
    }

    /// The goal that a fact put before the members, until they have decided.
    pub(super) fn before_the_members(&self, partnership_id: &str, event_id: &str) -> Option<&str> {
        let goals = self.partnerships.get(partnership_id)?;
        let (goal_id, _) = goals.iter().find(|(_, goal)| goal.subject_event_id == event_id)?;
        Some(goal_id)
    }

    fn goal_mut(&mut self, partnership_id: &str, goal_id: &str) -> &mut Goal {
        self.partnerships.entry(partnership_id.to_owned()).or_default().entry(goal_id.to_owned()).or_default()
    }

    pub(super) fn own(&mut self, event: &Event, event_id: &str) {
        match event {
            Event::GoalProposed(it) if it.source.is_empty() => {
                self.goal_mut(&it.partnership_id, &it.goal_id).put_before_the_members(GoalState::Proposed, event_id);
            }
            Event::GoalProposed(it) => self.goal_mut(&it.partnership_id, &it.goal_id).is_now(GoalState::Listed),
            Event::GoalAdopted(it) => {
                let goal = self.goal_mut(&it.partnership_id, &it.goal_id);
                goal.is_now(GoalState::Active);
                goal.targets = it.targets.iter().map(|it| (it.target_id.clone(), Target::from(it))).collect();
            }
            Event::GoalRejected(it) => self.goal_mut(&it.partnership_id, &it.goal_id).is_now(GoalState::Rejected),
            Event::GoalClosureProposed(it) => {
                self.goal_mut(&it.partnership_id, &it.goal_id).put_before_the_members(GoalState::Closing, event_id);
            }
            Event::GoalClosed(it) => {
                let goal = self.goal_mut(&it.partnership_id, &it.goal_id);
                goal.is_now(GoalState::Closed);
                goal.targets.clear();
            }
            Event::GoalClosureRejected(it) => {
                self.goal_mut(&it.partnership_id, &it.goal_id).is_now(GoalState::Active);
            }
            Event::ActivityPlanned(_) => (),
        }
    }

    pub(super) fn measured(&mut self, event: &Measured) {
        match event {
            Measured::TargetReached(it) => {
                self.mark(&it.partnership_id, &it.goal_id, &it.target_id, Some(it.actual.clone()));
            }
            Measured::TargetLost(it) => self.mark(&it.partnership_id, &it.goal_id, &it.target_id, None),
            _ => (),
        }
    }

    fn mark(&mut self, partnership_id: &str, goal_id: &str, target_id: &str, reached_with: Option<String>) {
        let goal = self.partnerships.get_mut(partnership_id).and_then(|goals| goals.get_mut(goal_id));
        if let Some(target) = goal.and_then(|goal| goal.targets.get_mut(target_id)) {
            target.reached_with = reached_with;
        }
    }
}

impl Goal {
    pub fn state(&self) -> GoalState {
        GoalState::try_from(self.state).unwrap_or_default()
    }

    /// Whether nothing is left to do: all targets are reached or kept, and at least one was to be reached.
    ///
    /// A goal that is only to keep something is never done by keeping it for a while.
    pub fn is_achieved(&self) -> bool {
        let is_done = self.targets.values().all(|target| target.reached_with.is_some());
        is_done && self.targets.values().any(|target| target.kind() == TargetKind::Reach)
    }

    /// What each target asked and got: at most 1,500 bytes with all its 20 targets.
    pub fn figures(&self) -> String {
        let figures: Vec<_> = self.targets.values().map(Target::figure).collect();
        figures.join("; ")
    }

    fn put_before_the_members(&mut self, state: GoalState, event_id: &str) {
        self.state = state.into();
        self.subject_event_id = event_id.to_owned();
    }

    fn is_now(&mut self, state: GoalState) {
        self.state = state.into();
        self.subject_event_id.clear();
    }
}

impl Target {
    fn kind(&self) -> TargetKind {
        TargetKind::try_from(self.kind).unwrap_or_default()
    }

    fn figure(&self) -> String {
        let (actual, value) = (self.reached_with.as_deref().unwrap_or("nothing"), &self.value);
        match self.kind() {
            TargetKind::KeepAtOrAbove => format!("{actual}, at least {value}"),
            TargetKind::KeepAtOrBelow => format!("{actual}, at most {value}"),
            TargetKind::Reach | TargetKind::Unspecified => format!("{actual} of {value}"),
        }
    }
}

impl From<&goals::Target> for Target {
    fn from(it: &goals::Target) -> Self {
        Target { kind: it.kind, value: it.value.clone(), reached_with: None }
    }
}
