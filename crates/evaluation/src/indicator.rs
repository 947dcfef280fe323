//! What is measured, and how its values add up.

pub mod decisions;
pub mod rejection;
pub mod state;

pub use decisions::PartnershipExists;
pub use rejection::Rejection;
pub use state::{Definition, Indicator};
