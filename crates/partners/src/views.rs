//! What may be read of partners, partnerships and proposals.

mod charters;
pub mod concern_summary;
pub mod concerns;
pub mod directory;
mod exits;
mod expectations;
pub mod flags;
mod participants;
mod partners;
mod partnerships;
mod proposals;
mod reviews;
mod rounds;
pub mod talk;
mod voice;
mod words;
mod written;

use runtime::views::{View, key};

/// Organisations by id.
pub const PARTNERS: &str = "partners";
/// Organisations by name, and by what is searched for.
pub const DIRECTORY: &str = "directory";
/// Flags of partnerships, by partnership and id.
pub const FLAGS: &str = "flags";
/// Partnerships by who lists them: all of the node, and each partner its own.
pub const PARTNERSHIPS: &str = "partnerships";
/// Organisations that a source names, by partnership and id.
pub const PARTICIPANTS: &str = "participants";
/// Concerns by partnership and id.
pub const CONCERNS: &str = "concerns";
/// Charters by partnership and version, and the latest of each.
pub const CHARTERS: &str = "charters";
/// Exit sheets by partnership and partner.
pub const EXITS: &str = "exits";
/// Proposals by partnership and id.
pub const PROPOSALS: &str = "proposals";
/// What partners expect of each other, by partnership.
pub const EXPECTATIONS: &str = "expectations";
/// Feedback rounds by partnership and id.
pub const ROUNDS: &str = "rounds";
/// Reviews by partnership and id.
pub const REVIEWS: &str = "reviews";
/// Voice and power, by partnership and quarter.
pub const VOICE: &str = "voice";

pub use charters::VERSIONS;
pub use expectations::open as open_expectations;
pub use partners::open as open_partner;
pub use partnerships::ALL;
pub use proposals::open as open_proposal;
pub use rounds::open as open_round;
pub use voice::{complete as complete_voice, place_of as voice_of};
pub use written::written;

pub fn all() -> Vec<Box<dyn View>> {
    let mut all: Vec<Box<dyn View>> = vec![
        Box::new(partners::Partners),
        Box::new(directory::Directory),
        Box::new(flags::Flags),
        Box::new(concerns::Concerns),
        Box::new(partnerships::Partnerships),
        Box::new(charters::Charters),
        Box::new(exits::Exits),
        Box::new(participants::Participants),
        Box::new(proposals::Proposals),
        Box::new(expectations::Expectations),
        Box::new(rounds::Rounds),
        Box::new(reviews::Reviews),
        Box::new(voice::Voices),
    ];
    all.extend(talk::all());
    all
}

/// Where a thing of a partnership stands in its view.
pub fn place(partnership_id: &str, id: &str) -> Vec<u8> {
    key(&[partnership_id, id])
}
