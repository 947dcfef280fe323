//! What ranking the goals leads to.

use std::collections::{BTreeMap, HashSet};

use contract::goals::{GoalState, GoalsRanked, RankGoals, RankedTier};
use kernel::{Context, Decide, Decision, Invalid};

use super::{rejection::Rejection, state::Ranking};
use crate::{alignment::is_ranked, tree::Partnership};

/// What is around the ranking: its partnership, and where the goals it names stand.
#[derive(Debug, Clone, PartialEq)]
pub struct Around {
    pub partnership: Partnership,
    pub goals: BTreeMap<String, GoalState>,
}

impl Decide<RankGoals> for Ranking {
    type Known = Around;

    fn target(command: &RankGoals) -> (&str, &str) {
        (&command.partnership_id, &command.partner_id)
    }

    fn decide(&self, command: &RankGoals, around: &Around, context: &Context) -> Decision<Self> {
        let RankGoals { command_id: _, validate_only: _, partnership_id, partner_id, tiers } = command;
        if *partner_id != context.partner {
            return Err(Rejection::NotYours { own: context.partner.clone() });
        }
        check_distinct(command)?;
        let tiers = in_one_way(tiers);
        if self.tiers == tiers {
            return Ok(vec![]);
        }
        if around.partnership != Partnership::Active {
            return Err(Rejection::PartnershipNotActive);
        }
        for goal_id in tiers.iter().flat_map(|it| &it.goal_ids) {
            match around.goals.get(goal_id) {
                None => return Err(Rejection::GoalNotFound { goal_id: goal_id.clone() }),
                Some(state) if is_ranked(*state) => (),
                Some(state) => return Err(Rejection::GoalNotAdopted { goal_id: goal_id.clone(), state: *state }),
            }
        }
        Ok(vec![GoalsRanked { partnership_id: partnership_id.clone(), partner_id: partner_id.clone(), tiers }.into()])
    }
}

/// What is tied has no order: the same ranking is always written alike.
fn in_one_way(tiers: &[RankedTier]) -> Vec<RankedTier> {
    let mut tiers = tiers.to_vec();
    tiers.iter_mut().for_each(|it| it.goal_ids.sort_unstable());
    tiers
}

/// Every goal has one place, and every place a goal.
fn check_distinct(command: &RankGoals) -> Result<(), Invalid> {
    if command.tiers.is_empty() || command.tiers.iter().any(|it| it.goal_ids.is_empty()) {
        return Err(Invalid::new("tiers.goal_ids", "is missing: every tier names the goals that stand in it"));
    }
    let mut seen = HashSet::new();
    match command.tiers.iter().flat_map(|it| &it.goal_ids).find(|it| !seen.insert(*it)) {
        Some(twice) => Err(Invalid::new("tiers.goal_ids", format!("names a goal twice: {twice}"))),
        None => Ok(()),
    }
}
