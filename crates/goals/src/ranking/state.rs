//! What we remember of one member's ranking: the last one.

use contract::goals::{RankedTier, event::Kind as Event};
use kernel::Aggregate;

use super::rejection::Rejection;

#[derive(Debug, Default, Clone, PartialEq)]
pub struct Ranking {
    pub tiers: Vec<RankedTier>,
}

impl Aggregate for Ranking {
    type Event = Event;
    type Rejection = Rejection;
    const KIND: &'static str = "ranking";

    fn evolve(&mut self, event: &Event, _: &str) {
        if let Event::GoalsRanked(it) = event {
            self.tiers.clone_from(&it.tiers);
        }
    }
}
