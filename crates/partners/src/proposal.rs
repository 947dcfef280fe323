//! A proposal: a motion, the members' positions on it, and the outcome that the charter's rule makes of them.

pub mod decisions;
pub mod ranked;
pub mod rejection;
pub mod rules;
pub mod state;
pub mod tally;
pub mod voices;

pub use rejection::Rejection;
pub use state::Proposal;
