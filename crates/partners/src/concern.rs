//! A concern: a grievance between partners, which only its raiser ends as resolved, and which can always be ended.

pub mod decisions;
pub mod rejection;
pub mod state;
pub mod states;

pub use rejection::Rejection;
pub use state::Concern;
