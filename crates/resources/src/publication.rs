//! A publication: what a source says of a partnership or an activity, kept as it stands so that it can be published again.

pub mod decisions;
pub mod rejection;
pub mod state;

pub use rejection::Rejection;
pub use state::Publication;
