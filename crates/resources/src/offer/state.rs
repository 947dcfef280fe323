//! What we remember of one offer: what it said at first, what it says now, and its book.

use contract::resources::{OfferRevised, ResourceOffered, event::Kind as Event};
use kernel::Aggregate;

use super::{book::Book, rejection::Rejection};

#[derive(Debug, Default, Clone, PartialEq)]
pub enum Offer {
    #[default]
    None,
    Open(Box<Offered>),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Offered {
    pub at_first: ResourceOffered,
    /// As it was revised last.
    pub revised: Option<OfferRevised>,
    /// Why it was taken back.
    pub withdrawn: Option<String>,
    pub book: Book,
}

impl Aggregate for Offer {
    type Event = Event;
    type Rejection = Rejection;
    const KIND: &'static str = "offer";

    fn evolve(&mut self, event: &Event, event_id: &str) {
        match (&mut *self, event) {
            (Offer::None, Event::ResourceOffered(it)) => {
                if let Some(book) = Book::opened(event) {
                    let offered = Offered { at_first: it.clone(), revised: None, withdrawn: None, book };
                    *self = Offer::Open(Box::new(offered));
                }
            }
            (Offer::Open(offered), event) => {
                match event {
                    Event::OfferRevised(it) => offered.revised = Some(it.clone()),
                    Event::OfferWithdrawn(it) => offered.withdrawn = Some(it.reason.clone()),
                    _ => (),
                }
                offered.book.evolve(event, event_id);
            }
            _ => (),
        }
    }
}
