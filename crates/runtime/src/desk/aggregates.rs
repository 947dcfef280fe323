//! Aggregates in memory: the ones used lately; others are folded from the log when a command asks for them.

use std::{
    any::{Any, TypeId},
    num::NonZeroUsize,
};

use bytes::Bytes;
use contract::{Fact, log::Envelope};
use kernel::Aggregate;
use lru::LruCache;
use prost::Message;

use crate::{
    log::{Entry, Index},
    refusal::Refused,
};

/// More than the callers there can be at a time: what they ask for is seldom looked up twice.
const AGGREGATES_MAX: NonZeroUsize = NonZeroUsize::new(2_048).expect("not zero");

pub(super) struct Aggregates {
    lately: LruCache<String, Remembered>,
}

/// One aggregate, up to the queued end.
pub(super) struct Remembered {
    pub(super) revision: u64,
    state: State,
}

enum State {
    /// Its kind, and its first fact alone, encoded: many things are not asked for again soon.
    Begun(TypeId, Bytes),
    Folded(Box<dyn Any + Send>),
}

impl Default for Aggregates {
    fn default() -> Self {
        // Grown as used: an empty service is small.
        let mut lately = LruCache::unbounded();
        lately.resize(AGGREGATES_MAX);
        Aggregates { lately }
    }
}

impl Aggregates {
    pub(super) fn get<A: Aggregate>(
        &mut self,
        stream: &str,
        history: impl FnOnce() -> Result<Vec<Bytes>, Refused>,
    ) -> Result<&mut Remembered, Refused>
    where
        A::Event: Fact,
    {
        self.lately.try_get_or_insert_mut_ref(stream, || folded::<A>(&history()?))
    }

    /// Its first fact.
    pub(super) fn begin<A: Aggregate>(&mut self, stream: &str, first: &Bytes) {
        let begun = State::Begun(TypeId::of::<A>(), first.clone());
        self.lately.put(stream.to_owned(), Remembered { revision: 1, state: begun });
    }

    /// Its next facts are only in the log: it is folded from there when it is asked for.
    pub(super) fn forget(&mut self, stream: &str) {
        self.lately.pop(stream);
    }
}

impl Remembered {
    pub(super) fn aggregate<A: Aggregate<Event: Fact>>(&mut self) -> Result<&mut A, Refused> {
        if let State::Begun(kind, first) = &self.state
            && *kind == TypeId::of::<A>()
        {
            self.state = folded::<A>(std::slice::from_ref(first))?.state;
        }
        let folded = match &mut self.state {
            State::Folded(aggregate) => aggregate.downcast_mut(),
            State::Begun(..) => None,
        };
        folded.ok_or_else(|| Refused::internal("two kinds of aggregate share a stream"))
    }
}

/// What the facts of one aggregate stand under.
pub(super) fn stream(partnership: &str, kind: &str, id: &str) -> String {
    let partnership = if partnership.is_empty() { "directory" } else { partnership };
    [partnership, kind, id].join("/")
}

/// All facts of a stream: on disk, on their way there, or staged.
pub(super) fn history(index: &Index, staged: &[Entry], stream: &str) -> Result<Vec<Bytes>, Refused> {
    let mut history = index.read_stream(stream).map_err(Refused::internal)?;
    history.extend(staged.iter().filter(|it| it.is_of(stream)).map(|it| it.bytes().clone()));
    Ok(history)
}

fn folded<A: Aggregate<Event: Fact>>(history: &[Bytes]) -> Result<Remembered, Refused> {
    let mut aggregate = A::default();
    let mut revision = 0;
    for bytes in history {
        let envelope = Envelope::decode(&bytes[..]).map_err(Refused::internal)?;
        revision = envelope.revision;
        evolve(&mut aggregate, &envelope);
    }
    Ok(Remembered { revision, state: State::Folded(Box::new(aggregate)) })
}

pub(super) fn evolve<A: Aggregate<Event: Fact>>(aggregate: &mut A, envelope: &Envelope) {
    if let Some(event) = envelope.fact.as_ref().and_then(A::Event::of) {
        aggregate.evolve(event, &envelope.event_id);
    }
}

#[cfg(test)]
mod tests {
    use contract::goals::{self, GoalAdopted, event::Kind as Event};

    use super::*;

    /// The ids of the events it was folded from.
    #[derive(Debug, Default, PartialEq)]
    struct Thing<const KIND: u8>(Vec<String>);

    #[derive(Debug, Clone, PartialEq, thiserror::Error)]
    #[error("{0:?}")]
    struct Refusing(kernel::Invalid);

    impl kernel::Reject for Refusing {
        fn refusal(&self) -> kernel::Refusal {
            kernel::Refusal::invalid(&self.0)
        }
    }

    impl From<kernel::Invalid> for Refusing {
        fn from(invalid: kernel::Invalid) -> Self {
            Refusing(invalid)
        }
    }

    impl<const KIND: u8> Aggregate for Thing<KIND> {
        type Event = Event;
        type Rejection = Refusing;
        const KIND: &'static str = "thing";

        fn evolve(&mut self, _: &Event, event_id: &str) {
            self.0.push(event_id.to_owned());
        }
    }

    fn fact(revision: u64) -> Envelope {
        let event = goals::Event { kind: Some(GoalAdopted::default().into()) };
        Envelope {
            event_id: format!("event {revision}"),
            stream: "p/thing/1".into(),
            revision,
            fact: Some(contract::log::envelope::Fact::Goals(event)),
            ..Envelope::default()
        }
    }

    #[test]
    fn a_thing_that_has_just_begun_keeps_the_revision_it_has_come_to() {
        let mut aggregates = Aggregates::default();
        aggregates.begin::<Thing<1>>("p/thing/1", &fact(1).encode_to_vec().into());
        let begun = aggregates.get::<Thing<1>>("p/thing/1", || unreachable!("it is remembered")).unwrap();
        begun.revision = 2;
        evolve(begun.aggregate::<Thing<1>>().unwrap(), &fact(2));
        assert_eq!((begun.revision, begun.aggregate::<Thing<1>>().unwrap().0.len()), (2, 2));
    }

    #[test]
    fn a_thing_that_has_just_begun_is_what_its_log_says_it_is_and_of_its_own_kind() {
        let mut aggregates = Aggregates::default();
        aggregates.begin::<Thing<1>>("p/thing/1", &fact(1).encode_to_vec().into());
        let begun = aggregates.get::<Thing<1>>("p/thing/1", || unreachable!("it is remembered")).unwrap();
        assert!(begun.aggregate::<Thing<2>>().is_err(), "another kind");
        assert_eq!((begun.revision, begun.aggregate::<Thing<1>>().unwrap().0.len()), (1, 1));
        evolve(begun.aggregate::<Thing<1>>().unwrap(), &fact(2));
        let log: Vec<Bytes> = [fact(1), fact(2)].iter().map(|it| it.encode_to_vec().into()).collect();
        let mut folded = folded::<Thing<1>>(&log).unwrap();
        assert_eq!(begun.aggregate::<Thing<1>>().unwrap(), folded.aggregate::<Thing<1>>().unwrap());
        assert!(begun.aggregate::<Thing<2>>().is_err(), "also once it is folded");
    }
}
