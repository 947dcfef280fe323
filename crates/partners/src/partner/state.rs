//! What we remember of one organisation.

use contract::partners::{PartnerRegistered, event::Kind as Event};
use kernel::Aggregate;

use super::rejection::Rejection;

#[derive(Debug, Default, Clone, PartialEq)]
pub enum Partner {
    #[default]
    Unregistered,
    Registered(PartnerRegistered),
}

impl Aggregate for Partner {
    type Event = Event;
    type Rejection = Rejection;
    const KIND: &'static str = "partner";

    fn evolve(&mut self, event: &Event, _: &str) {
        if let Event::PartnerRegistered(it) = event {
            *self = Partner::Registered(it.clone());
        }
    }
}
