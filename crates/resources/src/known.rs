//! How what decisions ask for is looked up.

pub mod funds;
mod offers;
mod practices;
mod publication;
