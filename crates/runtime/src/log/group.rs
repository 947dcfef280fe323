//! The groups in which own facts are counted and found: streams, partnerships, and all of them by number.

use super::entry::Place;

/// Facts that count 1, 2, 3 … among themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Group<'a> {
    Stream(&'a str),
    Partnership(&'a str),
    Numbers,
    /// Numbers of the bulk facts, which count apart.
    BulkNumbers,
}

impl Group<'_> {
    /// The groups of a fact, each with its count there.
    pub(super) fn of(place: Place<'_>) -> [(Group<'_>, u64); 3] {
        let numbers = if place.bulk { Group::BulkNumbers } else { Group::Numbers };
        [
            (Group::Stream(place.stream), place.revision),
            (Group::Partnership(place.partnership), place.sequence),
            (numbers, place.number),
        ]
    }

    /// Where a fact stands in this group; None where it is of another.
    pub(super) fn count(&self, place: Place<'_>) -> Option<u64> {
        Group::of(place).into_iter().find(|(group, _)| group == self).map(|(_, count)| count)
    }

    /// The name it is stored under. Names of things hold no NUL, so no group's name begins another's.
    pub(super) fn name(&self) -> Vec<u8> {
        let mut name = Vec::new();
        self.write_name(&mut name);
        name
    }

    pub(super) fn write_name(&self, name: &mut Vec<u8>) {
        let (kind, thing) = match self {
            Group::Stream(stream) => (b's', *stream),
            Group::Partnership(partnership) => (b'p', *partnership),
            Group::Numbers => (b'n', ""),
            Group::BulkNumbers => (b'b', ""),
        };
        name.clear();
        name.push(kind);
        name.extend_from_slice(thing.as_bytes());
        name.push(0);
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
