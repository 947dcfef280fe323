//! An offer: a resource that a partner can share.

pub mod decisions;
pub mod rejection;
pub mod state;

pub use rejection::Rejection;
pub use state::Offer;
