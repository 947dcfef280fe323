//! The goals of one partnership: one aggregate, because a goal is judged beside its parent.

pub mod decisions;
pub mod rejection;
pub mod state;
pub mod targets;

pub use decisions::Partnership;
pub use rejection::Rejection;
pub use state::GoalTree;
