//! What lies between the index's table and the end of the log: with it the index is complete at any moment.

use super::contents::{Contents, Found, Span};
use super::entry::Place;
use super::group::Group;

#[derive(Default)]
pub(super) struct Overlay {
    /// Without an index nothing is kept: nobody would take it away again.
    kept: bool,
    /// The first position it covers; it covers all from there to the last on disk.
    first: u64,
    contents: Contents,
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

    pub(super) fn push<'a>(&mut self, block: Span, places: impl Iterator<Item = Place<'a>>) {
        match self.kept {
            true => self.contents.push(block, places),
            false => self.first = block.last + 1,
        }
    }

    /// What lies before it, from that position on.
    pub(super) fn prepend(&mut self, first: u64, older: Contents) {
        self.contents.prepend(older);
        self.first = first;
    }

    /// The table covers these now.
    pub(super) fn trim(&mut self, through: u64) {
        self.contents.trim(through);
        self.first = self.first.max(through + 1);
    }

    /// Some blocks after that position; None where it does not reach back so far.
    pub(super) fn after(&self, position: u64, entries_max: usize) -> Option<Contents> {
        (self.kept && position + 1 >= self.first).then(|| self.contents.part(position, entries_max))
    }

    pub(super) fn find(&self, group: Group<'_>, count: u64, blocks_max: usize) -> Found {
        self.contents.find(group, count, blocks_max)
    }

    pub(super) fn entries(&self) -> u64 {
        self.contents.entries()
    }
}
