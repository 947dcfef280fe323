//! Facts of other services, taken into memory and staged as the very bytes received.

use std::sync::Arc;

use contract::log::Envelope;
use jiff::Timestamp;

use super::{Core, HALF_DONE};
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

    /// Facts of other services, in their order; what is already here is dropped. Answers when the newest was written.
    /// Where the state is broken none is taken, and flushing says so.
    pub(crate) fn hear(
        &mut self,
        origin: &str,
        batch: Vec<(Entry, Arc<Envelope>)>,
    ) -> Result<Option<Timestamp>, Misheard> {
        if self.broken.is_some() {
            return Ok(None);
        }
        let mut newest = None;
        let mut cursor = self.heard(origin).number;
        for (entry, fact) in batch {
            if fact.number <= cursor {
                continue;
            }
            if fact.number != cursor + 1 {
                return Err(Misheard::Gap { after: cursor, next: fact.number });
            }
            cursor = fact.number;
            self.broken = Some(HALF_DONE);
            self.memory.remember(&fact);
            self.standing.remember(&fact);
            self.ledger.hear(origin, &fact);
            self.broken = None;
            newest = fact.recorded();
            self.stage(entry);
        }
        Ok(newest)
    }
}

/// Why facts of another service cannot be taken as they came.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Misheard {
    #[error("number {next} follows on {after}: facts between are missing")]
    Gap { after: u64, next: u64 },
}
