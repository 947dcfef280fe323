//! One partner's value of an indicator for one period: reported, given back, corrected, verified; of a sensitive indicator sealed.

pub mod content;
pub mod decisions;
pub mod people;
pub mod rejection;
pub mod sealing;
pub mod state;

pub use decisions::Around;
pub use rejection::Rejection;
pub use state::Measurement;
