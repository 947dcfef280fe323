//! Resources: what partners can share and what they lack, and the funds that they promise, give and receive.

pub mod api;
mod known;
pub mod members;
pub mod memory;
pub mod need;
pub mod offer;
pub mod quantity;
pub mod reactions;
pub mod transaction;
pub mod views;

use contract::{log::Envelope, resources::event::Kind as Event};
use jiff::Timestamp;
use runtime::{Reaction, Room, Service, views::View};

pub use members::{Around, Members};
pub use memory::Memory;

pub struct Resources;

impl Service for Resources {
    type Event = Event;
    type Memory = Memory;

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
