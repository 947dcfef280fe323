//! A comment on anything in the partnership: it stays as it was said.

pub mod decisions;
pub mod rejection;
pub mod state;

pub use rejection::Rejection;
pub use state::Comment;
