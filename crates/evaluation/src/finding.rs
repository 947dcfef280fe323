//! A finding: a success, challenge, opportunity or lesson, written by a partner or drawn from figures by a rule.

pub mod decisions;
pub mod rejection;
pub mod state;

pub use decisions::Unknown;
pub use rejection::Rejection;
pub use state::Finding;
