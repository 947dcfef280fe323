//! The newest entries, kept in memory with what they say: whoever follows closely reads no disk and decodes nothing.

use std::collections::VecDeque;

use super::entry::{Entry, Stored};

/// A second of a slow day, some milliseconds of a busy one: who lags further behind reads the disk.
const ENTRIES_MAX: usize = 1_024;
const BYTES_MAX: usize = 1 << 20;

#[derive(Default)]
pub(super) struct Tail {
    /// Without a gap, up to the last entry on disk.
    entries: VecDeque<Stored>,
    bytes: usize,
    facts: Lane,
    bulk: Lane,
}

/// Own facts that count 1, 2, 3 … among themselves.
#[derive(Default)]
struct Lane {
    /// Of the first.
    number: u64,
    positions: VecDeque<u64>,
}

impl Tail {
    pub(super) fn push(&mut self, first: u64, entries: &[Entry]) {
        for (position, entry) in (first..).zip(entries) {
            if let Some(at) = entry.at() {
                let lane = if at.bulk { &mut self.bulk } else { &mut self.facts };
                lane.push(at.number, position);
            }
            self.bytes += entry.bytes.len();
            self.entries.push_back(Stored::written(position, entry));
        }
        while self.entries.len() > ENTRIES_MAX || self.bytes > BYTES_MAX {
            let Some(gone) = self.entries.pop_front() else { break };
            self.bytes -= gone.bytes.len();
            self.facts.trim(gone.position);
            self.bulk.trim(gone.position);
        }
    }

    /// Entries after that position and through the other; None where it does not reach back so far.
    pub(super) fn after(&self, after: u64, through: u64, entries_max: usize, bytes_max: usize) -> Option<Vec<Stored>> {
        let first = self.entries.front()?.position;
        let skipped = (after + 1).checked_sub(first)?;
        let mut bytes = 0;
        let wanted = self.entries.iter().skip(skipped as usize).take(entries_max).take_while(|entry| {
            let is_first = bytes == 0;
            bytes += entry.bytes.len();
            entry.position <= through && (is_first || bytes <= bytes_max)
        });
        Some(wanted.cloned().collect())
    }

    /// Own facts after that number, those at most at that position; None where it does not reach back so far.
    pub(super) fn numbers(&self, bulk: bool, after: u64, through: u64, facts_max: usize) -> Option<Vec<Stored>> {
        let first = self.entries.front()?.position;
        let lane = if bulk { &self.bulk } else { &self.facts };
        let skipped = (after + 1).checked_sub(lane.number).filter(|_| !lane.positions.is_empty())?;
        let positions = lane.positions.iter().skip(skipped as usize).take(facts_max);
        let wanted = positions.take_while(|position| **position <= through);
        Some(wanted.map(|position| self.entries[(position - first) as usize].clone()).collect())
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
