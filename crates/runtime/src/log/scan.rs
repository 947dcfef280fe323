//! Reading blocks in order: every position once, a gap or a damaged entry by its position.

use bytes::Bytes;

use super::block::{Unpacked, key_value, stored_bytes, unpack, value_key};
use super::error::LogError;

/// sled makes room in its cache only once 64 reads have hit one of the cache's 256 parts, and a leaf of blocks has some
/// 75 KB: an iterator, which reads a leaf once, keeps up to a gigabyte in memory whatever the capacity. Reading each
/// value so often keeps 30 MB, and is no slower, since less memory is taken and given back.
const READS_A_VALUE: usize = 4;

/// The blocks of a log from one position on, through another.
pub(super) struct Scan {
    blocks: sled::Tree,
    next: u64,
    through: u64,
}

impl Scan {
    /// From the block that holds `from`, which is at most `through`, the last position known to be on disk.
    pub(super) fn open(blocks: &sled::Tree, from: u64, through: u64) -> Result<Scan, LogError> {
        let before = blocks.range(..=value_key(from, u16::MAX)).next_back().transpose()?;
        let start = before.and_then(|(key, _)| key_value(&key)).map_or(from, |(first, _)| first);
        Ok(Scan { blocks: blocks.clone(), next: start, through })
    }

    /// The one block that begins at that position.
    pub(super) fn at(blocks: &sled::Tree, first: u64) -> Scan {
        Scan { blocks: blocks.clone(), next: first, through: first }
    }

    pub(super) fn next_block(&mut self) -> Result<Option<Unpacked>, LogError> {
        if self.next > self.through {
            return Ok(None);
        }
        let value = self.part(0)?.ok_or(LogError::Gap { position: self.next })?;
        let wanted = stored_bytes(&value);
        let whole = if wanted > value.len() { self.joined(value, wanted)? } else { Bytes::from_owner(value) };
        let block = unpack(self.next, whole)?;
        self.next = block.span.last + 1;
        Ok(Some(block))
    }

    fn joined(&self, start: sled::IVec, wanted: usize) -> Result<Bytes, LogError> {
        let mut whole = start.to_vec();
        for part in 1.. {
            if whole.len() >= wanted {
                break;
            }
            let missing = LogError::Damaged { position: self.next, why: "a part of it is missing" };
            whole.extend_from_slice(&self.part(part)?.ok_or(missing)?);
        }
        Ok(whole.into())
    }

    fn part(&self, part: u16) -> Result<Option<sled::IVec>, LogError> {
        read(&self.blocks, self.next, part)
    }
}

/// One value, in a way that keeps sled's cache small.
pub(super) fn read(blocks: &sled::Tree, first: u64, part: u16) -> Result<Option<sled::IVec>, LogError> {
    let key = value_key(first, part);
    for _ in 1..READS_A_VALUE {
        blocks.contains_key(key)?;
    }
    Ok(blocks.get(key)?)
}
