//! What we do when others report something, and what falls due.

pub mod funds;

use contract::log::Envelope;
use jiff::Timestamp;
use runtime::{Reaction, Room};

use crate::Resources;

pub fn react(room: &Room<Resources>, fact: &Envelope) -> Vec<Reaction<Resources>> {
    funds::react(room, fact)
}

pub fn due(room: &Room<Resources>, now: Timestamp) -> Vec<Reaction<Resources>> {
    funds::due(room, now)
}
