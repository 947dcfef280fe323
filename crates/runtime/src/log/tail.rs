//! The newest entries, kept in memory, with what they say where they are followed closely: who does reads no disk and
//! decodes nothing.

use std::collections::VecDeque;

use super::entry::{Placed, Stored};

/// A third of a second of a busy day: who lags further behind reads the disk, and decodes what another has decoded too.
/// Decoded they take some three times the bytes more, once for all logs of a process.
const ENTRIES_MAX: usize = 8_192;
const BYTES_MAX: usize = 4 << 20;
/// So much stays where nobody reads it, or nothing more comes.
const RESTING_ENTRIES_MAX: usize = 512;
const RESTING_BYTES_MAX: usize = 512 << 10;

/// Copied at a time: the committer waits for who reads here, and that one may have to give way to others.
const PIECE: usize = 64;

/// Asks for entries piece by piece: so many are there already, so many are wanted. None where one is not there,
/// or no longer.
pub(super) fn in_pieces(
    entries_max: usize,
    mut ask: impl FnMut(usize, usize) -> Option<Vec<Stored>>,
) -> Option<Vec<Stored>> {
    let mut read = ask(0, entries_max.min(PIECE))?;
    let mut is_more = read.len() == PIECE;
    while is_more && read.len() < entries_max {
        let count = PIECE.min(entries_max - read.len());
        let piece = ask(read.len(), count)?;
        is_more = piece.len() == count;
        read.extend(piece);
    }
    Some(read)
}

#[derive(Default)]
pub(super) struct Tail {
    /// Without a gap, up to the last entry on disk.
    entries: VecDeque<Stored>,
    bytes: usize,
    facts: Lane,
    bulk: Lane,
    /// Entries that came since somebody read here.
    unread: usize,
}

/// Own facts that count 1, 2, 3 … among themselves.
#[derive(Default)]
struct Lane {
    /// Of the first.
    number: u64,
    positions: VecDeque<u64>,
}

impl Tail {
    /// Gives what it no longer holds, to be freed where nobody waits.
    pub(super) fn push(&mut self, first: u64, entries: &[Placed<'_>]) -> Vec<Stored> {
        for (position, (entry, place)) in (first..).zip(entries) {
            if let Some(place) = place {
                let lane = if place.bulk { &mut self.bulk } else { &mut self.facts };
                lane.push(place.number, position);
            }
            self.bytes += entry.bytes.len();
            self.entries.push_back(Stored::written(position, entry));
        }
        self.unread += entries.len();
        match self.unread <= ENTRIES_MAX {
            true => self.trim(ENTRIES_MAX, BYTES_MAX),
            false => self.trim(RESTING_ENTRIES_MAX, RESTING_BYTES_MAX),
        }
    }

    /// Nothing more comes for now, and who follows has read most of it.
    pub(super) fn rest(&mut self) -> Vec<Stored> {
        let gone = self.trim(RESTING_ENTRIES_MAX, RESTING_BYTES_MAX);
        self.entries.shrink_to_fit();
        self.facts.positions.shrink_to_fit();
        self.bulk.positions.shrink_to_fit();
        gone
    }

    fn trim(&mut self, entries_max: usize, bytes_max: usize) -> Vec<Stored> {
        let mut gone = Vec::new();
        while self.entries.len() > entries_max || self.bytes > bytes_max {
            let Some(first) = self.entries.pop_front() else { break };
            self.bytes -= first.bytes.len();
            self.facts.trim(first.position);
            self.bulk.trim(first.position);
            gone.push(first);
        }
        gone
    }

    /// Entries after that position and through the other; None where it does not reach back so far.
    pub(super) fn after(
        &mut self,
        after: u64,
        through: u64,
        entries_max: usize,
        bytes_max: usize,
    ) -> Option<Vec<Stored>> {
        let first = self.entries.front()?.position;
        let skipped = after.saturating_add(1).checked_sub(first)?;
        let mut bytes = 0;
        let wanted = self.entries.iter().skip(skipped as usize).take(entries_max).take_while(|entry| {
            let is_first = bytes == 0;
            bytes += entry.bytes.len();
            entry.position <= through && (is_first || bytes <= bytes_max)
        });
        let read: Vec<Stored> = wanted.cloned().collect();
        self.unread = 0;
        Some(read)
    }

    /// Own facts after that number, those at most at that position; None where it does not reach back so far.
    pub(super) fn numbers(&mut self, bulk: bool, after: u64, through: u64, facts_max: usize) -> Option<Vec<Stored>> {
        let first = self.entries.front()?.position;
        let lane = if bulk { &self.bulk } else { &self.facts };
        let skipped = after.saturating_add(1).checked_sub(lane.number).filter(|_| !lane.positions.is_empty())?;
        let positions = lane.positions.iter().skip(skipped as usize).take(facts_max);
        let wanted = positions.take_while(|position| **position <= through);
        let read = wanted.map(|position| self.entries[(position - first) as usize].clone()).collect();
        self.unread = 0;
        Some(read)
    }
}

impl Lane {
    fn push(&mut self, number: u64, position: u64) {
        if self.positions.is_empty() {
            self.number = number;
        }
        self.positions.push_back(position);
    }

