//! A service's log with facts in it, as a desk would have written them.

use std::sync::Arc;

use bytes::Bytes;
use contract::log::{Envelope, ReactionParked, envelope::Fact};
use prost::Message;
use runtime::{
    Derived,
    desk::Cursor,
    log::{Entry, Index, Log, Options},
    origin::Source,
};
use tempfile::TempDir;
use uuid::Uuid;

pub(crate) struct Facts {
    pub(crate) source: Source,
    pub(crate) written: Vec<Bytes>,
    pub(crate) bulk: Vec<Bytes>,
    log: Log,
    node: String,
    service: String,
    partnership: String,
    _folder: TempDir,
}

impl Facts {
    pub(crate) fn of(node: &str, service: &str) -> Facts {
        let folder = tempfile::tempdir().unwrap();
        let log = Log::open(&folder.path().join("log"), Options::default()).unwrap();
        let derived = Derived::open(&folder.path().join("views.redb")).unwrap();
        let source = Source { name: format!("{node}/{service}"), index: Index::attach(&log, derived).unwrap() };
        Facts {
            source,
            written: vec![],
            bulk: vec![],
            log,
            node: node.into(),
            service: service.into(),
            partnership: Uuid::now_v7().to_string(),
            _folder: folder,
        }
    }

    pub(crate) async fn write(&mut self, facts: usize) {
        self.write_of(facts, 200).await;
    }

    /// Facts of about so many bytes.
    pub(crate) async fn write_of(&mut self, facts: usize, bytes: usize) {
        let entries = (0..facts).map(|_| self.entry(false, bytes)).collect();
        self.append(entries).await;
    }

    pub(crate) async fn write_bulk(&mut self, facts: usize) {
        let entries = (0..facts).map(|_| self.entry(true, 200)).collect();
        self.append(entries).await;
    }

    pub(crate) fn end(&self) -> u64 {
        self.written.len() as u64
    }

    /// Where a reader stands that has heard so many.
    pub(crate) fn cursor(&self, number: u64) -> Cursor {
        match number {
            0 => Cursor::default(),
            _ => Cursor { number, event_id: event_id(&self.written[number as usize - 1]) },
        }
    }

    async fn append(&mut self, entries: Vec<Entry>) {
        let queued = self.log.enqueue(entries).unwrap();
        self.log.durable(queued.last).await.unwrap();
    }

    fn entry(&mut self, bulk: bool, bytes: usize) -> Entry {
        let count = (self.written.len() + self.bulk.len()) as u64 + 1;
        let kept = if bulk { &mut self.bulk } else { &mut self.written };
        let envelope = Envelope {
            event_id: Uuid::now_v7().to_string(),
            node: self.node.clone(),
            service: self.service.clone(),
            number: kept.len() as u64 + 1,
            partnership: self.partnership.clone(),
            sequence: count,
            stream: format!("{}/goal/1", self.partnership),
            revision: count,
            traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01".into(),
            bulk,
            fact: Some(Fact::ReactionParked(ReactionParked { why: "x".repeat(bytes), ..Default::default() })),
            ..Envelope::default()
        };
        let bytes = Bytes::from(envelope.encode_to_vec());
        kept.push(bytes.clone());
        Entry::own(&envelope).saying(Arc::new(envelope))
    }
}

pub(crate) fn event_id(envelope: &Bytes) -> String {
    Envelope::decode(&envelope[..]).unwrap().event_id
}

pub(crate) fn number(envelope: &Bytes) -> u64 {
    Envelope::decode(&envelope[..]).unwrap().number
}
