//! The running counts of a log: numbers, sequences, the latest time, and how far each origin has been heard.

use std::collections::{BTreeSet, HashMap};

use contract::log::Envelope;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::streams::{Mark, Streams};

/// A clock further behind the log than this is not trusted.
const BEHIND_MAX: SignedDuration = SignedDuration::from_secs(5);

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Ledger {
    pub(super) number: u64,
    pub(super) bulk_number: u64,
    sequences: HashMap<String, u64>,
    /// Of the newest own fact.
    last_recorded_at: Option<Timestamp>,
    pub(super) heard: HashMap<String, Cursor>,
    pub(super) parked: u64,
    pub(super) streams: Streams,
    /// The keys that facts have destroyed.
    pub(super) destroyed: BTreeSet<String>,
}

/// How far an origin has been heard: the number, and which fact stood there.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    pub number: u64,
    pub event_id: String,
}

impl Ledger {
    /// Now, but never before what is already written; None when the clock is too far behind that.
    pub(super) fn now(&self, clock: Timestamp) -> Option<Timestamp> {
        let last = self.last_recorded_at.unwrap_or(clock);
        (last.duration_since(clock) <= BEHIND_MAX).then(|| clock.max(last))
    }

    pub(super) fn next_number(&mut self, is_bulk: bool) -> u64 {
        let number = if is_bulk { &mut self.bulk_number } else { &mut self.number };
        *number += 1;
        *number
    }

    pub(super) fn next_sequence(&mut self, partnership: &str) -> u64 {
        if let Some(sequence) = self.sequences.get_mut(partnership) {
            *sequence += 1;
            return *sequence;
        }
        self.sequences.insert(partnership.to_owned(), 1);
        1
    }

    pub(super) fn record(&mut self, at: Timestamp) {
        self.last_recorded_at = Some(at);
    }

    /// An own fact read back from the log.
    pub(super) fn restore(&mut self, fact: &Envelope) {
        if fact.bulk {
            self.bulk_number = fact.number;
        } else {
            self.number = fact.number;
        }
        self.sequences.insert(fact.partnership.clone(), fact.sequence);
        if fact.revision == 1 {
            self.streams.begin(Mark::of(&fact.stream));
        }
        if let Some(at) = fact.recorded() {
            self.last_recorded_at = Some(at);
        }
    }

    pub(super) fn hear(&mut self, origin: &str, fact: &Envelope) {
        if let Some(cursor) = self.heard.get_mut(origin) {
            cursor.number = fact.number;
            cursor.event_id.clone_from(&fact.event_id);
        } else {
            let cursor = Cursor { number: fact.number, event_id: fact.event_id.clone() };
            self.heard.insert(origin.to_owned(), cursor);
        }
    }
}
