//! Blocks: the entries of a commit packed into the few values that hold them.

use bytes::{BufMut, Bytes};

use super::contents::Span;
use super::entry::{ENTRY_BYTES_MAX, Entry, Kind, Place, Stored};
use super::error::LogError;

/// What sled keeps in its own, synced file: a leaf of 16 bigger values would go to a blob file that it never syncs.
const VALUE_BYTES_MAX: usize = 6_000;

/// Entries are packed until they take so much: facts of one time share ids and words, so that this fits one value
/// compressed. sled writes every byte more than twice, and whoever reads one entry reads its block.
const PACKED_BYTES_MAX: usize = 6 * 1024;

/// Where less is packed, compressing costs more than it saves.
const COMPRESSED_FROM_BYTES: usize = 3 * 1024;

/// Length of what is stored behind this, and its length before it was compressed: the same where it was not.
const BLOCK_HEADER_BYTES: usize = 4 + 4;

/// Length of the bytes, checksum of kind and bytes, kind.
const ENTRY_HEADER_BYTES: usize = 4 + 4 + 1;

/// Entries that are stored together, in as many values as it takes.
pub(super) struct Block {
    pub(super) span: Span,
    pub(super) parts: Vec<Vec<u8>>,
    /// With its last entry a group ends.
    ends_group: bool,
}

impl Block {
    /// Where the block before it is whole too, all its groups begin and end in it, and one value holds it: it may be found
    /// without those after it.
    pub(super) fn is_whole(&self) -> bool {
        self.ends_group && self.parts.len() == 1
    }
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

/// How many of them one block holds: whole groups where one fits, and a bigger entry by itself.
fn fitting(entries: &[Entry]) -> usize {
    let sizes = entries.iter().map(|entry| ENTRY_HEADER_BYTES + entry.bytes.len());
    let ends = sizes.scan(0, |end, size| {
        *end += size;
        Some(*end)
    });
    let most = ends.take_while(|end| *end <= PACKED_BYTES_MAX).count().max(1);
    let groups = entries[..most].iter().rposition(|entry| entry.ends_group);
    groups.map_or(most, |last| last + 1)
}

fn block(first: u64, entries: &[Entry]) -> Block {
    let size = entries.iter().map(|entry| ENTRY_HEADER_BYTES + entry.bytes.len()).sum();
    let mut packed = Vec::with_capacity(size);
    let mut mark = 0;
    for entry in entries {
        mark = checksum(entry.kind as u8, &entry.bytes);
        packed.put_u32(entry.bytes.len() as u32);
        packed.put_u32(mark);
        packed.put_u8(entry.kind as u8);
        packed.put_slice(&entry.bytes);
    }
    let stored = stored(&packed);
    let parts = match stored.len() {
        0..=VALUE_BYTES_MAX => vec![stored],
        _ => stored.chunks(VALUE_BYTES_MAX).map(<[u8]>::to_vec).collect(),
    };
    let last = first + entries.len() as u64 - 1;
    let ends_group = entries.last().is_some_and(|entry| entry.ends_group);
    Block { span: Span { first, last, mark }, parts, ends_group }
}

/// Compressed where that makes it smaller.
fn stored(packed: &[u8]) -> Vec<u8> {
    let compressed = (packed.len() >= COMPRESSED_FROM_BYTES).then(|| lz4_flex::block::compress(packed));
    let body = compressed.as_deref().filter(|it| it.len() < packed.len()).unwrap_or(packed);
    let mut stored = Vec::with_capacity(BLOCK_HEADER_BYTES + body.len());
    stored.put_u32(body.len() as u32);
    stored.put_u32(packed.len() as u32);
    stored.put_slice(body);
    stored
}

fn checksum(kind: u8, bytes: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&[kind]);
    hasher.update(bytes);
    hasher.finalize()
}

/// How much the first value of a block says is stored, over all its values; 0 where there is no header.
pub(super) fn stored_bytes(value: &[u8]) -> usize {
    value.first_chunk::<4>().map_or(0, |length| BLOCK_HEADER_BYTES + u32::from_be_bytes(*length) as usize)
}

/// A block as read.
pub(super) struct Unpacked {
    pub(super) span: Span,
    pub(super) entries: Vec<Stored>,
}

impl Unpacked {
    pub(super) fn places(&self) -> Result<Vec<Place<'_>>, LogError> {
        self.entries.iter().filter_map(|entry| entry.place().transpose()).collect()
    }
}

