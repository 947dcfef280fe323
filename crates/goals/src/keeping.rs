//! How undertakings are kept: when it was measured, and what it came to.

pub mod decisions;
pub mod figures;
pub mod rejection;
pub mod state;

pub use figures::Kept;
pub use rejection::Rejection;
pub use state::Keeping;
