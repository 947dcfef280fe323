//! What may be read of partners, partnerships and proposals.

mod charters;
mod exits;
mod participants;
mod partners;
mod partnerships;
mod proposals;

use runtime::views::{View, key};

/// Organisations by id.
pub const PARTNERS: &str = "partners";
/// Partnerships by who lists them: all of the node, and each partner its own.
pub const PARTNERSHIPS: &str = "partnerships";
/// Organisations that a source names, by partnership and id.
pub const PARTICIPANTS: &str = "participants";
/// Charters by partnership and version, and the latest of each.
pub const CHARTERS: &str = "charters";
/// Exit sheets by partnership and partner.
pub const EXITS: &str = "exits";
/// Proposals by partnership and id.
pub const PROPOSALS: &str = "proposals";

pub use charters::VERSIONS;
pub use partnerships::ALL;

pub fn all() -> Vec<Box<dyn View>> {
    vec![
        Box::new(partners::Partners),
        Box::new(partnerships::Partnerships),
        Box::new(charters::Charters),
        Box::new(exits::Exits),
        Box::new(participants::Participants),
        Box::new(proposals::Proposals),
    ]
}

/// Where a thing of a partnership stands in its view.
pub fn place(partnership_id: &str, id: &str) -> Vec<u8> {
    key(&[partnership_id, id])
}
