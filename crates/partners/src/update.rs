//! An update: what has changed, and which partners have taken note.

pub mod decisions;
pub mod rejection;
pub mod state;

pub use rejection::Rejection;
pub use state::Update;
