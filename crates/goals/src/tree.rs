//! The goals of one partnership: one aggregate, because a goal is judged beside its parent.

pub mod changes;
pub mod content;
pub mod decisions;
pub mod milestones;
pub mod rejection;
pub mod sdg;
pub mod state;
pub mod targets;

pub use changes::approach_changed;
pub use decisions::{Measured, Partnership, REPORTING_DAYS, UnderWay, Voices};
pub use rejection::Rejection;
pub use state::{GoalTree, is_worked_on};
