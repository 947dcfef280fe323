//! A line of the budget: what it is for, how much, and who pays, once that one has accepted it.

pub mod decisions;
pub mod rejection;
pub mod state;

pub use rejection::Rejection;
pub use state::Line;
