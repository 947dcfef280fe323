//! The periods that are reported on: months, quarters, or seasons with names.

pub mod decisions;
pub mod periods;
pub mod rejection;
pub mod state;

pub use periods::{Period, Periods};
pub use rejection::Rejection;
pub use state::Calendar;
