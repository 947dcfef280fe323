//! What is always at hand: which goals and activities there are, so that nothing serves one that there is not.

use std::collections::HashSet;

use contract::{
    goals,
    log::{Envelope, envelope::Fact},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Memory {
    /// Partnership and activity, their UUIDs as numbers: 32 bytes each, some hundreds a partnership.
    activities: HashSet<(u128, u128)>,
    /// Partnership and goal, likewise.
    goals: HashSet<(u128, u128)>,
}

impl Memory {
    pub fn knows_activity(&self, partnership_id: &str, activity_id: &str) -> bool {
        pair(partnership_id, activity_id).is_some_and(|it| self.activities.contains(&it))
    }

    pub fn knows_goal(&self, partnership_id: &str, goal_id: &str) -> bool {
        pair(partnership_id, goal_id).is_some_and(|it| self.goals.contains(&it))
    }
}

impl runtime::Memory for Memory {
    fn remember(&mut self, fact: &Envelope) {
        let Some(Fact::Goals(goals::Event { kind: Some(event) })) = &fact.fact else { return };
        match event {
            goals::event::Kind::ActivityPlanned(it) => {
                self.activities.extend(pair(&it.partnership_id, &it.activity_id));
            }
            goals::event::Kind::GoalProposed(it) => self.goals.extend(pair(&it.partnership_id, &it.goal_id)),
            _ => (),
        }
    }
}

fn pair(partnership_id: &str, activity_id: &str) -> Option<(u128, u128)> {
    let number = |id: &str| Uuid::try_parse(id).ok().map(|it| it.as_u128());
    Some((number(partnership_id)?, number(activity_id)?))
}
