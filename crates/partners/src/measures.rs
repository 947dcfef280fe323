//! What is measured of a partnership's voice, talk, trust and minutes: when it was last, and what it came to.

pub mod decisions;
pub mod figures;
pub mod rejection;
pub mod state;

pub use figures::Figures;
pub use rejection::Rejection;
pub use state::Measures;
