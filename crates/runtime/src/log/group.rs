//! The groups in which own facts are counted and found: streams, partnerships, and all of them by number.

use uuid::Uuid;

use super::entry::Place;

/// A name is made of parts, each of which says how it ends: no group's name begins another's.
const END: u8 = 0;
const TEXT: u8 = 1;
const ID: u8 = 2;

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

    /// The name it is stored under.
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
        thing.split('/').for_each(|part| write_part(part, name));
        name.push(END);
    }
}

/// An id as the bytes that it stands for: there are as many names as things, and this one is half as long.
fn write_part(part: &str, name: &mut Vec<u8>) {
    match id(part) {
        Some(id) => {
            name.push(ID);
            name.extend_from_slice(id.as_bytes());
        }
        // Names of things hold no NUL.
        None => {
            name.push(TEXT);
            name.extend_from_slice(part.as_bytes());
            name.push(END);
        }
    }
}

/// Only one spelling of it: two names are two.
fn id(part: &str) -> Option<Uuid> {
    let may_be = part.len() == 36 && !part.bytes().any(|it| it.is_ascii_uppercase());
    may_be.then(|| Uuid::try_parse(part).ok()).flatten()
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Few ids, in all the ways in which they can be written.
    fn parts() -> impl Strategy<Value = String> {
        let id = (0..3_u128).prop_map(|it| Uuid::from_u128(u128::MAX / 3 * it));
        prop_oneof![
            id.clone().prop_map(|it| it.to_string()),
            id.clone().prop_map(|it| it.to_string().to_uppercase()),
            id.clone().prop_map(|it| it.simple().to_string()),
            id.clone().prop_map(|it| it.braced().to_string()),
            id.prop_map(|it| it.urn().to_string()),
            "[a-c-]{0,3}",
            "[0-9a-f]{36}",
        ]
    }

    proptest! {
        #[test]
        fn no_groups_name_begins_anothers(
            one in prop::collection::vec(parts(), 1..4),
            other in prop::collection::vec(parts(), 1..4),
            shared in 0..4_usize,
        ) {
            let other: Vec<_> = one.iter().take(shared).cloned().chain(other).collect();
            let things = [one.join("/"), other.join("/")];
            let groups = things.iter().flat_map(|it| [Group::Stream(it), Group::Partnership(it)]);
            let groups: Vec<_> = groups.chain([Group::Numbers, Group::BulkNumbers]).collect();
            for (place, group) in groups.iter().enumerate() {
                for other in &groups[place + 1..] {
                    let (name, others) = (group.name(), other.name());
                    let is_apart = !name.starts_with(&others) && !others.starts_with(&name);
                    prop_assert_eq!(is_apart, group != other, "{:?}, {:?}", group, other);
                }
            }
        }
    }

    #[test]
    fn things_of_one_kind_stand_in_the_order_of_their_ids() {
        let things: Vec<String> = (0..40).map(|it| format!("p/offer/{}", Uuid::from_u128(1 << it))).collect();
        assert!(things.is_sorted());
        assert!(things.iter().map(|it| Group::Stream(it).name()).is_sorted());
    }
}
