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
use crate::{desk::Cursor, log::Stored};

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
    /// somebody's record has been rewritten.
    fn read(&self, after: Cursor) -> Batches;
}

/// Some facts.
pub struct Batch {
    pub facts: Vec<Told>,
    /// Told once they are on disk here, where somebody waits for that.
    pub heard: Option<oneshot::Sender<()>>,
}

/// A fact as it comes: the very bytes that stand in the origin's log, and what they say, where that is at hand.
#[derive(Debug, Clone)]
pub struct Told {
    pub bytes: Bytes,
    known: Option<Arc<Envelope>>,
}

impl Told {
    /// With what it says.
    pub(crate) fn read(self) -> Result<(Bytes, Arc<Envelope>), DecodeError> {
        let fact = self.known.map_or_else(|| Envelope::decode(&self.bytes[..]).map(Arc::new), Ok)?;
        Ok((self.bytes, fact))
    }
}

impl From<Bytes> for Told {
    fn from(bytes: Bytes) -> Self {
        Told { bytes, known: None }
    }
}

impl From<Stored> for Told {
    fn from(stored: Stored) -> Self {
        Told { known: stored.fact(), bytes: stored.bytes }
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
