//! What is always at hand: which goals and activities there are, so that nothing serves one that there is not; and funds.

mod aims;
mod funds;
mod plans;

use std::collections::HashSet;

use contract::{
    goals::event::Kind as Planned,
    log::{Envelope, envelope::Fact},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use funds::{Funds, Lapsed, Ours, day_of};
pub use plans::{Line, Payment, Plans};

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Memory {
    /// Partnership and activity, their UUIDs as numbers: 32 bytes each, some hundreds a partnership.
    activities: HashSet<(u128, u128)>,
    /// Partnership and goal, likewise.
    goals: HashSet<(u128, u128)>,
    pub funds: Funds,
}

impl Memory {
    pub fn knows_activity(&self, partnership_id: &str, activity_id: &str) -> bool {
        pair(partnership_id, activity_id).is_some_and(|it| self.activities.contains(&it))
    }

    pub fn knows_goal(&self, partnership_id: &str, goal_id: &str) -> bool {
        pair(partnership_id, goal_id).is_some_and(|it| self.goals.contains(&it))
    }

    fn heard_goals(&mut self, event: &Planned) {
        match event {
            Planned::ActivityPlanned(it) => self.activities.extend(pair(&it.partnership_id, &it.activity_id)),
            Planned::GoalProposed(it) => self.goals.extend(pair(&it.partnership_id, &it.goal_id)),
            _ => (),
        }
    }
}

impl runtime::Memory for Memory {
    fn remember(&mut self, fact: &Envelope) {
        match &fact.fact {
            Some(Fact::Resources(event)) => event.kind.iter().for_each(|it| self.funds.own(it, fact)),
            Some(Fact::Partners(event)) => event.kind.iter().for_each(|it| self.funds.heard_partners(it)),
            Some(Fact::Goals(event)) => event.kind.iter().for_each(|it| {
                self.heard_goals(it);
                self.funds.heard_goals(it);
            }),
            Some(Fact::Evaluation(event)) => event.kind.iter().for_each(|it| self.funds.heard_evaluation(it, fact)),
            _ => (),
        }
    }
}

fn pair(partnership_id: &str, activity_id: &str) -> Option<(u128, u128)> {
    let number = |id: &str| Uuid::try_parse(id).ok().map(|it| it.as_u128());
    Some((number(partnership_id)?, number(activity_id)?))
}
