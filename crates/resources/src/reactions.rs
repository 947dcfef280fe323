//! What we do when the members decide, when others report something, and when a day passes.

pub mod allocations;
pub mod funds;
pub mod leaving;

use contract::log::Envelope;
use jiff::Timestamp;
use runtime::{Reaction, Room};

use crate::Resources;

pub fn react(known: &Room<Resources>, fact: &Envelope) -> Vec<Reaction<Resources>> {
    let mut reactions = allocations::react(known.memory, fact);
    reactions.extend(funds::react(known, fact));
    reactions.extend(leaving::react(known.memory, fact));
    reactions
}

pub fn due(known: &Room<Resources>, now: Timestamp) -> Vec<Reaction<Resources>> {
    allocations::due(known.memory, now).into_iter().chain(funds::due(known, now)).collect()
}
