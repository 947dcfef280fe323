//! What the log promises, tried on real folders.

mod crash;
mod index;
mod room;
mod writing;

use std::collections::BTreeMap;
use std::path::Path;

use bytes::Bytes;
use prost::Message;

use super::{Entry, Index, Log, Options, Place, Queued};

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
        let place = Place {
            number,
            partnership: partnership.clone(),
            sequence: *sequence,
            stream: stream.to_string(),
            revision: facts.len() as u64 + 1,
            bulk,
        };
        let envelope = envelope(&place, bytes);
        facts.push(envelope.clone());
        self.facts.push((partnership, bulk, envelope.clone()));
        Entry::own(envelope, place)
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

/// The place, and a field the log knows nothing of, as a fact is.
fn envelope(place: &Place, bytes: usize) -> Bytes {
    let mut envelope = place.encode_to_vec();
    let fact = vec![place.number as u8; bytes];
    prost::encoding::bytes::encode(22, &fact, &mut envelope);
    envelope.into()
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

fn views() -> (sled::Db, sled::Tree) {
    let views = sled::Config::new().temporary(true).open().unwrap();
    let tree = views.open_tree("index").unwrap();
    (views, tree)
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
    assert_eq!(index.read_bulk_numbers(0, usize::MAX).unwrap(), writer.of_lane(true));
    assert_eq!(index.read_numbers(0, usize::MAX).unwrap(), facts);
    assert_eq!(index.read_numbers(writer.number, 10).unwrap(), Vec::<Bytes>::new());
    assert_eq!(index.at_number(writer.number).unwrap().as_ref(), facts.last());
    assert_eq!(index.at_number(writer.number + 1).unwrap(), None);
    assert_eq!(index.at_number(0).unwrap(), None);
}
