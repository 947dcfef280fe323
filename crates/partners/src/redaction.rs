//! A redaction: what a partner has written in one place is taken out of the record for ever, by itself or by decision.

pub mod decisions;
pub mod rejection;
pub mod state;

use contract::partners::Thing;
use kernel::Aggregate;

pub use rejection::Rejection;
pub use state::Redaction;

use crate::{check_in::CheckIn, comment::Comment, concern::Concern, meeting::Meeting, update::Update};

/// The kind of stream that holds what is written in such a thing; None where nothing can be taken out of it. What was
/// put to the members, and what they decided, stays.
pub fn held_in(thing: Thing) -> Option<&'static str> {
    match thing {
        Thing::Comment => Some(Comment::KIND),
        Thing::Update => Some(Update::KIND),
        Thing::Meeting => Some(Meeting::KIND),
        Thing::CheckIn => Some(CheckIn::KIND),
        Thing::Concern => Some(Concern::KIND),
        _ => None,
    }
}
