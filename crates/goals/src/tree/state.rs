//! What we remember of a partnership's goals, and how each event changes it.

use std::collections::BTreeMap;

use contract::goals::{GoalClosureProposed, GoalProposed, GoalState, event::Kind as Event};
use kernel::Aggregate;

use super::rejection::Rejection;

/// All goals of a partnership, by id.
///
/// It cannot hold a circle: a goal's parent is there before the goal, is of a higher level, and stays its parent.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct GoalTree {
    goals: BTreeMap<String, Goal>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Goal {
    pub proposed: GoalProposed,
    pub state: State,
}

#[derive(Debug, Clone, PartialEq)]
pub enum State {
    /// A source names it; nobody here decides it.
    Listed,
    /// Before the members, under the id of its GoalProposed.
    Proposed {
        event_id: String,
    },
    Active,
    Rejected,
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

    pub fn has_target(&self, target_id: &str) -> bool {
        let mut targets = self.goals.values().flat_map(|goal| &goal.proposed.targets);
        targets.any(|target| target.target_id == target_id)
    }

    fn now(&mut self, goal_id: &str, state: State) {
        if let Some(goal) = self.goals.get_mut(goal_id) {
            goal.state = state;
        }
    }
}

impl State {
    /// As readers see it.
    pub fn seen(&self) -> GoalState {
        match self {
            State::Listed => GoalState::Listed,
            State::Proposed { .. } => GoalState::Proposed,
            State::Active => GoalState::Active,
            State::Rejected => GoalState::Rejected,
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
                let state = match it.source.is_empty() {
                    true => State::Proposed { event_id: event_id.to_owned() },
                    false => State::Listed,
                };
                self.goals.insert(it.goal_id.clone(), Goal { proposed: it.clone(), state });
            }
            Event::GoalAdopted(it) => self.now(&it.goal_id, State::Active),
            Event::GoalRejected(it) => self.now(&it.goal_id, State::Rejected),
            Event::GoalClosureProposed(it) => {
                let state = State::Closing { event_id: event_id.to_owned(), closure: it.clone() };
                self.now(&it.goal_id, state);
            }
            Event::GoalClosed(it) => self.now(&it.goal_id, State::Closed),
            Event::GoalClosureRejected(it) => self.now(&it.goal_id, State::Active),
            Event::ActivityPlanned(_) => (),
        }
    }
}
