//! What rating an approach leads to.

use contract::goals::{ApproachRated, GoalState, RateApproach};
use kernel::{Context, Decide, Decision, Invalid};

use super::{rejection::Rejection, state::Approach};
use crate::{alignment::is_rated, tree::Partnership};

/// Up to this rating a member says why: the others can only answer what they know.
const WHY_UP_TO: u32 = 1;
const RATING_MAX: u32 = 4;

/// What is around the approach: its partnership, and where its goal stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Around {
    pub partnership: Partnership,
    pub goal: Option<GoalState>,
    /// Which of the goal's approaches is the one in question now.
    pub approach_version: u32,
}

impl Decide<RateApproach> for Approach {
    type Known = Around;

    fn target(command: &RateApproach) -> (&str, &str) {
        (&command.partnership_id, &command.goal_id)
    }

    fn decide(&self, command: &RateApproach, around: &Around, context: &Context) -> Decision<Self> {
        let rated = rated(command, around.approach_version, context)?;
        let goal = around.goal.ok_or(Rejection::GoalNotFound)?;
        if self.ratings.get(&context.partner) == Some(&rated) {
            return Ok(vec![]);
        }
        if around.partnership != Partnership::Active {
            return Err(Rejection::PartnershipNotActive);
        }
        if !is_rated(goal) {
            return Err(Rejection::GoalState(goal));
        }
        Ok(vec![rated.into()])
    }
}

fn rated(command: &RateApproach, approach_version: u32, context: &Context) -> Result<ApproachRated, Invalid> {
    let RateApproach { command_id: _, validate_only: _, partnership_id, goal_id, rating, why } = command;
    let rating = rating.filter(|it| *it <= RATING_MAX);
    let rating = rating.ok_or_else(|| Invalid::new("rating", "is missing: 0, not behind it, to 4, fully"))?;
    let why = why.trim();
    if rating <= WHY_UP_TO && why.is_empty() {
        return Err(Invalid::new("why", "is missing: say what you would need to stand behind the approach"));
    }
    Ok(ApproachRated {
        partnership_id: partnership_id.clone(),
        goal_id: goal_id.clone(),
        partner_id: context.partner.clone(),
        rating,
        why: why.to_owned(),
        approach_version,
    })
}
