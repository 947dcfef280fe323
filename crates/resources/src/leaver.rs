//! A partner that leaves: what it has open, listed for its exit sheet until it has ended.

pub mod decisions;
pub mod rejection;
pub mod state;

pub use decisions::Open;
pub use rejection::Rejection;
pub use state::Leaver;
