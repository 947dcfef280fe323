//! What may be read of partners, partnerships and proposals.

pub mod concern_summary;
pub mod concerns;
pub mod directory;
pub mod flags;
mod moment;
mod participants;
mod partners;
mod partnerships;
mod proposals;
mod words;

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
/// Proposals by partnership and id.
pub const PROPOSALS: &str = "proposals";

pub use partnerships::ALL;

pub fn all() -> Vec<Box<dyn View>> {
    vec![
        Box::new(partners::Partners),
        Box::new(directory::Directory),
        Box::new(flags::Flags),
        Box::new(concerns::Concerns),
        Box::new(partnerships::Partnerships),
        Box::new(participants::Participants),
        Box::new(proposals::Proposals),
    ]
}

/// Where a thing of a partnership stands in its view.
pub fn place(partnership_id: &str, id: &str) -> Vec<u8> {
    key(&[partnership_id, id])
}
