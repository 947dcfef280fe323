//! The keys of blocks that are on disk and not yet in the index: with them the index is complete at any moment.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use super::block::Indexed;
use super::key::Key;

#[derive(Default)]
pub(super) struct Overlay {
    /// Without an index nothing is kept: nobody would take it away again.
    kept: bool,
    /// The first position it covers; it covers all from there to the last on disk.
    first: u64,
    blocks: VecDeque<Arc<Indexed>>,
    positions: BTreeMap<Key, u64>,
}

impl Overlay {
    pub(super) fn from(first: u64) -> Overlay {
        Overlay { first, ..Overlay::default() }
    }

    /// From now on blocks are kept; gives the first position that is covered.
    pub(super) fn keep(&mut self) -> u64 {
        self.kept = true;
        self.first
    }

    pub(super) fn push(&mut self, block: Indexed) {
        if self.kept {
            self.positions.extend(block.keys.iter().map(|key| (key.clone(), block.first)));
            self.blocks.push_back(Arc::new(block));
        } else {
            self.first = block.last + 1;
        }
    }

    /// Older blocks, in order, that end where it begins.
    pub(super) fn prepend(&mut self, blocks: Vec<Indexed>) {
        for block in blocks.into_iter().rev() {
            self.first = block.first;
            self.positions.extend(block.keys.iter().map(|key| (key.clone(), block.first)));
            self.blocks.push_front(Arc::new(block));
        }
    }

    /// The index has these now.
    pub(super) fn trim(&mut self, through: u64) {
        while self.blocks.front().is_some_and(|block| block.last <= through) {
            let Some(block) = self.blocks.pop_front() else { return };
            for key in &block.keys {
                self.positions.remove(key);
            }
            self.first = block.last + 1;
        }
    }

    /// Some blocks that follow that position, in order; None where it does not reach back so far.
    pub(super) fn after(&self, position: u64, entries_max: usize) -> Option<Vec<Arc<Indexed>>> {
        if !self.kept || position + 1 < self.first {
            return None;
        }
        let start = self.blocks.partition_point(|block| block.last <= position);
        let end = position.saturating_add(entries_max as u64).max(position + 1);
        Some(self.blocks.range(start..).take_while(|block| block.first <= end).cloned().collect())
    }

    /// Positions of the blocks under keys from `from` through `to`, in order.
    pub(super) fn between(&self, from: &Key, to: &Key, blocks_max: usize) -> Vec<u64> {
        self.positions.range::<Key, _>(from..=to).take(blocks_max).map(|(_, first)| *first).collect()
    }

    /// The position under the highest of those keys.
    pub(super) fn last_between(&self, from: &Key, to: &Key) -> Option<u64> {
        self.positions.range::<Key, _>(from..=to).next_back().map(|(_, first)| *first)
    }

    pub(super) fn entries(&self) -> u64 {
        self.blocks.back().map_or(0, |block| block.last + 1 - self.first)
    }
}
