//! What the log promises, tried on real folders.

mod crash;
mod index;
mod room;
mod writing;

use std::collections::BTreeMap;
use std::path::Path;

use bytes::Bytes;
use prost::Message;

use contract::log::Envelope;

use super::{Entry, Index, Log, Options, Queued, Stored};
use crate::derived::Derived;

/// Gives places as the desk does, and keeps what it gave.
#[derive(Default)]
struct Writer {
    number: u64,
    bulk_number: u64,
    sequences: BTreeMap<String, u64>,
    streams: BTreeMap<String, Vec<Bytes>>,
    /// Of each fact its partnership, whether it is bulk, and its bytes.
    facts: Vec<(String, bool, Bytes)>,
}

impl Writer {
    fn fact(&mut self, stream: &str, bytes: usize) -> Entry {
        self.number += 1;
        self.numbered(stream, bytes, self.number, false)
    }

    fn bulk_fact(&mut self, stream: &str, bytes: usize) -> Entry {
        self.bulk_number += 1;
        self.numbered(stream, bytes, self.bulk_number, true)
    }

    fn numbered(&mut self, stream: &str, bytes: usize, number: u64, bulk: bool) -> Entry {
        let partnership = stream.split('/').next().unwrap_or_default().to_string();
        let sequence = self.sequences.entry(partnership.clone()).or_default();
        *sequence += 1;
        let facts = self.streams.entry(stream.to_string()).or_default();
        let fact = Envelope {
            number,
            partnership: partnership.clone(),
            sequence: *sequence,
            stream: stream.to_string(),
            revision: facts.len() as u64 + 1,
            bulk,
            person: "x".repeat(bytes),
            ..Envelope::default()
        };
        let envelope = Bytes::from(fact.encode_to_vec());
        facts.push(envelope.clone());
        self.facts.push((partnership, bulk, envelope.clone()));
        Entry::own(&fact)
    }

    fn of_partnership(&self, partnership: &str) -> Vec<Bytes> {
        let facts = self.facts.iter().filter(|(of, ..)| of == partnership);
        facts.map(|(.., fact)| fact.clone()).collect()
    }

    fn of_lane(&self, bulk: bool) -> Vec<Bytes> {
        let facts = self.facts.iter().filter(|(_, lane, _)| *lane == bulk);
        facts.map(|(.., fact)| fact.clone()).collect()
    }
}

/// Bytes that nothing makes shorter.
fn unlike(bytes: usize) -> Vec<u8> {
    (0..bytes / 16 + 1).flat_map(|_| *uuid::Uuid::new_v4().as_bytes()).take(bytes).collect()
}

fn open(folder: &Path) -> Log {
    Log::open(folder, Options::default()).unwrap()
}

fn write(log: &Log, entries: Vec<Entry>) -> Queued {
    let queued = log.enqueue(entries).unwrap();
    block_on(log.durable(queued.last)).unwrap();
    queued
}

fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

/// A database for the index, and the folder it lives in.
fn derived() -> (tempfile::TempDir, Derived) {
    let folder = tempfile::tempdir().unwrap();
    let derived = Derived::open(&folder.path().join("views")).unwrap();
    (folder, derived)
}

fn bytes(facts: Vec<Stored>) -> Vec<Bytes> {
    facts.into_iter().map(|it| it.bytes).collect()
}

/// Everything the writer wrote is found under every key.
fn assert_complete(index: &Index, writer: &Writer) {
    for (stream, facts) in &writer.streams {
        assert_eq!(&index.read_stream(stream).unwrap(), facts, "{stream}");
    }
    for partnership in writer.sequences.keys() {
        let facts = writer.of_partnership(partnership);
        assert_eq!(index.read_partnership(partnership, 0, usize::MAX).unwrap(), facts);
        let middle = facts.len() / 2;
        let some = index.read_partnership(partnership, middle as u64, 3).unwrap();
        assert_eq!(some, facts[middle..facts.len().min(middle + 3)]);
    }
    let facts = writer.of_lane(false);
    assert_eq!(bytes(index.read_bulk_numbers(0, usize::MAX).unwrap()), writer.of_lane(true));
    assert_eq!(bytes(index.read_numbers(0, usize::MAX).unwrap()), facts);
    assert_eq!(index.read_numbers(writer.number, 10).unwrap(), vec![]);
    assert_eq!(index.at_number(writer.number).unwrap().as_ref(), facts.last());
    assert_eq!(index.at_number(writer.number + 1).unwrap(), None);
    assert_eq!(index.at_number(0).unwrap(), None);
}
