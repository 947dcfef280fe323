//! Aggregates in memory: the ones used lately; others are folded from the log when a command asks for them.

use std::any::Any;

use bytes::Bytes;
use contract::{Fact, log::Envelope};
use hashbrown::HashMap;
use kernel::Aggregate;
use prost::Message;

use super::streams::Mark;
use crate::{
    log::{Entry, Index},
    refusal::Refused,
};

/// Of those used last so many are always there, and at most twice as many: as many as the callers there can be at a time.
const FOLDED_MAX: usize = 2_048;
/// Likewise. Few: many things are not asked for again soon, and what is kept of them drives out of the processor's caches
/// what is needed.
const BEGUN_MAX: usize = 128;

pub(super) struct Aggregates {
    folded: Lately<Remembered>,
    /// The first fact, encoded, of what has no other.
    begun: Lately<Bytes>,
}

/// One aggregate, up to the queued end.
pub(super) struct Remembered {
    pub(super) revision: u64,
    aggregate: Box<dyn Any + Send>,
}

impl Default for Aggregates {
    fn default() -> Self {
        Aggregates { folded: Lately::of(FOLDED_MAX), begun: Lately::of(BEGUN_MAX) }
    }
}

impl Aggregates {
    pub(super) fn get<A: Aggregate>(
        &mut self,
        mark: Mark,
        history: impl FnOnce() -> Result<Vec<Bytes>, Refused>,
    ) -> Result<&mut Remembered, Refused>
    where
        A::Event: Fact,
    {
        let Aggregates { folded, begun } = self;
        folded.get_or_put(mark, || match begun.take(mark) {
            Some(first) => fold::<A>(&[first]),
            None => fold::<A>(&history()?),
        })
    }

    /// Its first fact. It may have been asked for before there was any.
    pub(super) fn begin(&mut self, mark: Mark, first: &Bytes) {
        self.folded.take(mark);
        self.begun.put(mark, first.clone());
    }

    /// Its next facts are only in the log: it is folded from there when it is asked for.
    pub(super) fn forget(&mut self, mark: Mark) {
        self.folded.take(mark);
        self.begun.take(mark);
    }
}

impl Remembered {
    pub(super) fn aggregate<A: Aggregate>(&mut self) -> Result<&mut A, Refused> {
        self.aggregate.downcast_mut().ok_or_else(|| Refused::internal("two kinds of aggregate share a stream"))
    }
}

/// What was used lately, in two halves: once the younger one is full it becomes the older one, and what was in that and not
/// used since is gone. A list by when each was used would take memory of its own for each, far from the last one's.
struct Lately<V> {
    half: usize,
    younger: HashMap<Mark, V>,
    older: HashMap<Mark, V>,
}

impl<V> Lately<V> {
    /// Grown as used: an empty service is small.
    fn of(half: usize) -> Self {
        Lately { half, younger: HashMap::new(), older: HashMap::new() }
    }

    fn put(&mut self, mark: Mark, value: V) {
        if self.younger.len() == self.half {
            std::mem::swap(&mut self.younger, &mut self.older);
            self.younger.clear();
        }
        self.younger.insert(mark, value);
    }

    fn take(&mut self, mark: Mark) -> Option<V> {
        self.younger.remove(&mark).or_else(|| self.older.remove(&mark))
    }

