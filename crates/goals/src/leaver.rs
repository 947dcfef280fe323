//! A partner that leaves: what it has under way, listed for its exit sheet.

pub mod decisions;
pub mod rejection;
pub mod state;

pub use decisions::UnderWay;
pub use rejection::Rejection;
pub use state::Leaver;
