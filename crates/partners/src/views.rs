//! What may be read of partners, partnerships and proposals.

mod participants;
mod partners;
mod partnerships;
mod proposals;
pub mod talk;

use runtime::views::{View, key};

/// Organisations by id.
pub const PARTNERS: &str = "partners";
/// Partnerships by who lists them: all of the node, and each partner its own.
pub const PARTNERSHIPS: &str = "partnerships";
/// Organisations that a source names, by partnership and id.
pub const PARTICIPANTS: &str = "participants";
/// Proposals by partnership and id.
pub const PROPOSALS: &str = "proposals";

pub use partnerships::ALL;

pub fn all() -> Vec<Box<dyn View>> {
    let mut all: Vec<Box<dyn View>> = vec![
        Box::new(partners::Partners),
        Box::new(partnerships::Partnerships),
        Box::new(participants::Participants),
        Box::new(proposals::Proposals),
    ];
    all.extend(talk::all());
    all
}

/// Where a thing of a partnership stands in its view.
pub fn place(partnership_id: &str, id: &str) -> Vec<u8> {
    key(&[partnership_id, id])
}
