//! A feedback round: every member rates every other, unseen until all of it is released together.

pub mod decisions;
pub mod rejection;
pub mod said;
pub mod state;

pub use rejection::Rejection;
pub use state::Round;
