//! Aggregates in memory: the ones used lately; others are folded from the log when a command asks for them.

use std::{any::Any, num::NonZeroUsize};

use bytes::Bytes;
use contract::{Fact, log::Envelope};
use kernel::Aggregate;
use lru::LruCache;
use prost::Message;

use crate::refusal::Refused;

/// More than the callers there can be at a time, so that what waits to be written is here too.
const AGGREGATES_MAX: NonZeroUsize = NonZeroUsize::new(2_048).expect("not zero");

pub(super) struct Aggregates {
    lately: LruCache<String, Remembered>,
}

/// One aggregate, up to the queued end.
pub(super) struct Remembered {
    pub(super) revision: u64,
    aggregate: Box<dyn Any + Send>,
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

    /// Its next facts are only in the log: it is folded from there when it is asked for.
    pub(super) fn forget(&mut self, stream: &str) {
        self.lately.pop(stream);
    }
}

impl Remembered {
    pub(super) fn aggregate<A: Aggregate>(&mut self) -> Result<&mut A, Refused> {
        self.aggregate.downcast_mut().ok_or_else(|| Refused::internal("two kinds of aggregate share a stream"))
    }
}

fn folded<A: Aggregate<Event: Fact>>(history: &[Bytes]) -> Result<Remembered, Refused> {
    let mut aggregate = A::default();
    let mut revision = 0;
    for bytes in history {
        let envelope = Envelope::decode(&bytes[..]).map_err(Refused::internal)?;
        revision = envelope.revision;
        if let Some(event) = envelope.fact.as_ref().and_then(A::Event::of) {
            aggregate.evolve(event, &envelope.event_id);
        }
    }
    Ok(Remembered { revision, aggregate: Box::new(aggregate) })
}
