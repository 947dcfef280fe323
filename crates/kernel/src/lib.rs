//! The shape every service shares: commands decide events, events make state; and the words all decisions use.

pub mod context;
pub mod decide;
pub mod document;
pub mod ids;
pub mod measures;
pub mod members;
pub mod money;
pub mod parse;
pub mod reject;
pub mod scenario;
pub mod seal;
pub mod source;
pub mod words;

pub use context::Context;
pub use decide::{Aggregate, Decide, Decision};
pub use ids::name_based;
pub use members::Members;
pub use parse::Invalid;
pub use reject::{Refusal, Reject};
pub use words::clipped;
