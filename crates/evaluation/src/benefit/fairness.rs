//! How fair each member finds its own share of what the partnership brings: the last word of each counts.

use std::collections::BTreeMap;

use contract::evaluation::{FairnessRated, RateFairness, event::Kind as Event};
use kernel::{Aggregate, Context, Decide, Decision, Invalid};

use super::{decisions::IsOpen, rejection::Rejection};

/// Up to this rating a member says why.
const WHY_UP_TO: u32 = 3;
const RATINGS: std::ops::RangeInclusive<u32> = 1..=5;

/// One a partnership.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Fairness {
    /// By partner.
    pub ratings: BTreeMap<String, FairnessRated>,
}

impl Aggregate for Fairness {
    type Event = Event;
    type Rejection = Rejection;
    const KIND: &'static str = "fairness";

    fn evolve(&mut self, event: &Event, _: &str) {
        if let Event::FairnessRated(it) = event {
            self.ratings.insert(it.partner_id.clone(), it.clone());
        }
    }
}

impl Decide<RateFairness> for Fairness {
    type Known = IsOpen;

    fn target(command: &RateFairness) -> (&str, &str) {
        (&command.partnership_id, &command.partnership_id)
    }

    fn decide(&self, command: &RateFairness, is_open: &IsOpen, context: &Context) -> Decision<Self> {
        let RateFairness { command_id: _, validate_only: _, partnership_id, rating, why } = command;
        if !RATINGS.contains(rating) {
            let problem = format!("is {rating}: from 1, not fair at all, to 5, wholly fair");
            return Err(Invalid::new("rating", problem).into());
        }
        let why = why.trim();
        if *rating <= WHY_UP_TO && why.is_empty() {
            return Err(Invalid::new("why", "is missing: say what would make your share fair").into());
        }
        let rated = FairnessRated {
            partnership_id: partnership_id.clone(),
            partner_id: context.partner.clone(),
            rating: *rating,
            why: why.to_owned(),
        };
        match self.ratings.get(&context.partner) {
            Some(known) if *known == rated => Ok(vec![]),
            _ if !is_open.0 => Err(Rejection::PartnershipNotActive),
            _ => Ok(vec![rated.into()]),
        }
    }
}
