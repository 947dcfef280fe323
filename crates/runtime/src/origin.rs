//! Where another service's facts come from: ordered, contiguous, then live. Three sources pass one contract test.

mod grpc;
mod log;
mod nats;

use std::sync::Arc;

use bytes::Bytes;
use contract::log::Envelope;
use futures::stream::BoxStream;
use prost::{DecodeError, Message};
use tokio::sync::oneshot;

pub use self::{
    grpc::GrpcOrigin,
    log::{LogOrigin, Source},
    nats::NatsOrigin,
};
use crate::{
    as_of::Waiting,
    desk::Cursor,
    log::{Entry, Stored},
};

/// Envelopes in the order of their numbers, without a gap after the cursor; then live ones.
pub type Batches = BoxStream<'static, Result<Batch, OriginError>>;

pub trait Origin: Send + Sync + 'static {
    /// node/service
    fn name(&self) -> String;

    /// Whether callers crowd there, whom hearing it would hold up.
    fn is_crowded(&self) -> bool {
        false
    }

    /// Facts after the cursor. The origin is asked for the fact at the cursor first: another one there, or none, and
    /// somebody's record has been rewritten. Who waits need not wait for what is published late.
    fn read(&self, after: Cursor, waiting: Waiting) -> Batches;
}

/// Some facts; none: nothing is wrong, only quiet.
pub struct Batch {
    pub facts: Vec<Told>,
    /// Told once they are on disk here, where somebody waits for that.
    pub heard: Option<oneshot::Sender<()>>,
}

/// A fact as it comes: the very bytes that stand in the origin's log, and what they say, where the origin has that in
/// memory.
#[derive(Debug, Clone)]
pub struct Told {
    pub bytes: Bytes,
    known: Option<Arc<Envelope>>,
}

impl Told {
    /// The entry for our own log, and what it says. Only what the origin keeps in memory too is kept there beside the
    /// entry: who lags behind it would keep a copy of its own.
    pub(crate) fn read(self) -> Result<(Entry, Arc<Envelope>), DecodeError> {
        let entry = Entry::heard(self.bytes);
        match self.known {
            Some(fact) => Ok((entry.saying(fact.clone()), fact)),
            None => Envelope::decode(&entry.bytes()[..]).map(|fact| (entry, Arc::new(fact))),
        }
    }
}

impl From<Bytes> for Told {
    fn from(bytes: Bytes) -> Self {
        Told { bytes, known: None }
    }
}

impl From<Stored> for Told {
    fn from(stored: Stored) -> Self {
        Told { known: stored.known().cloned(), bytes: stored.bytes }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OriginError {
    /// Final, until a person has looked into it.
    #[error(
        "{origin} has {found} at number {number}, where {expected} was heard: somebody's record has been rewritten"
    )]
    Rewritten { origin: String, number: u64, expected: String, found: String },
    /// Worth another try.
    #[error("{0}")]
    Broken(String),
}

impl OriginError {
    pub(crate) fn broken(error: impl std::fmt::Display) -> Self {
        OriginError::Broken(error.to_string())
    }

    /// Checks what an origin has at the cursor; nothing was heard yet at number 0.
    pub(crate) fn check(origin: &str, cursor: &Cursor, found: Option<String>) -> Result<(), OriginError> {
        let found = found.unwrap_or_else(|| "nothing".to_owned());
        match cursor.number == 0 || found == cursor.event_id {
            true => Ok(()),
            false => Err(OriginError::Rewritten {
                origin: origin.to_owned(),
                number: cursor.number,
                expected: cursor.event_id.clone(),
                found,
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::Log;

    #[tokio::test]
    async fn what_an_origin_has_in_memory_is_shared_and_who_lags_behind_it_keeps_bytes_alone() {
        let folder = tempfile::tempdir().unwrap();
        let [from, into] = ["from", "into"].map(|it| Log::open(&folder.path().join(it), Default::default()).unwrap());
        let fact = Arc::new(Envelope { number: 1, event_id: "one".into(), ..Envelope::default() });
        let read = |log: &Log| log.read(0, 2, usize::MAX).unwrap();
        let on_disk = from.enqueue(vec![Entry::own(&fact).saying(fact.clone()), Entry::own(&fact)]).unwrap().last;
        from.durable(on_disk).await.unwrap();
        let told: Vec<Told> = read(&from).into_iter().map(Told::from).collect();
        let (entries, facts): (Vec<_>, Vec<_>) = told.into_iter().map(|it| it.read().unwrap()).unzip();
        assert_eq!(facts, [fact.clone(), fact.clone()], "it is told what both say");
        let on_disk = into.enqueue(entries).unwrap().last;
        into.durable(on_disk).await.unwrap();
        let heard = read(&into);
        assert!(Arc::ptr_eq(heard[0].known().unwrap(), &fact));
        assert_eq!(heard[1].known(), None);
        assert_eq!(heard[0].bytes, heard[1].bytes);
    }
}
