//! Goals: pure.

pub mod activity;
pub mod source;
pub mod tree;
