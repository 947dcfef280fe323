//! Another log in the same process: no outbox, no queue between.

use bytes::Bytes;
use contract::log::Envelope;
use futures::stream;
use prost::Message;

use super::{Batch, Batches, Origin, OriginError};
use crate::{
    desk::Cursor,
    log::{Index, LogError},
};

/// Facts read at a time.
pub const FACTS_MAX: usize = 512;

/// A log's own facts by number: what every origin, outbox and reader reads from.
#[derive(Clone)]
pub struct Source {
    /// node/service
    pub name: String,
    pub index: Index,
}

impl Source {
    /// Facts after a number, in order, those on disk.
    pub fn after(&self, number: u64, bulk: bool, facts_max: usize) -> Result<Vec<Bytes>, LogError> {
        match bulk {
            false => self.index.read_numbers(number, facts_max),
            true => self.index.read_bulk_numbers(number, facts_max),
        }
    }

    pub fn at(&self, number: u64, bulk: bool) -> Result<Option<Bytes>, LogError> {
        match number.checked_sub(1) {
            Some(before) => Ok(self.after(before, bulk, 1)?.pop()),
            None => Ok(None),
        }
    }

    pub fn event_id_at(&self, number: u64, bulk: bool) -> Result<Option<String>, LogError> {
        Ok(self.at(number, bulk)?.and_then(|it| Envelope::decode(&it[..]).ok()).map(|it| it.event_id))
    }
}

pub struct LogOrigin(pub Source);

impl Origin for LogOrigin {
    fn name(&self) -> String {
        self.0.name.clone()
    }

    fn read(&self, after: Cursor) -> Batches {
        let found = self.0.event_id_at(after.number, false).map_err(OriginError::broken);
        if let Err(error) = found.and_then(|found| OriginError::check(&self.0.name, &after, found)) {
            return Box::pin(stream::once(async { Err(error) }));
        }
        let moved = self.0.index.log().watch();
        Box::pin(stream::try_unfold((self.0.clone(), after.number, moved), |(source, after, mut moved)| async move {
            loop {
                moved.borrow_and_update();
                let envelopes = source.after(after, false, FACTS_MAX).map_err(OriginError::broken)?;
                if !envelopes.is_empty() {
                    let after = after + envelopes.len() as u64;
                    return Ok(Some((Batch { envelopes, heard: None }, (source, after, moved))));
                }
                if moved.changed().await.is_err() {
                    return Ok(None);
                }
            }
        }))
    }
}
