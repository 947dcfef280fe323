//! How far the members are aligned: three figures, made of what they have said.

pub mod decisions;
pub mod figures;
pub mod rejection;
pub mod said;
pub mod state;

use contract::goals::GoalState;

pub use rejection::Rejection;
pub use said::Said;
pub use state::Alignment;

/// Whether the goal is adopted, and so ranked.
pub fn is_ranked(state: GoalState) -> bool {
    matches!(state, GoalState::Active | GoalState::Revising | GoalState::Closing)
}

/// Whether members say how far they stand behind the goal's approach.
pub fn is_rated(state: GoalState) -> bool {
    is_ranked(state) || state == GoalState::Proposed
}
