//! A table of exchange rates, which the node's operator loads for all partnerships.

pub mod decisions;
pub mod rejection;
pub mod state;

pub use rejection::Rejection;
pub use state::Rates;
