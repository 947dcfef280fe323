//! What a partner itself gained from the partnership, what others say of it, and how fair it finds its share.

pub mod decisions;
pub mod fairness;
pub mod rejection;
pub mod state;

pub use fairness::Fairness;
pub use rejection::Rejection;
pub use state::Benefit;
