//! A transaction: funds that were promised or moved, as one side or a source reports it, and as the receiver confirms it.

pub mod decisions;
pub mod rejection;
pub mod state;

pub use rejection::Rejection;
pub use state::Transaction;
