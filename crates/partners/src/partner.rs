//! A partner: an organisation in the public directory.

mod country;
pub mod decisions;
pub mod rejection;
pub mod state;

pub use rejection::Rejection;
pub use state::Partner;
