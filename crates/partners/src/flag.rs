//! A flag: a warning of one partner by another, with evidence, a say for the flagged, and an end.

pub mod decisions;
pub mod rejection;
pub mod state;

pub use rejection::Rejection;
pub use state::Flag;
