//! What one partner promises another, or all, by a day.

pub mod decisions;
pub mod rejection;
pub mod state;

pub use decisions::{Around, Towards};
pub use rejection::Rejection;
pub use state::Undertaking;
