//! What is always at hand: which activities there are, so that no transaction pays for one that there is not; and funds.

mod aims;
mod funds;
mod plans;

use std::collections::HashSet;

use contract::{
    goals,
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
    pub funds: Funds,
}

impl Memory {
    pub fn knows_activity(&self, partnership_id: &str, activity_id: &str) -> bool {
        pair(partnership_id, activity_id).is_some_and(|it| self.activities.contains(&it))
    }
}

impl runtime::Memory for Memory {
    fn remember(&mut self, fact: &Envelope) {
        if let Some(Fact::Goals(goals::Event { kind: Some(goals::event::Kind::ActivityPlanned(it)) })) = &fact.fact {
            self.activities.extend(pair(&it.partnership_id, &it.activity_id));
        }
        match &fact.fact {
            Some(Fact::Resources(event)) => event.kind.iter().for_each(|it| self.funds.own(it, fact)),
            Some(Fact::Partners(event)) => event.kind.iter().for_each(|it| self.funds.heard_partners(it)),
            Some(Fact::Goals(event)) => event.kind.iter().for_each(|it| self.funds.heard_goals(it)),
            Some(Fact::Evaluation(event)) => event.kind.iter().for_each(|it| self.funds.heard_evaluation(it, fact)),
            _ => (),
        }
    }
}

fn pair(partnership_id: &str, activity_id: &str) -> Option<(u128, u128)> {
    let number = |id: &str| Uuid::try_parse(id).ok().map(|it| it.as_u128());
    Some((number(partnership_id)?, number(activity_id)?))
}
