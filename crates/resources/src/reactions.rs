//! What we do when the members decide, and when a day passes.

pub mod allocations;

use contract::log::Envelope;
use jiff::Timestamp;
use runtime::{Reaction, Room};

use crate::Resources;

pub fn react(known: &Room<Resources>, fact: &Envelope) -> Vec<Reaction<Resources>> {
    allocations::react(known.memory, fact)
}

pub fn due(known: &Room<Resources>, now: Timestamp) -> Vec<Reaction<Resources>> {
    allocations::due(known.memory, now)
}
