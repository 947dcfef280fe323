//! Resources: what partners can share, and the funds that they promise, give and receive.

pub mod offer;
pub mod transaction;
