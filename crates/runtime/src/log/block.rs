//! Blocks: the entries of a commit packed into the few values that hold them.

use bytes::{BufMut, Bytes};

use super::contents::Span;
use super::entry::{Entry, Kind, Place, Stored};
use super::error::LogError;

/// What sled keeps in its own, synced file: a leaf of 16 bigger values would go to a blob file that it never syncs.
pub(super) const BLOCK_BYTES_MAX: usize = 6_000;

/// Length of the bytes, checksum of kind and bytes, kind.
const HEADER_BYTES: usize = 4 + 4 + 1;

/// Entries that are stored together: several in one value, or a single one that goes on over several.
pub(super) struct Block {
    pub(super) span: Span,
    pub(super) parts: Vec<Vec<u8>>,
}

/// What a part of the block at `first` is stored under.
pub(super) fn value_key(first: u64, part: u16) -> [u8; 10] {
    let mut key = [0; 10];
    key[..8].copy_from_slice(&first.to_be_bytes());
    key[8..].copy_from_slice(&part.to_be_bytes());
    key
}

/// Position and part from a stored key.
pub(super) fn key_value(key: &[u8]) -> Option<(u64, u16)> {
    let (first, part) = key.split_first_chunk::<8>()?;
    Some((u64::from_be_bytes(*first), u16::from_be_bytes(part.try_into().ok()?)))
}

pub(super) fn pack(first: u64, entries: &[Entry]) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut at = 0;
    while at < entries.len() {
        let count = fitting(&entries[at..]);
        blocks.push(block(first + at as u64, &entries[at..at + count]));
        at += count;
    }
    blocks
}

/// How many of them one value holds; an entry too big for any value stands alone.
fn fitting(entries: &[Entry]) -> usize {
    let sizes = entries.iter().map(|entry| HEADER_BYTES + entry.bytes.len());
    let ends = sizes.scan(0, |end, size| {
        *end += size;
        Some(*end)
    });
    ends.take_while(|end| *end <= BLOCK_BYTES_MAX).count().max(1)
}

fn block(first: u64, entries: &[Entry]) -> Block {
    let size = entries.iter().map(|entry| HEADER_BYTES + entry.bytes.len()).sum();
    let mut value = Vec::with_capacity(size);
    let mut mark = 0;
    for entry in entries {
        mark = checksum(entry.kind as u8, &entry.bytes);
        value.put_u32(entry.bytes.len() as u32);
        value.put_u32(mark);
        value.put_u8(entry.kind as u8);
        value.put_slice(&entry.bytes);
    }
    let parts = match value.len() {
        0..=BLOCK_BYTES_MAX => vec![value],
        _ => value.chunks(BLOCK_BYTES_MAX).map(<[u8]>::to_vec).collect(),
    };
    let last = first + entries.len() as u64 - 1;
    Block { span: Span { first, last, mark }, parts }
}

fn checksum(kind: u8, bytes: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&[kind]);
    hasher.update(bytes);
    hasher.finalize()
}

/// How long the first entry of a value says it is, header included; 0 where there is no header.
pub(super) fn first_entry_bytes(value: &[u8]) -> usize {
    value.first_chunk::<4>().map_or(0, |length| HEADER_BYTES + u32::from_be_bytes(*length) as usize)
}

/// A block as read.
pub(super) struct Unpacked {
    pub(super) span: Span,
    pub(super) entries: Vec<Stored>,
}

impl Unpacked {
    pub(super) fn places(&self) -> Result<Vec<Place>, LogError> {
        self.entries.iter().filter_map(|entry| entry.place().transpose()).collect()
    }
}

/// The entries share the value's memory: nothing is copied, and keeping one entry keeps its block.
pub(super) fn unpack(first: u64, value: Bytes) -> Result<Unpacked, LogError> {
    let mut entries = Vec::with_capacity(value.len() / 256 + 1);
    let mut mark = 0;
    let mut at = 0;
    while at < value.len() {
        let position = first + entries.len() as u64;
        let damaged = |why| LogError::Damaged { position, why };
        let header = value[at..].first_chunk::<HEADER_BYTES>().ok_or_else(|| damaged("its header is cut off"))?;
        let [l0, l1, l2, l3, c0, c1, c2, c3, kind] = *header;
        mark = u32::from_be_bytes([c0, c1, c2, c3]);
        let start = at + HEADER_BYTES;
        let end = start + u32::from_be_bytes([l0, l1, l2, l3]) as usize;
        let bytes = value.get(start..end).ok_or_else(|| damaged("it is cut off"))?;
        if checksum(kind, bytes) != mark {
            return Err(damaged("its checksum is wrong"));
        }
        let kind = Kind::of(kind).ok_or_else(|| damaged("it is of a kind this version does not know"))?;
        entries.push(Stored { position, kind, bytes: value.slice(start..end) });
        at = end;
    }
    if entries.is_empty() {
        return Err(LogError::Damaged { position: first, why: "its block is empty" });
    }
    let last = first + entries.len() as u64 - 1;
    Ok(Unpacked { span: Span { first, last, mark }, entries })
}

impl Stored {
    /// The place of an own fact, read from its envelope; None for any other entry.
    pub fn place(&self) -> Result<Option<Place>, LogError> {
        let read = |bytes: &Bytes| <Place as prost::Message>::decode(&bytes[..]);
        let damaged = LogError::Damaged { position: self.position, why: "it is no envelope" };
        (self.kind == Kind::Own).then(|| read(&self.bytes)).transpose().map_err(|_| damaged)
    }
}
