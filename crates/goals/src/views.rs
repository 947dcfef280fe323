//! What may be read of goals, activities and undertakings, and of how far the members are aligned.

mod activities;
mod alignment;
mod goals;
mod steps;
pub mod targets;
mod tree;
pub mod undertakings;
pub mod waiting;
pub mod who_does_what;
mod work_plan;

use runtime::views::{View, key};

pub use activities::is_activity;
pub use goals::is_asked_for;
pub use tree::results_tree;
pub use work_plan::work_plan;

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
/// Undertakings by partnership and id.
pub const UNDERTAKINGS: &str = "undertakings";
/// What is counted of undertakings and of memberships, by partnership.
pub const UNDERTAKING_FIGURES: &str = "undertaking_figures";
/// Who does what, by partnership and place.
pub const WHO_DOES_WHAT: &str = "who_does_what";

/// What waits for whom, by partner, partnership and kind.
pub const WAITING: &str = "waiting";

pub fn all() -> Vec<Box<dyn View>> {
    vec![
        Box::new(goals::Goals),
        Box::new(steps::Steps),
        Box::new(activities::Activities),
        Box::new(who_does_what::Lines),
        Box::new(undertakings::Undertakings),
        Box::new(undertakings::Figures),
        Box::new(alignment::Measured),
        Box::new(alignment::Ratings),
        Box::new(waiting::Waiting),
    ]
}

/// The newest steps of a history, which stands in the record as a whole.
fn keep_last<S>(steps_max: usize, steps: &mut Vec<S>, step: S) {
    if steps_max <= steps.len() {
        steps.remove(0);
    }
    steps.push(step);
}

/// Where a thing of a partnership stands in its view.
pub fn place(partnership_id: &str, id: &str) -> Vec<u8> {
    key(&[partnership_id, id])
}
