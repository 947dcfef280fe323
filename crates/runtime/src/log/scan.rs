//! Reading blocks in order: every position once, a gap or a damaged entry by its position.

use bytes::Bytes;

use super::block::{Unpacked, first_entry_bytes, key_value, unpack, value_key};
use super::error::LogError;

/// The blocks of a log from one position on, through another.
pub(super) struct Scan {
    values: sled::Iter,
    next: u64,
    through: u64,
}

impl Scan {
    /// From the block that holds `from`, which is at most `through`, the last position known to be on disk.
    pub(super) fn open(blocks: &sled::Tree, from: u64, through: u64) -> Result<Scan, LogError> {
        let before = blocks.range(..=value_key(from, u16::MAX)).next_back().transpose()?;
        let start = before.and_then(|(key, _)| key_value(&key)).map_or(from, |(first, _)| first);
        Ok(Scan { values: blocks.range(value_key(start, 0)..), next: start, through })
    }

    /// The one block that begins at that position.
    pub(super) fn at(blocks: &sled::Tree, first: u64) -> Scan {
        Scan { values: blocks.range(value_key(first, 0)..), next: first, through: first }
    }

    pub(super) fn next_block(&mut self) -> Result<Option<Unpacked>, LogError> {
        if self.next > self.through {
            return Ok(None);
        }
        let value = self.next_part(0)?;
        let wanted = first_entry_bytes(&value);
        let whole = if wanted > value.len() { self.joined(value, wanted)? } else { Bytes::from_owner(value) };
        let block = unpack(self.next, whole)?;
        self.next = block.last() + 1;
        Ok(Some(block))
    }

    fn joined(&mut self, start: sled::IVec, wanted: usize) -> Result<Bytes, LogError> {
        let mut whole = start.to_vec();
        for part in 1.. {
            if whole.len() >= wanted {
                break;
            }
            whole.extend_from_slice(&self.next_part(part)?);
        }
        Ok(whole.into())
    }

    fn next_part(&mut self, part: u16) -> Result<sled::IVec, LogError> {
        let gap = LogError::Gap { position: self.next };
        let (key, value) = self.values.next().transpose()?.ok_or(gap)?;
        match key_value(&key) {
            Some((first, found)) if first == self.next && found == part => Ok(value),
            Some((first, _)) if first == self.next || part > 0 => {
                Err(LogError::Damaged { position: self.next, why: "a part of it is missing" })
            }
            _ => Err(LogError::Gap { position: self.next }),
        }
    }
}
