//! What may be read of goals and activities, and of how far the members are aligned.

mod activities;
mod alignment;
mod goals;
mod steps;
pub mod targets;
mod tree;

use runtime::views::{View, key};

pub use goals::is_asked_for;
pub use tree::results_tree;

/// Goals by partnership and id.
pub const GOALS: &str = "goals";
/// What happened to goals by partnership, goal and order.
pub const STEPS: &str = "goal-steps";
/// Activities by partnership and id.
pub const ACTIVITIES: &str = "activities";
/// What was measured of alignment, by partnership, the newest first.
pub const MEASURED: &str = "alignment";
/// Ratings of approaches by partnership, goal and partner.
pub const RATINGS: &str = "ratings";

pub fn all() -> Vec<Box<dyn View>> {
    vec![
        Box::new(goals::Goals),
        Box::new(steps::Steps),
        Box::new(activities::Activities),
        Box::new(alignment::Measured),
        Box::new(alignment::Ratings),
    ]
}

/// Where a thing of a partnership stands in its view.
pub fn place(partnership_id: &str, id: &str) -> Vec<u8> {
    key(&[partnership_id, id])
}
