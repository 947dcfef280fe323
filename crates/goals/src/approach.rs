//! How far each member stands behind the approach of one goal.

pub mod decisions;
pub mod rejection;
pub mod state;

pub use decisions::Around;
pub use rejection::Rejection;
pub use state::Approach;
