//! A partnership: partners under one charter, from the draft to the members that act under it, and to its end.

pub mod charter;
pub mod decisions;
pub mod rejection;
mod roles;
pub mod state;

pub use charter::Charter;
pub use rejection::Rejection;
pub use roles::standing_by;
pub use state::Partnership;
