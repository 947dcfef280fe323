//! Which blocks hold the facts of a group, in memory: of blocks the index's table does not cover yet.

use std::collections::VecDeque;

use hashbrown::HashMap;

use super::entry::Place;
use super::group::Group;

/// Of a stretch of blocks without a gap.
#[derive(Default)]
pub(super) struct Contents {
    blocks: VecDeque<Span>,
    /// By a group's name, each block that holds facts of it, with the count of the first. They are looked up for nearly
    /// every fact, by a cheaper hash than the standard one.
    groups: HashMap<Vec<u8>, Vec<Listed>>,
}

/// A block's first and last position, and the checksum of its last entry: that tells this log's block from another's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) first: u64,
    pub(super) last: u64,
    pub(super) mark: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Listed {
    pub(super) count: u64,
    pub(super) block: u64,
}

/// Where facts of a group are.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Found {
    /// The last block whose first fact of the group has at most the count asked for.
    pub(super) before: Option<u64>,
    /// Those after it, in order.
    pub(super) after: Vec<u64>,
}

impl Contents {
    /// The block that follows, and the places of its own facts.
    pub(super) fn push<'a>(&mut self, block: Span, places: impl Iterator<Item = Place<'a>>) {
        let mut name = Vec::new();
        // Facts of one partnership come together, and nearly all are counted by one kind of number.
        let mut listed_last = [None; 3];
        for place in places {
            for ((group, count), last) in Group::of(place).into_iter().zip(&mut listed_last) {
                if last.replace(group) == Some(group) {
                    continue;
                }
                group.write_name(&mut name);
                let list = self.groups.entry_ref(&name[..]).or_insert_with(|| Vec::with_capacity(1));
                if list.last().is_none_or(|last| last.block != block.first) {
                    list.push(Listed { count, block: block.first });
                }
            }
        }
        self.blocks.push_back(block);
    }

    /// What comes right before.
    pub(super) fn prepend(&mut self, mut older: Contents) {
        for (name, newer) in self.groups.drain() {
            older.groups.entry(name).or_default().extend(newer);
        }
        older.blocks.extend(self.blocks.drain(..));
        *self = older;
    }

    /// Forgets blocks through that position.
    pub(super) fn trim(&mut self, through: u64) {
        let gone = self.blocks.partition_point(|block| block.last <= through);
        if gone == 0 {
            return;
        }
        self.blocks.drain(..gone);
        self.groups.retain(|_, list| {
            list.drain(..list.partition_point(|listed| listed.block <= through));
            !list.is_empty()
        });
    }

    /// A copy of some blocks after that position, so many that they hold the entries, or all.
    pub(super) fn part(&self, after: u64, entries_max: usize) -> Contents {
        let start = self.blocks.partition_point(|block| block.last <= after);
        let end = after.saturating_add(entries_max.max(1) as u64);
        let blocks: VecDeque<Span> =
            self.blocks.range(start..).take_while(|block| block.first <= end).copied().collect();
        let (Some(first), Some(last)) = (blocks.front(), blocks.back()) else { return Contents::default() };
        let within = |list: &Vec<Listed>| {
            let start = list.partition_point(|listed| listed.block < first.first);
            let end = list.partition_point(|listed| listed.block <= last.last);
            list[start..end].to_vec()
        };
        let groups = self.groups.iter().map(|(name, list)| (name, within(list))).filter(|(_, list)| !list.is_empty());
        Contents { groups: groups.map(|(name, list)| (name.clone(), list)).collect(), blocks }
    }

    pub(super) fn find(&self, group: Group<'_>, count: u64, blocks_max: usize) -> Found {
        let Some(list) = self.groups.get(&group.name()) else { return Found::default() };
        let split = list.partition_point(|listed| listed.count <= count);
        let before = split.checked_sub(1).map(|at| list[at].block);
        Found { before, after: list[split..].iter().take(blocks_max).map(|listed| listed.block).collect() }
    }

    /// Each group's name and list, by name: the order in which they have to be written.
    pub(super) fn sorted(&self) -> Vec<(&[u8], &[Listed])> {
        let mut lists: Vec<_> = self.groups.iter().map(|(name, list)| (&name[..], &list[..])).collect();
        lists.sort_unstable_by_key(|(name, _)| *name);
        lists
    }

    pub(super) fn first(&self) -> Option<Span> {
        self.blocks.front().copied()
    }

    pub(super) fn last(&self) -> Option<Span> {
        self.blocks.back().copied()
    }

    pub(super) fn entries(&self) -> u64 {
        self.first().zip(self.last()).map_or(0, |(first, last)| last.last + 1 - first.first)
    }
}
