//! A check-in: how the partnership goes for one member in one period.

pub mod decisions;
pub mod period;
pub mod rejection;
pub mod state;

pub use rejection::Rejection;
pub use state::CheckIn;
