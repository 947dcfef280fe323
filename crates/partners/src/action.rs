//! An action: what one member is asked to do by a day, done and looked at by another.

pub mod decisions;
pub mod rejection;
pub mod state;

pub use rejection::Rejection;
pub use state::Action;
