//! A study: what a service did to people, by the means of those with it and of those without, before and after.

pub mod content;
pub mod decisions;
pub mod rejection;
pub mod state;

pub use decisions::{Around, Named};
pub use rejection::Rejection;
pub use state::Study;
