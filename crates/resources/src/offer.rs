//! An offer: a resource that a partner can share, with all that others have asked of it and got.

pub mod allocation;
pub mod book;
pub mod capacity;
pub mod decisions;
pub mod delivery;
pub mod rejection;
pub mod state;

pub use book::Book;
pub use decisions::{Agreeing, Asked, Asking};
pub use rejection::Rejection;
pub use state::Offer;
