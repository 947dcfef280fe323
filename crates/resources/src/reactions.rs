//! What we do when others report something: nothing yet. Offers and funds move by what partners say of them.

use contract::log::Envelope;
use jiff::Timestamp;
use runtime::Reaction;

use crate::Resources;

pub fn react(_: &Envelope) -> Vec<Reaction<Resources>> {
    vec![]
}

pub fn due(_: Timestamp) -> Vec<Reaction<Resources>> {
    vec![]
}
