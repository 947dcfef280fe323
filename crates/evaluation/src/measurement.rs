//! One partner's value of an indicator for one period, and who verified it.

pub mod decisions;
pub mod rejection;
pub mod state;

pub use rejection::Rejection;
pub use state::Measurement;
