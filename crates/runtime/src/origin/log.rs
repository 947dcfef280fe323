//! Another log in the same process: no outbox, no queue between.

use bytes::Bytes;
use contract::log::Envelope;
use futures::stream;
use prost::Message;

use super::{Batch, Batches, Origin, OriginError, Told};
use crate::{
    as_of::Waiting,
    desk::Cursor,
    log::{Index, LogError, Stored},
};

/// Facts read at a time.
const FACTS_MAX: usize = 1_024;

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
        Ok(self.stored_after(number, bulk, facts_max)?.into_iter().map(|it| it.bytes).collect())
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

    /// Whether callers crowd there, whom others let by.
    pub(crate) fn is_crowded(&self) -> bool {
        self.index.log().crowd().is_here()
    }

    fn stored_after(&self, number: u64, bulk: bool, facts_max: usize) -> Result<Vec<Stored>, LogError> {
        match bulk {
            false => self.index.read_numbers(number, facts_max),
            true => self.index.read_bulk_numbers(number, facts_max),
        }
    }
}

pub struct LogOrigin(pub Source);

impl Origin for LogOrigin {
    fn name(&self) -> String {
        self.0.name.clone()
    }

    fn is_crowded(&self) -> bool {
        self.0.is_crowded()
    }

    fn read(&self, after: Cursor, _: Waiting) -> Batches {
        let found = self.0.event_id_at(after.number, false).map_err(OriginError::broken);
        if let Err(error) = found.and_then(|found| OriginError::check(&self.0.name, &after, found)) {
            return Box::pin(stream::once(async { Err(error) }));
        }
        let moved = self.0.index.log().watch();
        Box::pin(stream::try_unfold((self.0.clone(), after.number, moved), |(source, after, mut moved)| async move {
            loop {
                moved.borrow_and_update();
                let facts = source.stored_after(after, false, FACTS_MAX).map_err(OriginError::broken)?;
                if !facts.is_empty() {
                    let after = after + facts.len() as u64;
                    let facts = facts.into_iter().map(Told::from).collect();
                    return Ok(Some((Batch { facts, heard: None }, (source, after, moved))));
                }
                if moved.changed().await.is_err() {
                    return Ok(None);
                }
            }
        }))
    }
}
