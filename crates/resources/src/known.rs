//! How what decisions ask for is looked up.

pub mod funds;
pub mod leaving;
mod offers;
mod practices;
mod publication;
