//! The keys an index keeps: one for each stream and partnership met in a block, and one for its first number.

use sled::IVec;

use super::entry::Place;

pub(super) type Key = IVec;

const STREAM: u8 = b's';
const PARTNERSHIP: u8 = b'p';
const NUMBER: u8 = b'n';
const BULK_NUMBER: u8 = b'b';

/// A group of own facts, each of which counts 1, 2, 3 … within it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Group<'a> {
    Stream(&'a str),
    Partnership(&'a str),
    Numbers,
    /// Numbers of the bulk facts, which count apart.
    BulkNumbers,
}

impl Group<'_> {
    /// Names hold no NUL, so no group's keys lie among another's.
    pub(super) fn key(&self, count: u64) -> Key {
        let (kind, name) = match self {
            Group::Stream(name) => (STREAM, *name),
            Group::Partnership(name) => (PARTNERSHIP, *name),
            Group::Numbers => (NUMBER, ""),
            Group::BulkNumbers => (BULK_NUMBER, ""),
        };
        let mut key = Vec::with_capacity(name.len() + 10);
        key.push(kind);
        key.extend_from_slice(name.as_bytes());
        key.push(0);
        key.extend_from_slice(&count.to_be_bytes());
        Key::from(key)
    }

    /// Where a fact stands in this group; None where it is of another.
    pub(super) fn count(&self, place: &Place) -> Option<u64> {
        match self {
            Group::Stream(name) => (place.stream == *name).then_some(place.revision),
            Group::Partnership(name) => (place.partnership == *name).then_some(place.sequence),
            Group::Numbers => (!place.bulk).then_some(place.number),
            Group::BulkNumbers => place.bulk.then_some(place.number),
        }
    }
}

impl std::fmt::Display for Group<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Group::Stream(name) => write!(out, "of stream {name} revision"),
            Group::Partnership(name) => write!(out, "of partnership '{name}' sequence"),
            Group::Numbers => write!(out, "of the own facts number"),
            Group::BulkNumbers => write!(out, "of the own bulk facts number"),
        }
    }
}

/// The keys of one block's own facts. The first of a group is its lowest, and leads to the block: no more are kept.
pub(super) fn keys<'a>(places: impl Iterator<Item = &'a Place>) -> Vec<Key> {
    let (mut streams, mut partnerships) = (Vec::new(), Vec::new());
    let mut lanes = Vec::with_capacity(2);
    let mut keys = Vec::new();
    for place in places {
        let numbers = if place.bulk { Group::BulkNumbers } else { Group::Numbers };
        if !lanes.contains(&place.bulk) {
            lanes.push(place.bulk);
            keys.push(numbers.key(place.number));
        }
        // A block holds some twenty facts: looking through a list beats hashing.
        if !streams.contains(&&place.stream) {
            streams.push(&place.stream);
            keys.push(Group::Stream(&place.stream).key(place.revision));
        }
        if !partnerships.contains(&&place.partnership) {
            partnerships.push(&place.partnership);
            keys.push(Group::Partnership(&place.partnership).key(place.sequence));
        }
    }
    keys
}
