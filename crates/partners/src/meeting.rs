//! A meeting: called with an agenda, held by those who were present, told in minutes that they approve.

pub mod approval;
pub mod decisions;
pub mod rejection;
pub mod state;

pub use rejection::Rejection;
pub use state::Meeting;
