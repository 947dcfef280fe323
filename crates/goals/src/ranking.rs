//! Which goals come first for one member.

pub mod decisions;
pub mod rejection;
pub mod state;

pub use decisions::Around;
pub use rejection::Rejection;
pub use state::Ranking;