/// The entries share their block's memory: nothing is copied, and keeping one entry keeps its block.
pub(super) fn unpack(first: u64, stored: Bytes) -> Result<Unpacked, LogError> {
    let value = packed(&stored).map_err(|why| LogError::Damaged { position: first, why })?;
    let mut entries = Vec::with_capacity(value.len() / 256 + 1);
    let mut mark = 0;
    let mut at = 0;
    while at < value.len() {
        let position = first + entries.len() as u64;
        let damaged = |why| LogError::Damaged { position, why };
        let header = value[at..].first_chunk::<ENTRY_HEADER_BYTES>().ok_or_else(|| damaged("its header is cut off"))?;
        let [l0, l1, l2, l3, c0, c1, c2, c3, kind] = *header;
        mark = u32::from_be_bytes([c0, c1, c2, c3]);
        let start = at + ENTRY_HEADER_BYTES;
        let end = start + u32::from_be_bytes([l0, l1, l2, l3]) as usize;
        let bytes = value.get(start..end).ok_or_else(|| damaged("it is cut off"))?;
        if checksum(kind, bytes) != mark {
            return Err(damaged("its checksum is wrong"));
        }
        let kind = Kind::of(kind).ok_or_else(|| damaged("it is of a kind this version does not know"))?;
        entries.push(Stored::read(position, kind, value.slice(start..end)));
        at = end;
    }
    if entries.is_empty() {
        return Err(LogError::Damaged { position: first, why: "its block is empty" });
    }
    let last = first + entries.len() as u64 - 1;
    Ok(Unpacked { span: Span { first, last, mark }, entries })
}

/// What was packed, from what is stored.
fn packed(stored: &Bytes) -> Result<Bytes, &'static str> {
    let lengths = stored.split_first_chunk::<BLOCK_HEADER_BYTES>().ok_or("its block has no header")?;
    let ([s0, s1, s2, s3, p0, p1, p2, p3], body) = lengths;
    let (stored_bytes, packed_bytes) =
        (u32::from_be_bytes([*s0, *s1, *s2, *s3]), u32::from_be_bytes([*p0, *p1, *p2, *p3]));
    if body.len() != stored_bytes as usize || packed_bytes as usize > PACKED_BYTES_MAX + ENTRY_BYTES_MAX {
        return Err("its block is cut off");
    }
    if stored_bytes == packed_bytes {
        return Ok(stored.slice(BLOCK_HEADER_BYTES..));
    }
    let unpacked = lz4_flex::block::decompress(body, packed_bytes as usize);
    Ok(unpacked.map_err(|_| "its block cannot be unpacked")?.into())
}

impl Stored {
    /// The place of an own fact, read from its envelope; None for any other entry.
    pub(super) fn place(&self) -> Result<Option<Place<'_>>, LogError> {
        if self.kind != Kind::Own {
            return Ok(None);
        }
        let damaged = LogError::Damaged { position: self.position, why: "it is no envelope" };
        Place::read(&self.bytes).map(Some).ok_or(damaged)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn group(sizes: &[usize]) -> Vec<Entry> {
        let mut group: Vec<Entry> = sizes.iter().map(|size| Entry::heard(vec![7; *size])).collect();
        group.last_mut().into_iter().for_each(Entry::end_group);
        group
    }

    proptest! {
        #[test]
        fn a_group_that_fits_a_block_stands_in_one(
            groups in prop::collection::vec(prop::collection::vec(prop_oneof![1..700_usize, 1..9_000_usize], 1..12), 1..30),
        ) {
            let entries: Vec<Entry> = groups.iter().flat_map(|sizes| group(sizes)).collect();
            let blocks = pack(1, &entries);
            let mut next = 1;
            for block in &blocks {
                prop_assert_eq!(block.span.first, next);
                next = block.span.last + 1;
            }
            prop_assert_eq!(next, entries.len() as u64 + 1);
            let are_whole = blocks.iter().all(Block::is_whole);
            let mut end = 0;
            for sizes in groups {
                let (first, last) = (end + 1, end + sizes.len() as u64);
                end = last;
                let packed: usize = sizes.iter().map(|size| ENTRY_HEADER_BYTES + size).sum();
                let of_group = blocks.iter().filter(|it| first <= it.span.last && it.span.first <= last).count();
                prop_assert!(of_group == 1 || PACKED_BYTES_MAX < packed, "{} bytes in {} blocks", packed, of_group);
                prop_assert!(of_group == 1 || !are_whole, "a group stands in {} whole blocks", of_group);
            }
        }
    }

    #[test]
    fn a_block_is_whole_where_its_groups_are_and_one_value_holds_it() {
        let whole = |entries: &[Entry]| pack(1, entries).iter().map(Block::is_whole).collect::<Vec<_>>();
        assert_eq!(whole(&[group(&[300; 5]), group(&[300; 5])].concat()), [true]);
        assert_eq!(whole(&[group(&[4_000]), group(&[1_000, 2_000])].concat()), [true, true], "cut between the two");
        assert_eq!(whole(&group(&[4_000, 4_000])), [false, true], "a group goes on in the second");
        let incompressible: Vec<u8> = (0..1_000).flat_map(|_| *uuid::Uuid::new_v4().as_bytes()).collect();
        let mut long = [Entry::heard(incompressible)];
        long[0].end_group();
        assert_eq!(whole(&long), [false], "several values");
    }
}
