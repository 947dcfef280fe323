//! Evaluation: pure.

pub mod indicator;
pub mod measurement;
pub mod numbers;
pub mod source;
pub mod target;
