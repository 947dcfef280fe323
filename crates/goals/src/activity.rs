//! Joint work towards a goal.

pub mod content;
pub mod decisions;
pub mod rejection;
pub mod state;

pub use decisions::{Around, Crew};
pub use rejection::Rejection;
pub use state::Activity;
