//! Reading the whole log and checking all it promises: for tests, backups and whoever doubts.

use std::collections::HashMap;

use super::Log;
use super::entry::{Place, Stored};
use super::error::LogError;
use super::frontier::Frontier;

/// What a log was found to hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    pub entries: u64,
    pub own: u64,
    pub streams: usize,
    pub partnerships: usize,
}

#[derive(Default)]
struct Counts {
    numbers: u64,
    bulk_numbers: u64,
    sequences: HashMap<String, u64>,
    revisions: HashMap<String, u64>,
    frontier: Frontier,
}

impl Log {
    /// Every position, checksum, number, sequence, revision, and the root. Takes memory for each stream there is.
    pub fn scan_check(&self) -> Result<Checked, LogError> {
        let head = self.head();
        let mut counts = Counts::default();
        let mut scan = self.scan(0, head.position)?;
        while let Some(block) = scan.next_block()? {
            for entry in &block.entries {
                if let Some(place) = entry.place()? {
                    counts.add(entry, place)?;
                }
            }
        }
        if counts.frontier != head.frontier {
            return Err(LogError::OtherRoot { tree_size: head.tree_size() });
        }
        let (streams, partnerships) = (counts.revisions.len(), counts.sequences.len());
        Ok(Checked { entries: head.position, own: counts.numbers + counts.bulk_numbers, streams, partnerships })
    }
}

impl Counts {
    fn add(&mut self, entry: &Stored, place: Place<'_>) -> Result<(), LogError> {
        self.frontier.append(&entry.bytes);
        let Place { number, partnership, sequence, stream, revision, bulk } = place;
        let numbers = if bulk { &mut self.bulk_numbers } else { &mut self.numbers };
        expect(entry, || "number".into(), number, numbers)?;
        let what = format!("sequence of partnership '{partnership}'");
        expect(entry, || what, sequence, self.sequences.entry(partnership.to_owned()).or_default())?;
        let what = format!("revision of stream {stream}");
        expect(entry, || what, revision, self.revisions.entry(stream.to_owned()).or_default())
    }
}

fn expect(entry: &Stored, what: impl FnOnce() -> String, found: u64, last: &mut u64) -> Result<(), LogError> {
    *last += 1;
    if found == *last {
        return Ok(());
    }
    Err(LogError::OutOfOrder { position: entry.position, what: what(), expected: *last, found })
}
