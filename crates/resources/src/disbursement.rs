//! A planned payment: by when, what has to be met before, and what became of that.

pub mod decisions;
pub mod rejection;
pub mod state;

pub use rejection::Rejection;
pub use state::Disbursement;
