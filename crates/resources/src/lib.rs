//! Resources: what partners can share, and the funds that they promise, give and receive.

pub mod api;
mod known;
mod memory;
pub mod offer;
pub mod publication;
pub mod reactions;
pub mod transaction;
pub mod views;

use contract::{log::Envelope, resources::event::Kind as Event};
use jiff::Timestamp;
use runtime::{Reaction, Room, Service, views::View};

pub use memory::Memory;

pub struct Resources;

impl Service for Resources {
    type Event = Event;
    type Memory = Memory;

    fn react(_: &Room<Self>, fact: &Envelope) -> Vec<Reaction<Self>> {
        reactions::react(fact)
    }

    fn due(_: &Room<Self>, now: Timestamp) -> Vec<Reaction<Self>> {
        reactions::due(now)
    }

    fn views() -> Vec<Box<dyn View>> {
        views::all()
    }
}
