//! A reminder: given once, to one partner, of one thing that is due.

pub mod decisions;
pub mod rejection;
pub mod state;

pub use rejection::Rejection;
pub use state::Reminder;
