//! Finding own facts by stream, partnership and number, through an index.

use std::collections::BTreeSet;

use bytes::Bytes;

use super::entry::Stored;
use super::error::LogError;
use super::group::Group;
use super::index::Index;
use super::{locked, tail};

/// How many blocks are looked up at a time.
const BLOCKS_AT_ONCE: usize = 64;

impl Index {
    /// All facts of a stream in order of revision, those that only wait to be written too.
    pub fn read_stream(&self, stream: &str) -> Result<Vec<Bytes>, LogError> {
        // The queue is asked first: what leaves it meanwhile is found on disk.
        let queued = self.log().shared().queue.of_stream(stream);
        let mut facts: Vec<Bytes> = bytes(self.read(Group::Stream(stream), 0, usize::MAX)?);
        for (revision, fact) in queued {
            let expected = facts.len() as u64 + 1;
            if revision > expected {
                return Err(incomplete(Group::Stream(stream), expected));
            }
            if revision == expected {
                facts.push(fact);
            }
        }
        Ok(facts)
    }

    /// Facts on disk of a partnership after that sequence, in order.
    pub fn read_partnership(&self, partnership: &str, after: u64, facts_max: usize) -> Result<Vec<Bytes>, LogError> {
        Ok(bytes(self.read(Group::Partnership(partnership), after, facts_max)?))
    }

    /// Facts on disk after that number, in order.
    pub fn read_numbers(&self, after: u64, facts_max: usize) -> Result<Vec<Stored>, LogError> {
        self.read_lane(false, after, facts_max)
    }

    /// Bulk facts on disk after that number, which counts them alone, in order.
    pub fn read_bulk_numbers(&self, after: u64, facts_max: usize) -> Result<Vec<Stored>, LogError> {
        self.read_lane(true, after, facts_max)
    }

    /// The fact of that number, if it is on disk.
    pub fn at_number(&self, number: u64) -> Result<Option<Bytes>, LogError> {
        let Some(before) = number.checked_sub(1) else { return Ok(None) };
        Ok(self.read_numbers(before, 1)?.pop().map(|it| it.bytes))
    }

    fn read_lane(&self, bulk: bool, after: u64, facts_max: usize) -> Result<Vec<Stored>, LogError> {
        let through = self.log().durable_end();
        let remembered = tail::in_pieces(facts_max, |done, count| {
            let after = after.saturating_add(done as u64);
            locked(&self.log().shared().tail).numbers(bulk, after, through, count)
        });
        let group = if bulk { Group::BulkNumbers } else { Group::Numbers };
        remembered.map_or_else(|| self.read(group, after, facts_max), Ok)
    }

    fn read(&self, group: Group<'_>, after: u64, facts_max: usize) -> Result<Vec<Stored>, LogError> {
        let mut facts = Vec::new();
        let mut next = after.saturating_add(1);
        loop {
            let began = next;
            let blocks = self.blocks(group, next)?;
            let more = blocks.len() > BLOCKS_AT_ONCE;
            for first in blocks {
                for entry in self.log().block(first)? {
                    let place = entry.place()?;
                    let Some(count) = place.and_then(|place| group.count(place)).filter(|count| *count >= next) else {
                        continue;
                    };
                    if count > next {
                        return Err(incomplete(group, next));
                    }
                    if facts.len() >= facts_max {
                        return Ok(facts);
                    }
                    facts.push(entry);
                    next += 1;
                }
            }
            if !more || next == began {
                return Ok(facts);
            }
        }
    }

    /// Where the blocks are that hold that count of a group and the next ones, in order; the first may hold only what
    /// is older. More than `BLOCKS_AT_ONCE` say that there are others.
    fn blocks(&self, group: Group<'_>, count: u64) -> Result<BTreeSet<u64>, LogError> {
        // The overlay is asked first: what leaves it meanwhile is in the catalogue.
        let remembered = locked(&self.log().shared().overlay).find(group, count, BLOCKS_AT_ONCE + 1);
        let stored = self.catalogue().find(group, count, BLOCKS_AT_ONCE + 1)?;
        let before = remembered.before.max(stored.before);
        let blocks: BTreeSet<u64> = remembered.after.into_iter().chain(stored.after).chain(before).collect();
        Ok(blocks.into_iter().take(BLOCKS_AT_ONCE + 1).collect())
    }
}

fn bytes(facts: Vec<Stored>) -> Vec<Bytes> {
    facts.into_iter().map(|it| it.bytes).collect()
}

fn incomplete(group: Group<'_>, expected: u64) -> LogError {
    LogError::IndexIncomplete { what: group.to_string(), expected }
}
