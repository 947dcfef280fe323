//! Periods of a partnership that are closed: what was reported for them is only corrected any more.

pub mod decisions;
pub mod rejection;
pub mod state;

pub use decisions::MayLock;
pub use rejection::Rejection;
pub use state::LockedPeriods;
