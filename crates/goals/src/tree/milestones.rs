//! Milestones on the way to a goal.

use contract::goals::{MilestoneAdded, MilestoneReached};

#[derive(Debug, Clone, PartialEq)]
pub struct Milestone {
    pub added: MilestoneAdded,
    pub reached: Option<MilestoneReached>,
    /// Its day had passed before it was said to be reached.
    pub is_missed: bool,
}

impl Milestone {
    pub fn reach(&mut self, reached: &MilestoneReached) {
        self.reached = Some(reached.clone());
    }
}

impl From<&MilestoneAdded> for Milestone {
    fn from(added: &MilestoneAdded) -> Self {
        Milestone { added: added.clone(), reached: None, is_missed: false }
    }
}
