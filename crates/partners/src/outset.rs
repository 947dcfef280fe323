//! The outset: what the partners expect of each other, stated unseen and answered in the open.

pub mod decisions;
pub mod rejection;
pub mod state;

pub use rejection::Rejection;
pub use state::Outset;
