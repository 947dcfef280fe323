//! Facts of other services, taken into memory and staged as the very bytes received.

use bytes::Bytes;
use contract::log::Envelope;
use prost::Message;

use super::Core;
use crate::{
    desk::ledger::Cursor,
    log::Entry,
    service::{Memory, Service},
};

impl<S: Service> Core<S> {
    pub(crate) fn heard(&self, origin: &str) -> Cursor {
        self.ledger.heard.get(origin).cloned().unwrap_or_default()
    }

    pub(crate) fn all_heard(&self) -> Vec<(String, u64)> {
        self.ledger.heard.iter().map(|(origin, cursor)| (origin.clone(), cursor.number)).collect()
    }

    /// Facts of other services, in their order; what is already here is dropped. Answers how many were new.
    pub(crate) fn hear(&mut self, origin: &str, batch: &[Bytes]) -> Result<usize, Misheard> {
        let mut new = 0;
        for bytes in batch {
            let fact = Envelope::decode(&bytes[..]).map_err(|error| Misheard::Unreadable(error.to_string()))?;
            let cursor = self.heard(origin);
            if fact.number <= cursor.number {
                continue;
            }
            if fact.number != cursor.number + 1 {
                return Err(Misheard::Gap { after: cursor.number, next: fact.number });
            }
            self.memory.remember(&fact);
            self.standing.remember(&fact);
            self.ledger.hear(origin.to_owned(), &fact);
            self.stage(Entry::heard(bytes.clone()));
            new += 1;
        }
        Ok(new)
    }
}

/// Why facts of another service cannot be taken as they came.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Misheard {
    #[error("a fact that cannot be read: {0}")]
    Unreadable(String),
    #[error("number {next} follows on {after}: facts between are missing")]
    Gap { after: u64, next: u64 },
}
