//! Who reports which indicator in which periods, by when, and who verifies it.

pub mod decisions;
pub mod rejection;
pub mod state;

pub use decisions::{Around, AtHand};
pub use rejection::Rejection;
pub use state::Assignment;
