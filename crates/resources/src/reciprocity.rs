//! When it was measured last in a partnership how far giving is mutual.

pub mod decisions;
pub mod rejection;
pub mod state;

pub use rejection::Rejection;
pub use state::Reciprocity;
