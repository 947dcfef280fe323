//! Resources: what partners can share and what they lack, and the funds that they promise, give and receive.

pub mod around;
pub mod budget;
pub mod disbursement;
pub mod leaver;
pub mod need;
pub mod offer;
pub mod practice;
pub mod publication;
pub mod quantity;
pub mod rates;
pub mod reciprocity;
pub mod transaction;

pub mod figures;
pub mod known;
pub mod memory;

pub mod api;
pub mod reactions;
pub mod views;

use contract::{log::Envelope, resources::event::Kind as Event};
use jiff::Timestamp;
use runtime::{Reaction, Room, Service, views::View};

pub use around::Around;
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
