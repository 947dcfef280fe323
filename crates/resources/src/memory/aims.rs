//! Goals, and which of their milestones and targets are reached: what conditions wait for.

use std::collections::{BTreeMap, HashMap, HashSet};

use contract::{
    evaluation::event::Kind as Measured,
    goals::{Target, event::Kind as Goals},
};
use serde::{Deserialize, Serialize};

use crate::figures::Id;

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Aims {
    goals: HashSet<(Id, Id)>,
    /// By partnership and target, the goal and the indicator.
    targets: BTreeMap<(Id, Id), (Id, Id)>,
    /// By partnership and milestone, or target, the day since when.
    reached: HashMap<(Id, Id), String>,
}

impl Aims {
    pub(super) fn knows_goal(&self, partnership: Id, goal: Id) -> bool {
        self.goals.contains(&(partnership, goal))
    }

    /// Since when a milestone is reached.
    pub(super) fn milestone(&self, partnership: Id, milestone: Id) -> Option<&String> {
        self.reached.get(&(partnership, milestone))
    }

    /// Since when a target of the goal for the indicator is reached.
    pub(super) fn measurement(&self, partnership: Id, goal: Id, indicator: Id) -> Option<&String> {
        let ours = self.targets.range((partnership, Id::default())..).take_while(|((of, _), _)| *of == partnership);
        let targets = ours.filter(|(_, it)| **it == (goal, indicator));
        targets.filter_map(|(place, _)| self.reached.get(place)).min()
    }

    /// The goal and the indicator of a target.
    pub(super) fn target(&self, partnership: Id, target: Id) -> Option<(Id, Id)> {
        self.targets.get(&(partnership, target)).copied()
    }

    pub(super) fn heard(&mut self, event: &Goals) {
        match event {
            Goals::GoalAdopted(it) => self.agree(&it.partnership_id, &it.goal_id, &it.targets),
            Goals::GoalRevised(it) => self.agree(&it.partnership_id, &it.goal_id, &it.targets),
            Goals::MilestoneReached(it) => {
                let place = (Id::of(&it.partnership_id), Id::of(&it.milestone_id));
                self.reached.insert(place, it.reached_on.clone());
            }
            _ => (),
        }
    }

    pub(super) fn measured(&mut self, event: &Measured, day: &str) {
        match event {
            Measured::TargetReached(it) => {
                let place = (Id::of(&it.partnership_id), Id::of(&it.target_id));
                self.reached.insert(place, day.to_owned());
            }
            Measured::TargetLost(it) => {
                self.reached.remove(&(Id::of(&it.partnership_id), Id::of(&it.target_id)));
            }
            _ => (),
        }
    }

    fn agree(&mut self, partnership_id: &str, goal_id: &str, targets: &[Target]) {
        let (partnership, goal) = (Id::of(partnership_id), Id::of(goal_id));
        self.goals.insert((partnership, goal));
        for it in targets {
            let place = (partnership, Id::of(&it.target_id));
            self.targets.insert(place, (goal, Id::of(&it.indicator_id)));
        }
    }
}
