//! What is measured, and how its values add up.

pub mod decisions;
pub mod definition;
pub mod rejection;
mod shape;
pub mod state;

pub use decisions::PartnershipExists;
pub use definition::Definition;
pub use rejection::Rejection;
pub use state::Indicator;
