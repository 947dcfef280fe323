//! Feedback rounds close at their deadline.

use contract::partners::CloseRound;
use jiff::Timestamp;
use runtime::Reaction;

use crate::{Memory, Partners, round::Round};

pub(super) fn due(memory: &Memory, now: Timestamp) -> impl Iterator<Item = Reaction<Partners>> {
    memory.rounds_due(now).map(|(stream, it)| {
        let (partnership_id, round_id) = (it.partnership_id.clone(), it.round_id.clone());
        let close = CloseRound { partnership_id, round_id, ..Default::default() };
        Reaction::new::<Round, CloseRound>(close).due(stream, "close", it.closes_at)
    })
}
