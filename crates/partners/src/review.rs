//! A review: the members look at how the partnership does, and agree what changes.

pub mod decisions;
pub mod rejection;
pub mod state;

pub use rejection::Rejection;
pub use state::Review;
