//! Publishing: what this service has decided goes out to NATS, every fact once and in order of its number.

mod compare;
mod flight;
mod publisher;
mod stored;
#[cfg(test)]
mod tests;

use std::sync::{
    Arc, RwLock,
    atomic::{AtomicU64, Ordering},
};

use tokio::sync::{mpsc, oneshot};
use tokio_util::sync::CancellationToken;

use self::publisher::Publisher;
use crate::{
    bus::{Bus, BusError, Lane, Names},
    log::LogError,
    origin::Source,
};

/// Callers of `republish` that wait for their turn.
const REPUBLISH_WAITING_MAX: usize = 4;

/// Publishes one lane of one log for as long as the service runs. It keeps no cursor: the stream itself says how far
/// publishing has come, because a message's sequence in the stream is its fact's number.
pub struct Outbox {
    /// The last number that NATS has acknowledged, and one more; 0 until the stream was first seen.
    published: AtomicU64,
    trouble: RwLock<Option<String>>,
    republish: mpsc::Sender<Asked>,
}

/// What comparing a stream with the log came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Republished {
    /// Messages that had to be published.
    pub published: u64,
    /// Messages compared, byte for byte.
    pub compared: u64,
}

/// Who asked for the stream to be compared.
type Asked = oneshot::Sender<Result<Republished, OutboxError>>;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OutboxError {
    /// Final, until a person has looked into it.
    #[error(
        "stream {stream} has {stored} at number {number}, where the log has {ours}: somebody's record has been \
         rewritten. Find out which one is right; where it is the log, delete the stream and republish"
    )]
    Rewritten { stream: String, number: u64, stored: String, ours: String },
    /// Final too, but nobody's record has been rewritten.
    #[error(
        "stream {stream} counts otherwise than the log: at {sequence} it has {stored}. Somebody has changed it, as by \
         a purge beyond its end. Republish: the stream is made anew from the log"
    )]
    Displaced { stream: String, sequence: u64, stored: String },
    /// Final too: nothing after this number can go out.
    #[error("the fact of number {number} cannot be published: {why}")]
    Unfit { number: u64, why: String },
    #[error("the log cannot be read: {0}")]
    Log(String),
    /// Worth another try.
    #[error("publishing to stream {stream} was interrupted: {why}")]
    Interrupted { stream: String, why: String },
    #[error(transparent)]
    Bus(#[from] BusError),
    #[error("the outbox has stopped")]
    Stopped,
}

impl OutboxError {
    fn is_final(&self) -> bool {
        match self {
            OutboxError::Rewritten { .. } | OutboxError::Displaced { .. } => true,
            OutboxError::Unfit { .. } | OutboxError::Log(_) => true,
            OutboxError::Bus(BusError::Name { .. }) => true,
            OutboxError::Bus(_) | OutboxError::Interrupted { .. } | OutboxError::Stopped => false,
        }
    }
}

impl From<LogError> for OutboxError {
    fn from(error: LogError) -> Self {
        match error {
            LogError::Stopped(_) => OutboxError::Stopped,
            other => OutboxError::Log(other.to_string()),
        }
    }
}

impl Outbox {
    /// Publishes in the background until stopped. NATS may come and go.
    pub fn start(bus: Bus, source: Source, lane: Lane, stop: CancellationToken) -> Arc<Outbox> {
        let (republish, asked) = mpsc::channel(REPUBLISH_WAITING_MAX);
        let outbox = Arc::new(Outbox { published: AtomicU64::new(0), trouble: RwLock::default(), republish });
        match Names::parse(&source.name) {
            Ok(names) => {
                let publisher = Publisher::new(bus, names, lane, source, outbox.clone(), asked);
                tokio::spawn(async move { stop.run_until_cancelled(publisher.run()).await });
            }
            Err(error) => outbox.note_trouble(Some(&error.into())),
        }
        outbox
    }

    /// The last number known to be in the stream; None until the stream was first seen.
    pub fn published(&self) -> Option<u64> {
        self.published.load(Ordering::Acquire).checked_sub(1)
    }

    /// Why publishing has stopped for good; a person has to look into it. NATS being away is none: facts wait.
    pub fn trouble(&self) -> Option<String> {
        self.trouble.read().ok()?.clone()
    }

    /// Compares every message of the stream with the log, byte for byte, and publishes what is missing: at the end,
    /// or, where the stream is gone, has holes (a sequence once used cannot be filled) or facts in wrong places, by
    /// making it anew.
    pub async fn republish(&self) -> Result<Republished, OutboxError> {
        let (asked, answer) = oneshot::channel();
        self.republish.send(asked).await.map_err(|_| OutboxError::Stopped)?;
        answer.await.map_err(|_| OutboxError::Stopped)?
    }

    fn note_published(&self, number: u64) {
        self.published.store(number + 1, Ordering::Release);
    }

    fn note_trouble(&self, error: Option<&OutboxError>) {
        if let Ok(mut trouble) = self.trouble.write() {
            *trouble = error.map(ToString::to_string);
        }
        if let Some(error) = error {
            tracing::error!(%error, "publishing has stopped");
        }
    }
}