    /// Forgets what stands at that position or before.
    fn trim(&mut self, through: u64) {
        while self.positions.front().is_some_and(|position| *position <= through) {
            self.positions.pop_front();
            self.number += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use contract::log::Envelope;
    use prost::Message;

    use super::*;
    use crate::log::entry::Entry;

    const ENTRIES: u64 = 3 * ENTRIES_MAX as u64;
    const ENTRY_BYTES: usize = 40;

    /// Of four entries two are facts, one is a bulk fact, one is neither; in groups of seven.
    fn filled() -> Tail {
        let mut tail = Tail::default();
        let entries: Vec<Entry> = (0..ENTRIES).map(entry).collect();
        for (place, group) in entries.chunks(7).enumerate() {
            tail.push(7 * place as u64 + 1, &placed(group));
            tail.unread = 0;
        }
        tail
    }

    fn entry(place: u64) -> Entry {
        let (number, bulk) = match place % 4 {
            0 | 1 => (place / 4 * 2 + place % 4 + 1, false),
            2 => (place / 4 + 1, true),
            _ => (0, false),
        };
        let mut fact = Envelope { event_id: place.to_string(), number, bulk, ..Envelope::default() };
        fact.person = "x".repeat(ENTRY_BYTES - fact.encoded_len() - 2);
        if number == 0 { Entry::heard(fact.encode_to_vec()) } else { Entry::own(&fact) }
    }

    fn placed(entries: &[Entry]) -> Vec<Placed<'_>> {
        entries.iter().map(|entry| (entry, entry.place())).collect()
    }

    fn places(entries: Option<Vec<Stored>>) -> Option<Vec<u64>> {
        let place = |it: Stored| it.fact().unwrap().event_id.parse().unwrap();
        entries.map(|it| it.into_iter().map(place).collect())
    }

    #[test]
    fn the_newest_entries_are_given_from_any_position_and_older_ones_not() {
        let mut tail = filled();
        let oldest = ENTRIES - ENTRIES_MAX as u64;
        for after in [0, oldest - 1] {
            assert_eq!(places(tail.after(after, ENTRIES, 10, usize::MAX)), None);
        }
        for after in [oldest, oldest + 1, ENTRIES - 3, ENTRIES] {
            let expected: Vec<u64> = (after..ENTRIES).take(10).collect();
            assert_eq!(places(tail.after(after, ENTRIES, 10, usize::MAX)), Some(expected));
        }
        assert_eq!(places(tail.after(oldest, oldest + 2, 10, usize::MAX)).unwrap().len(), 2, "what is on disk");
        assert_eq!(places(tail.after(oldest, ENTRIES, 10, 1)).unwrap().len(), 1, "the first however big it is");
        assert_eq!(places(tail.after(oldest, ENTRIES, 10, 3 * ENTRY_BYTES)).unwrap().len(), 3, "as many as fit");
    }

    #[test]
    fn what_an_entry_is_said_to_say_is_given_on_as_it_is() {
        let fact = Arc::new(Envelope { number: 1, ..Envelope::default() });
        let mut tail = Tail::default();
        tail.push(1, &placed(&[Entry::own(&fact).saying(fact.clone()), Entry::own(&fact)]));
        let given: Vec<_> = tail.after(0, 2, 2, usize::MAX).unwrap().iter().filter_map(Stored::fact).collect();
        assert!(Arc::ptr_eq(&given[0], &fact));
        assert_eq!(given[1], fact, "or decoded");
    }

    #[test]
    fn facts_are_given_by_number_from_where_the_tail_begins() {
        let mut tail = filled();
        let (facts, bulk) = (ENTRIES / 2, ENTRIES / 4);
        for (is_bulk, last) in [(false, facts), (true, bulk)] {
            let (mut known, mut unknown) = (0, 0);
            for after in 0..=last {
                let Some(given) = tail.numbers(is_bulk, after, ENTRIES, 5) else {
                    unknown += 1;
                    continue;
                };
                known += 1;
                let numbers: Vec<u64> = given.iter().map(|it| it.fact().unwrap().number).collect();
                assert_eq!(numbers, (after + 1..=last).take(5).collect::<Vec<_>>());
                assert!(given.iter().all(|it| it.fact().unwrap().bulk == is_bulk));
            }
            assert_eq!(known, last * ENTRIES_MAX as u64 / ENTRIES + 1, "and from the end, where nothing follows");
            assert_eq!(known + unknown, last + 1);
        }
        assert_eq!(tail.numbers(false, facts - 4, ENTRIES - 6, 5).unwrap().len(), 2, "what is on disk");
        assert_eq!(tail.numbers(false, u64::MAX, ENTRIES, 5).unwrap(), vec![], "a reader may ask for anything");
        assert!(Tail::default().numbers(false, 0, 0, 5).is_none());
    }

    #[test]
    fn pieces_together_are_what_one_reading_gives_and_nothing_where_the_tail_moves_on_between() {
        let mut tail = filled();
        let oldest = ENTRIES - ENTRIES_MAX as u64;
        for after in [oldest, oldest + 1, ENTRIES - PIECE as u64, ENTRIES - 3, ENTRIES] {
            for entries_max in [0, 1, PIECE - 1, PIECE, PIECE + 1, 5 * PIECE, usize::MAX] {
                let mut piece = |done, count| tail.after(after + done as u64, ENTRIES, count, usize::MAX);
                assert_eq!(in_pieces(entries_max, &mut piece), piece(0, entries_max), "{entries_max} after {after}");
            }
        }
        let gone = |done, count| if done == 0 { tail.after(oldest, ENTRIES, count, usize::MAX) } else { None };
        assert_eq!(in_pieces(PIECE + 1, gone), None, "and it is read from disk, as a whole");
    }

    #[test]
    fn what_nobody_reads_and_what_rests_is_not_kept_long() {
        let entries: Vec<Entry> = (0..ENTRIES).map(entry).collect();
        let mut tail = Tail::default();
        let mut gone = 0;
        for (place, group) in entries.chunks(8).enumerate() {
            gone += tail.push(8 * place as u64 + 1, &placed(group)).len();
        }
        assert_eq!((tail.entries.len(), gone), (RESTING_ENTRIES_MAX, ENTRIES as usize - RESTING_ENTRIES_MAX));
        let mut tail = filled();
        assert_eq!(tail.entries.len(), ENTRIES_MAX);
        assert_eq!(tail.rest().len(), ENTRIES_MAX - RESTING_ENTRIES_MAX);
        assert_eq!(tail.after(ENTRIES - RESTING_ENTRIES_MAX as u64 - 1, ENTRIES, 1, usize::MAX), None);
        let last = tail.after(ENTRIES - RESTING_ENTRIES_MAX as u64, ENTRIES, usize::MAX, usize::MAX);
        assert_eq!(last.unwrap().len(), RESTING_ENTRIES_MAX);
        assert_eq!(tail.numbers(false, ENTRIES / 2 - 1, ENTRIES, 5).unwrap().len(), 1, "and its facts by number");
    }
}
