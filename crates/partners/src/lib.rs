//! Partners: the directory, partnerships with their members, and how those decide together with equal voice.

pub mod partner;
pub mod partnership;
pub mod proposal;
