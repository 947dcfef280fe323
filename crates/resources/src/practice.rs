//! A practice: know-how that one partner shares, others endorse and take up, and what that led to.

mod content;
pub mod decisions;
pub mod rejection;
pub mod state;

pub use rejection::Rejection;
pub use state::Practice;
