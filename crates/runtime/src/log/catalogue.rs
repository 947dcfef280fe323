//! An index's table as it is stored: of each group, lists of the blocks that hold its facts.

use bytes::Buf;
use prost::encoding::{decode_varint, encode_varint};
use redb::Error;

use super::contents::{Contents, Found, Listed};
use super::group::Group;
use crate::derived::{Change, Derived, Lasting, Table, change};

const INDEX: Table = Table::new("index 2");

/// Of earlier builds, which named groups otherwise.
const FORMER: Table = Table::new("index");

/// Position and mark of the last entry covered. No group's key.
const CHECKPOINT: &[u8] = b"checkpoint";

/// Blocks in one list. A list is written once: longer ones would only be read for nothing.
const LIST_BLOCKS_MAX: usize = 128;

#[derive(Clone)]
pub(super) struct Catalogue(Derived);

impl Catalogue {
    pub(super) fn of(derived: Derived) -> Result<Catalogue, Error> {
        let write = derived.write(Lasting::Process)?;
        write.delete_table(FORMER)?;
        write.open_table(INDEX)?;
        write.commit()?;
        Ok(Catalogue(derived))
    }

    pub(super) fn position(&self) -> Result<u64, Error> {
        Ok(self.checkpoint()?.map_or(0, |(position, _)| position))
    }

    /// Position and mark of the last entry covered.
    pub(super) fn checkpoint(&self) -> Result<Option<(u64, u32)>, Error> {
        let stored = self.0.read()?.open_table(INDEX)?.get(CHECKPOINT)?;
        Ok(stored.and_then(|stored| {
            let (position, rest) = stored.value().split_first_chunk::<8>()?;
            Some((u64::from_be_bytes(*position), u32::from_be_bytes(rest.try_into().ok()?)))
        }))
    }

    /// Adds blocks that follow what it covers, in one step; false where there are none. Where it is synced, what the views
    /// have committed before lasts with it.
    pub(super) fn add(&self, more: &Contents, lasting: Lasting) -> Result<bool, Error> {
        let Some(last) = more.last() else { return Ok(false) };
        let write = self.0.write(lasting)?;
        {
            let mut index = write.open_table(INDEX)?;
            let sorted = more.sorted();
            let lists = sorted.iter().flat_map(|(name, lists)| {
                lists.chunks(LIST_BLOCKS_MAX).map(|list| (key(name, list[0].count), List(list)))
            });
            change(&mut index, lists)?;
            let checkpoint = [&last.last.to_be_bytes()[..], &last.mark.to_be_bytes()].concat();
            index.insert(CHECKPOINT, &checkpoint[..])?;
        }
        write.commit()?;
        Ok(true)
    }

    pub(super) fn find(&self, group: Group<'_>, count: u64, blocks_max: usize) -> Result<Found, Error> {
        let name = group.name();
        let (from, highest) = (key(&name, count), key(&name, u64::MAX));
        let index = self.0.read()?.open_table(INDEX)?;
        let start = index.range::<&[u8]>(&name[..]..=&from[..])?.next_back().transpose()?;
        let start = start.map_or(from, |(key, _)| key.value().to_vec());
        let mut found = Found::default();
        for list in index.range::<&[u8]>(&start[..]..=&highest[..])? {
            let (key, list) = list?;
            for listed in read(key.value(), list.value()) {
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

    pub(super) fn clear(&self) -> Result<(), Error> {
        let write = self.0.write(Lasting::Process)?;
        write.delete_table(INDEX)?;
        write.open_table(INDEX)?;
        Ok(write.commit()?)
    }

    /// For tests: what a list's loss does.
    #[cfg(test)]
    pub(super) fn lose(&self, group: Group<'_>, nth: usize) {
        use redb::ReadableTable;
        let write = self.0.write(Lasting::Process).unwrap();
        {
            let mut index = write.open_table(INDEX).unwrap();
            let (from, to) = (key(&group.name(), 0), key(&group.name(), u64::MAX));
            let lost = index.range::<&[u8]>(&from[..]..=&to[..]).unwrap().nth(nth).unwrap().unwrap().0.value().to_vec();
            index.remove(&lost[..]).unwrap();
        }
        write.commit().unwrap();
    }
}

/// A list's key: its group, and the count it begins with.
fn key(name: &[u8], count: u64) -> Vec<u8> {
    [name, &count.to_be_bytes()].concat()
}

/// Blocks with facts of one group, in order; never empty.
struct List<'a>(&'a [Listed]);

impl Change for List<'_> {
    /// The first block, then how far count and block of each further one lie from the last one's.
    fn write(&self, _: Option<&[u8]>, value: &mut Vec<u8>) -> bool {
        let List(list) = self;
        encode_varint(list[0].block, value);
        for (last, next) in list.iter().zip(&list[1..]) {
            encode_varint(next.count.saturating_sub(last.count), value);
            encode_varint(next.block.saturating_sub(last.block), value);
        }
        true
    }
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
