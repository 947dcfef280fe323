//! What we do when the members decide, when others report something, and when a day passes.

pub mod allocations;
pub mod funds;

use contract::log::Envelope;
use jiff::Timestamp;
use runtime::{Reaction, Room};

use crate::Resources;

pub fn react(known: &Room<Resources>, fact: &Envelope) -> Vec<Reaction<Resources>> {
    allocations::react(known.memory, fact).into_iter().chain(funds::react(known, fact)).collect()
}

pub fn due(known: &Room<Resources>, now: Timestamp) -> Vec<Reaction<Resources>> {
    allocations::due(known.memory, now).into_iter().chain(funds::due(known, now)).collect()
}
