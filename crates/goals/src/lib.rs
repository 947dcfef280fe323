//! Goals: what the members of a partnership want to reach together, and their joint work towards it.

pub mod activity;
pub mod alignment;
pub mod approach;
pub mod leaver;
pub mod ranking;
pub mod tree;
pub mod undertaking;

pub mod keeping;
pub mod known;
pub mod memory;

pub mod api;
pub mod reactions;
pub mod views;

use contract::{goals::event::Kind as Event, log::Envelope};
use jiff::Timestamp;
use runtime::{Reaction, Room, Service, views::View};

/// The goals service.
pub struct Goals;

impl Service for Goals {
    type Event = Event;
    type Memory = memory::Memory;

    fn react(known: &Room<Self>, fact: &Envelope) -> Vec<Reaction<Self>> {
        reactions::react(known, fact)
    }

    fn due(known: &Room<Self>, now: Timestamp) -> Vec<Reaction<Self>> {
        reactions::due(known, now)
    }

    fn views() -> Vec<Box<dyn View>> {
        views::all()
    }
}
