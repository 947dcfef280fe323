//! What is always at hand: what offers, needs and transactions may serve, every allocation, and funds.

mod aims;
mod funds;
mod leaving;
mod offers;
mod plans;

use std::collections::HashSet;

use contract::{
    goals::event::Kind as Planned,
    log::{Envelope, envelope::Fact},
    partners::event::Kind as Partnership,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::offer::Asked;

pub use funds::{Funds, Lapsed, Ours};
pub use leaving::Exit;
pub use offers::{Late, Place, Proposed, Taken};
pub use plans::{Line, Payment, Plans};

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Memory {
    /// Partnership and activity, their UUIDs as numbers: 32 bytes each, some hundreds a partnership.
    activities: HashSet<(u128, u128)>,
    /// Partnership and goal, likewise.
    goals: HashSet<(u128, u128)>,
    offers: offers::Offers,
    leaving: leaving::Leaving,
    pub funds: Funds,
}

impl Memory {
    pub fn knows_activity(&self, partnership_id: &str, activity_id: &str) -> bool {
        pair(partnership_id, activity_id).is_some_and(|it| self.activities.contains(&it))
    }

    pub fn knows_goal(&self, partnership_id: &str, goal_id: &str) -> bool {
        pair(partnership_id, goal_id).is_some_and(|it| self.goals.contains(&it))
    }

    /// What was asked of the offers of a partnership, by allocation.
    pub fn allocations(&self, partnership_id: &str) -> impl Iterator<Item = (&str, &Taken)> {
        self.offers.in_partnership(partnership_id)
    }

    pub fn allocation(&self, partnership_id: &str, allocation_id: &str) -> Option<&Taken> {
        self.offers.taken(partnership_id, allocation_id)
    }

    pub fn need(&self, partnership_id: &str, need_id: &str) -> Option<Asked> {
        self.offers.need(partnership_id, need_id)
    }

    /// What a fact put before the members, until they have decided.
    pub fn before_the_members(&self, event_id: &str) -> Option<&Proposed> {
        self.offers.proposed(event_id)
    }

    /// Allocations whose last day is over by now and of which something is late, and not known to be: the earliest first.
    pub fn late(&self, now: Timestamp) -> impl Iterator<Item = Late<'_>> {
        self.offers.late(now)
    }

    /// Who leaves a partnership, or has left it.
    pub fn leaving(&self, partnership_id: &str) -> impl Iterator<Item = (&str, &Exit)> {
        self.leaving.from(partnership_id)
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
            Some(Fact::Resources(event)) => event.kind.iter().for_each(|it| {
                self.offers.remember(it, fact);
                self.funds.own(it, fact);
                self.leaving.own(it);
            }),
            Some(Fact::Partners(event)) => event.kind.iter().for_each(|it| {
                if let Partnership::PartnershipClosed(it) = it {
                    self.offers.over(&it.partnership_id);
                }
                self.funds.heard_partners(it, fact);
                self.leaving.heard(it, fact);
            }),
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
