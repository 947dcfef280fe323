//! Everything that crosses a process boundary, generated from `/proto`, and what the descriptors say of it.

mod codec;
mod descriptors;
mod fact;
pub mod moment;
mod rules;

pub use descriptors::{DESCRIPTORS, pool, services};
pub use fact::Fact;
pub use generated::accord::{
    common::v1 as common, evaluation::v1 as evaluation, goals::v1 as goals, log::v1 as log, partners::v1 as partners,
    resources::v1 as resources,
};
pub use rules::{FieldKind, FieldRule, Incomplete, MessageRules, RpcRule, Rules, rules};

#[allow(clippy::all, unused_qualifications, unreachable_pub)]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/contract.rs"));
}

/// An answer says what it has seen.
pub trait Answer {
    fn set_as_of(&mut self, as_of: Vec<String>);
}

include!(concat!(env!("OUT_DIR"), "/answers.rs"));
