//! What an aggregate is, and how it answers a command.

use crate::{context::Context, reject::Reject};

/// What a service remembers of one thing, folded from that thing's events.
pub trait Aggregate: Default + Send + 'static {
    type Event: Clone + PartialEq + std::fmt::Debug;
    type Rejection: Reject;
    /// The middle of the stream's name: partnership/kind/id.
    const KIND: &'static str;
    /// Its id is the partnership's own: what has no partnership yet founds one.
    const IS_THE_PARTNERSHIP: bool = false;

    /// The event's own id is there for those that later events name (what was proposed).
    fn evolve(&mut self, event: &Self::Event, event_id: &str);
}

/// How an aggregate answers one kind of command.
pub trait Decide<C>: Aggregate {
    /// What must be known besides the aggregate: values, never a handle to fetch them.
    type Known;

    /// The thing the command is about: (partnership, id). Both empty where the caller left the id to us.
    fn target(command: &C) -> (&str, &str);

    /// What the receipt names: the target, or the part of it that the command is about.
    fn thing(command: &C, context: &Context) -> String {
        context.or_fresh(Self::target(command).1, Self::KIND)
    }

    /// The events the command leads to; none when all is already so.
    fn decide(&self, command: &C, known: &Self::Known, context: &Context) -> Decision<Self>;
}

pub type Decision<A> = Result<Vec<<A as Aggregate>::Event>, <A as Aggregate>::Rejection>;
