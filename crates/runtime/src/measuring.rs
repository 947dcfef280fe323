//! Measuring a partnership: when it is time to, and how what was measured is said. The same in every service.

pub mod figures;
mod schedule;

pub use schedule::{Schedule, month_of};
