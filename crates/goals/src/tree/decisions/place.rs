//! Where a goal may stand in the tree.

use contract::goals::{GoalContent, GoalState};

use super::super::{rejection::Rejection, state::GoalTree};

/// How many goals may stand one under the other.
pub const DEPTH_MAX: usize = 10;

impl GoalTree {
    /// Whether the goal, there already or not, may stand where its content says.
    pub(super) fn check_place(&self, goal_id: &str, content: &GoalContent) -> Result<(), Rejection> {
        if self.children(goal_id).any(|(_, it)| !is_over(it.state.seen()) && content.level < it.content.level) {
            return Err(Rejection::BelowItsChildren);
        }
        let parent_id = &content.parent_goal_id;
        if parent_id.is_empty() {
            return Ok(());
        }
        if parent_id == goal_id {
            return Err(Rejection::Circle);
        }
        let parent = self.goal(parent_id).ok_or(Rejection::ParentMissing)?;
        if parent.content.level < content.level {
            return Err(Rejection::ParentLower);
        }
        let stands_there = self.goal(goal_id).is_some_and(|it| it.content.parent_goal_id == *parent_id);
        let over = parent.state.seen();
        if is_over(over) && !stands_there {
            return Err(Rejection::ParentOver(over));
        }
        let above: Vec<_> = self.upwards(parent_id).collect();
        if above.contains(&goal_id) {
            return Err(Rejection::Circle);
        }
        match DEPTH_MAX < above.len() + self.height(goal_id) {
            true => Err(Rejection::TooDeep),
            false => Ok(()),
        }
    }

    /// How many goals stand one under the other from this one down, itself counted.
    fn height(&self, goal_id: &str) -> usize {
        1 + self.children(goal_id).map(|(id, _)| self.height(id)).max().unwrap_or(0)
    }
}

pub(super) fn is_over(state: GoalState) -> bool {
    matches!(state, GoalState::Rejected | GoalState::Withdrawn | GoalState::Closed)
}
