//! An index's tree as it is stored: of each group, lists of the blocks that hold its facts.

use std::fs;
use std::sync::OnceLock;

use bytes::Buf;
use prost::encoding::{decode_varint, encode_varint};

use super::contents::{Contents, Found, Listed};
use super::error::LogError;
use super::group::Group;

/// Position and mark of the last entry covered, and the machine's start in which that was written. No group's key.
const CHECKPOINT: &[u8] = b"checkpoint";

/// Blocks in one list. A list is written once: longer ones would only be read for nothing.
const LIST_BLOCKS_MAX: usize = 128;

#[derive(Clone)]
pub(super) struct Catalogue(pub(super) sled::Tree);

impl Catalogue {
    pub(super) fn position(&self) -> Result<u64, LogError> {
        Ok(self.checkpoint()?.map_or(0, |(position, _)| position))
    }

    /// Position and mark of the last entry covered. None too where the machine has started anew since it was written:
    /// nothing here is synced, so a crash may have taken any part of it.
    pub(super) fn checkpoint(&self) -> Result<Option<(u64, u32)>, LogError> {
        let stored = self.0.get(CHECKPOINT)?;
        Ok(stored.and_then(|stored| {
            let (position, rest) = stored.split_first_chunk::<8>()?;
            let (mark, started) = rest.split_first_chunk::<4>()?;
            (started == machine_start()).then(|| (u64::from_be_bytes(*position), u32::from_be_bytes(*mark)))
        }))
    }

    /// Adds blocks that follow what it covers; false where there are none. Key by key, for `apply_batch` would keep
    /// every database of the process waiting meanwhile; the checkpoint last, so that what a kill leaves half done is
    /// done again.
    pub(super) fn add(&self, mut more: Contents) -> Result<bool, LogError> {
        let Some(last) = more.last() else { return Ok(false) };
        for (name, list) in more.sorted() {
            for list in list.chunks(LIST_BLOCKS_MAX) {
                self.0.insert(key(name, list[0].count), written(list))?;
            }
        }
        let (position, mark) = (last.last.to_be_bytes(), last.mark.to_be_bytes());
        self.0.insert(CHECKPOINT, [&position, &mark[..], machine_start()].concat())?;
        Ok(true)
    }

    pub(super) fn find(&self, group: Group<'_>, count: u64, blocks_max: usize) -> Result<Found, LogError> {
        let name = group.name();
        let (from, highest) = (key(&name, count), key(&name, u64::MAX));
        let start = self.0.range(&name[..]..=&from).next_back().transpose()?;
        let start = start.map_or(from, |(key, _)| key.to_vec());
        let mut found = Found::default();
        for list in self.0.range(start..=highest) {
            let (key, list) = list?;
            for listed in read(&key, &list) {
                if listed.count <= count {
                    found.before = Some(listed.block);
                } else if found.after.len() < blocks_max {
                    found.after.push(listed.block);
                } else {
                    return Ok(found);
                }
            }
        }
        Ok(found)
    }

    /// The checkpoint goes first: a tree half cleared is taken for an empty one, and cleared again.
    pub(super) fn clear(&self) -> Result<(), LogError> {
        self.0.remove(CHECKPOINT)?;
        Ok(self.0.clear()?)
    }
}

/// A list's key: its group, and the count it begins with.
fn key(name: &[u8], count: u64) -> Vec<u8> {
    [name, &count.to_be_bytes()].concat()
}

/// The first block, then how far count and block of each further one lie from the last one's.
fn written(list: &[Listed]) -> Vec<u8> {
    let mut value = Vec::with_capacity(3 * list.len() + 8);
    encode_varint(list[0].block, &mut value);
    for (last, next) in list.iter().zip(&list[1..]) {
        encode_varint(next.count.saturating_sub(last.count), &mut value);
        encode_varint(next.block.saturating_sub(last.block), &mut value);
    }
    value
}

/// What cannot be read ends the list: the lookup misses a count then, and says so.
fn read(key: &[u8], mut list: &[u8]) -> Vec<Listed> {
    let (Some((_, count)), Ok(block)) = (key.split_last_chunk::<8>(), decode_varint(&mut list)) else {
        return Vec::new();
    };
    let mut listed = Listed { count: u64::from_be_bytes(*count), block };
    let mut read = vec![listed];
    while list.has_remaining() {
        let (Ok(counts), Ok(blocks)) = (decode_varint(&mut list), decode_varint(&mut list)) else { break };
        listed = Listed { count: listed.count.saturating_add(counts), block: listed.block.saturating_add(blocks) };
        read.push(listed);
    }
    read
}

/// Differs from one start of the machine to the next; the same for ever where the system does not say.
fn machine_start() -> &'static [u8] {
    static START: OnceLock<Vec<u8>> = OnceLock::new();
    START.get_or_init(|| fs::read("/proc/sys/kernel/random/boot_id").unwrap_or_default())
}
