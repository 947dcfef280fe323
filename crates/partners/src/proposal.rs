//! A proposal: a motion, the members' positions on it, and the outcome that the charter's rule makes of them.

pub mod decisions;
pub mod moment;
pub mod rejection;
pub mod state;
pub mod tally;

pub use rejection::Rejection;
pub use state::Proposal;
