//! What we remember of one offer.

use contract::resources::{ResourceOffered, event::Kind as Event};
use kernel::Aggregate;

use super::rejection::Rejection;

#[derive(Debug, Default, Clone, PartialEq)]
pub enum Offer {
    #[default]
    None,
    Open(Box<ResourceOffered>),
}

impl Aggregate for Offer {
    type Event = Event;
    type Rejection = Rejection;
    const KIND: &'static str = "offer";

    fn evolve(&mut self, event: &Event, _: &str) {
        if let Event::ResourceOffered(it) = event {
            *self = Offer::Open(Box::new(it.clone()));
        }
    }
}