    fn get_or_put<E>(&mut self, mark: Mark, make: impl FnOnce() -> Result<V, E>) -> Result<&mut V, E> {
        if !self.younger.contains_key(&mark) {
            let value = self.older.remove(&mark).map_or_else(make, Ok)?;
            self.put(mark, value);
        }
        Ok(self.younger.get_mut(&mark).expect("it is there, or was just put there"))
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

fn fold<A: Aggregate<Event: Fact>>(history: &[Bytes]) -> Result<Remembered, Refused> {
    let mut aggregate = A::default();
    let mut revision = 0;
    for bytes in history {
        let envelope = Envelope::decode(&bytes[..]).map_err(Refused::internal)?;
        revision = envelope.revision;
        evolve(&mut aggregate, &envelope);
    }
    Ok(Remembered { revision, aggregate: Box::new(aggregate) })
}

pub(super) fn evolve<A: Aggregate<Event: Fact>>(aggregate: &mut A, envelope: &Envelope) {
    if let Some(event) = envelope.fact.as_ref().and_then(A::Event::of) {
        aggregate.evolve(event, &envelope.event_id);
    }
}

#[cfg(test)]
mod tests {
    use contract::goals::{self, GoalAdopted};

    use super::*;
    use crate::bare::Thing;

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

    fn encoded(revision: u64) -> Bytes {
        fact(revision).encode_to_vec().into()
    }

    fn mark(thing: usize) -> Mark {
        Mark::of(&format!("p/thing/{thing}"))
    }

    #[test]
    fn a_thing_that_has_just_begun_keeps_the_revision_it_has_come_to() {
        let mut aggregates = Aggregates::default();
        aggregates.begin(mark(1), &encoded(1));
        let begun = aggregates.get::<Thing<1>>(mark(1), || unreachable!("it is remembered")).unwrap();
        begun.revision = 2;
        evolve(begun.aggregate::<Thing<1>>().unwrap(), &fact(2));
        let begun = aggregates.get::<Thing<1>>(mark(1), || unreachable!("it is remembered")).unwrap();
        assert_eq!((begun.revision, begun.aggregate::<Thing<1>>().unwrap().0.len()), (2, 2));
    }

    #[test]
    fn a_thing_that_has_just_begun_is_what_its_log_says_it_is_and_of_its_own_kind() {
        let mut aggregates = Aggregates::default();
        aggregates.begin(mark(1), &encoded(1));
        let begun = aggregates.get::<Thing<1>>(mark(1), || unreachable!("it is remembered")).unwrap();
        assert_eq!((begun.revision, begun.aggregate::<Thing<1>>().unwrap().0.len()), (1, 1));
        evolve(begun.aggregate::<Thing<1>>().unwrap(), &fact(2));
        let mut folded = fold::<Thing<1>>(&[encoded(1), encoded(2)]).unwrap();
        assert_eq!(begun.aggregate::<Thing<1>>().unwrap(), folded.aggregate::<Thing<1>>().unwrap());
        assert!(begun.aggregate::<Thing<2>>().is_err(), "of another kind");
    }

    #[test]
    fn a_thing_that_was_asked_for_before_it_was_there_begins_with_its_first_fact() {
        let mut aggregates = Aggregates::default();
        let nothing = aggregates.get::<Thing<1>>(mark(1), || Ok(vec![])).unwrap();
        assert_eq!(nothing.revision, 0);
        aggregates.begin(mark(1), &encoded(1));
        let begun = aggregates.get::<Thing<1>>(mark(1), || unreachable!("it is remembered")).unwrap();
        assert_eq!((begun.revision, begun.aggregate::<Thing<1>>().unwrap().0.len()), (1, 1));
    }

    #[test]
    fn what_was_used_lately_is_remembered_and_what_was_not_is_folded_from_the_log() {
        let mut aggregates = Aggregates::default();
        let mut folds = 0;
        let mut ask = |thing: usize| {
            let history = || {
                folds += 1;
                Ok(vec![encoded(1), encoded(2)])
            };
            assert_eq!(aggregates.get::<Thing<1>>(mark(thing), history).unwrap().revision, 2);
            folds
        };
        for thing in 0..10 * FOLDED_MAX {
            assert_eq!(ask(thing), thing + 1 + usize::from(thing != 0), "the one used between is still there");
            assert_eq!(ask(usize::MAX), thing + 2);
        }
        let all = 10 * FOLDED_MAX + 1;
        for thing in (9 * FOLDED_MAX + 1..10 * FOLDED_MAX).rev() {
            assert_eq!(ask(thing), all, "{thing} was asked for lately");
        }
        assert_eq!(ask(0), all + 1);
    }

    #[test]
    fn what_has_begun_is_read_from_the_log_once_many_others_have() {
        let mut aggregates = Aggregates::default();
        (0..3 * BEGUN_MAX).for_each(|thing| aggregates.begin(mark(thing), &encoded(1)));
        let last = 3 * BEGUN_MAX - 1;
        assert!(aggregates.get::<Thing<1>>(mark(last), || unreachable!("it is remembered")).is_ok());
        let from_the_log = || Ok(vec![encoded(1), encoded(2), encoded(3)]);
        assert_eq!(aggregates.get::<Thing<1>>(mark(0), from_the_log).unwrap().revision, 3);
    }

    #[test]
    fn what_was_forgotten_is_folded_from_the_log() {
        let mut aggregates = Aggregates::default();
        aggregates.begin(mark(1), &encoded(1));
        aggregates.get::<Thing<1>>(mark(2), || Ok(vec![encoded(1)])).unwrap();
        for thing in [1, 2] {
            aggregates.forget(mark(thing));
            let from_the_log = || Ok(vec![encoded(1), encoded(2)]);
            assert_eq!(aggregates.get::<Thing<1>>(mark(thing), from_the_log).unwrap().revision, 2);
        }
    }
}
