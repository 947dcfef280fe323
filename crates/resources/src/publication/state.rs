//! What we remember of one publication: all of it, so that the same one again changes nothing.

use contract::resources::{PublicationKept, event::Kind as Event};
use kernel::Aggregate;

use super::rejection::Rejection;

#[derive(Debug, Default, Clone, PartialEq)]
pub enum Publication {
    #[default]
    None,
    Kept(Box<PublicationKept>),
}

impl Aggregate for Publication {
    type Event = Event;
    type Rejection = Rejection;
    const KIND: &'static str = "publication";

    fn evolve(&mut self, event: &Event, _: &str) {
        if let Event::PublicationKept(it) = event {
            *self = Publication::Kept(Box::new(it.clone()));
        }
    }
}
