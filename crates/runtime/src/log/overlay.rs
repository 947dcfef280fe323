//! What lies between the index's table and the end of the log: with it the index is complete at any moment.

use std::sync::Arc;

use super::contents::{Contents, Found, Span};
use super::entry::Place;
use super::group::Group;

#[derive(Default)]
pub(super) struct Overlay {
    /// Without an index nothing is kept: nobody would take it away again.
    kept: bool,
    /// The first position it covers; it covers all from there to the last on disk.
    first: u64,
    /// What is on its way to the table, and found here until it is there.
    moving: Arc<Contents>,
    /// What comes after it.
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

    /// What lies before it, from that position on; nothing is moving yet.
    pub(super) fn prepend(&mut self, first: u64, older: Contents) {
        self.contents.prepend(older);
        self.first = first;
    }

    /// The table covers these now.
    pub(super) fn trim(&mut self, through: u64) {
        if self.moving.last().is_some_and(|last| last.last <= through) {
            self.moving = Arc::default();
        }
        self.contents.trim(through);
        self.first = self.first.max(through + 1);
    }

    /// All that is after that position, to be moved to the table, without a copy; None where it does not reach back so far,
    /// or is more than that many entries.
    pub(super) fn moved(&mut self, position: u64, entries_max: usize) -> Option<Arc<Contents>> {
        if self.moving.last().is_none() && (1..=entries_max as u64).contains(&self.contents.entries()) {
            self.moving = Arc::new(std::mem::take(&mut self.contents));
        }
        let is_next = self.moving.first().is_some_and(|first| first.first == position + 1);
        (self.kept && is_next).then(|| self.moving.clone())
    }

    /// A copy of some blocks after that position; None where it does not reach back so far.
    pub(super) fn after(&self, position: u64, entries_max: usize) -> Option<Contents> {
        let is_moving = self.moving.last().is_some_and(|last| position < last.last);
        let from = if is_moving { &self.moving } else { &self.contents };
        (self.kept && position + 1 >= self.first).then(|| from.part(position, entries_max))
    }

    pub(super) fn find(&self, group: Group<'_>, count: u64, blocks_max: usize) -> Found {
        let mut found = self.moving.find(group, count, blocks_max);
        let newer = self.contents.find(group, count, blocks_max - found.after.len());
        found.before = newer.before.or(found.before);
        found.after.extend(newer.after);
        found
    }

    pub(super) fn entries(&self) -> u64 {
        self.moving.entries() + self.contents.entries()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Blocks of one fact each, of one stream.
    fn with(overlay: &mut Overlay, positions: std::ops::RangeInclusive<u64>) {
        for position in positions {
            let place = Place { number: position, stream: "s", revision: position, sequence: 1, ..Place::default() };
            overlay.push(Span { first: position, last: position, mark: 0 }, [place].into_iter());
        }
    }

    fn found(overlay: &Overlay, after: u64, blocks_max: usize) -> Vec<u64> {
        let found = overlay.find(Group::Stream("s"), after, blocks_max);
        found.before.into_iter().chain(found.after).collect()
    }

    #[test]
    fn what_is_on_its_way_to_the_table_is_found_until_it_is_there() {
        let mut overlay = Overlay::from(1);
        overlay.keep();
        with(&mut overlay, 1..=5);
        let moved = overlay.moved(0, 10).unwrap();
        assert_eq!((moved.entries(), overlay.entries()), (5, 5));
        with(&mut overlay, 6..=8);
        assert_eq!(found(&overlay, 0, 10), [1, 2, 3, 4, 5, 6, 7, 8]);
        assert_eq!(found(&overlay, 4, 2), [4, 5, 6]);
        assert_eq!(found(&overlay, 7, 2), [7, 8]);
        assert_eq!(overlay.moved(0, 10).unwrap().entries(), 5, "and moved again, where it did not get there");
        assert_eq!(overlay.after(3, 10).unwrap().last().unwrap().last, 5, "a copy of what is left of it");
        assert_eq!(overlay.after(5, 2).unwrap().last().unwrap().last, 7, "and of what comes after it");
        overlay.trim(5);
        assert_eq!((found(&overlay, 0, 10), overlay.entries()), (vec![6, 7, 8], 3));
        assert_eq!(overlay.moved(5, 10).unwrap().entries(), 3);
    }

    #[test]
    fn more_than_may_be_moved_at_once_is_moved_in_parts() {
        let mut overlay = Overlay::from(1);
        overlay.keep();
        with(&mut overlay, 1..=5);
        assert!(overlay.moved(0, 4).is_none());
        assert_eq!(overlay.after(0, 2).unwrap().entries(), 2);
        overlay.trim(2);
        assert_eq!((overlay.moved(2, 4).unwrap().entries(), found(&overlay, 0, 10)), (3, vec![3, 4, 5]));
        assert!(overlay.moved(4, 4).is_none() && overlay.after(4, 4).unwrap().entries() == 1, "some of it is there");
    }
}
