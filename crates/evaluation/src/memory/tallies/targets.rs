//! How the targets of one partnership stand, each at its goal's level.

use std::collections::{BTreeMap, HashMap};

use contract::{
    evaluation::event::Kind as Own,
    goals::{GoalContent, Level, Outcome, Target, TargetKind, event::Kind as Goals},
};
use serde::{Deserialize, Serialize};

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Targets {
    /// By goal, a number of accord.goals.v1.Level.
    levels: HashMap<String, i32>,
    /// By the fact that proposes it, another level for a goal.
    proposed: HashMap<String, i32>,
    stands: BTreeMap<String, Stand>,
}

/// Where one target stands.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Stand {
    goal_id: String,
    /// A number of accord.goals.v1.TargetKind.
    kind: i32,
    /// Something is verified, and adds up.
    pub(crate) is_measured: bool,
    /// In hundredths of a percent; None: undefined.
    pub(crate) progress: Option<i64>,
    pub(crate) due: Option<i64>,
    measured_until: String,
    pub(crate) is_reached: bool,
    pub(crate) was_reached: bool,
}

impl Stand {
    pub(crate) fn kind(&self) -> TargetKind {
        TargetKind::try_from(self.kind).unwrap_or_default()
    }
}

impl Targets {
    pub(crate) fn all(&self) -> impl Iterator<Item = (Level, &Stand)> {
        let level = |goal_id: &String| self.levels.get(goal_id).and_then(|it| Level::try_from(*it).ok());
        self.stands.values().map(move |it| (level(&it.goal_id).unwrap_or_default(), it))
    }

    /// What was proposed, and what came of it; whether a figure moves.
    pub(super) fn agreed(&mut self, event: &Goals, event_id: &str) -> bool {
        match event {
            Goals::GoalProposed(it) => {
                self.levels.insert(it.goal_id.clone(), it.level);
            }
            Goals::GoalReproposed(it) => {
                self.levels.insert(it.goal_id.clone(), level(it.content.as_ref()));
            }
            Goals::GoalRevisionProposed(it) => {
                self.proposed.insert(event_id.to_owned(), level(it.content.as_ref()));
            }
            Goals::GoalRevised(it) => {
                if let Some(level) = self.proposed.remove(&it.proposed_event_id) {
                    self.levels.insert(it.goal_id.clone(), level);
                }
                return true;
            }
            Goals::GoalClosed(it) if it.outcome() == Outcome::Dropped => {
                self.stands.retain(|_, stand| stand.goal_id != it.goal_id);
                return true;
            }
            _ => (),
        }
        false
    }

    /// Whether a figure moves.
    pub(super) fn measured(&mut self, event: &Own) -> bool {
        match event {
            Own::TargetOpened(it) => {
                let stand = Stand { goal_id: it.goal_id.clone(), kind: kind(it.target.as_ref()), ..Default::default() };
                self.stands.insert(it.target_id.clone(), stand);
            }
            Own::TargetRevised(it) => {
                let stand = Stand {
                    goal_id: it.goal_id.clone(),
                    kind: kind(it.target.as_ref()),
                    is_measured: !it.actual.is_empty(),
                    progress: it.progress_basis_points,
                    due: it.due_basis_points,
                    measured_until: it.measured_until.clone(),
                    // That it is reached, or not any more, is said behind it where it changes.
                    is_reached: self.stands.get(&it.target_id).is_some_and(|it| it.is_reached),
                    was_reached: false,
                };
                self.stands.insert(it.target_id.clone(), stand);
            }
            Own::TargetDropped(it) => drop(self.stands.remove(&it.target_id)),
            Own::ProgressRecorded(it) => self.change(&it.target_id, |stand| {
                stand.is_measured = !it.actual.is_empty();
                stand.progress = it.progress_basis_points;
                stand.was_reached |= stand.is_reached;
                // A value for an earlier period moves the figure, not the period reached. Dates compare as text.
                if stand.measured_until <= it.period_end {
                    stand.measured_until.clone_from(&it.period_end);
                    stand.due = it.due_basis_points;
                }
            }),
            Own::TargetRecounted(it) => self.change(&it.target_id, |stand| {
                stand.is_measured = !it.actual.is_empty();
                stand.progress = it.progress_basis_points;
                stand.was_reached |= stand.is_reached;
            }),
            Own::TargetReached(it) => self.change(&it.target_id, |stand| {
                (stand.is_reached, stand.was_reached) = (true, true);
            }),
            Own::TargetLost(it) => self.change(&it.target_id, |stand| stand.is_reached = false),
            _ => return false,
        }
        true
    }

    fn change(&mut self, target_id: &str, change: impl FnOnce(&mut Stand)) {
        if let Some(stand) = self.stands.get_mut(target_id) {
            change(stand);
        }
    }
}

fn level(content: Option<&GoalContent>) -> i32 {
    content.map_or(0, |it| it.level)
}

fn kind(target: Option<&Target>) -> i32 {
    target.map_or(0, |it| it.kind)
}
