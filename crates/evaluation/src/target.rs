//! The target of an adopted goal: what verified measurements have made of it so far.

pub mod adding_up;
pub mod agreed;
pub mod decisions;
pub mod figures;
mod recounting;
pub mod rejection;
pub mod revising;
pub mod state;

pub use rejection::Rejection;
pub use state::Target;
