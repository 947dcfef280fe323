//! What goes into the log and what comes out of it.

use std::sync::Arc;

use bytes::Bytes;
use contract::log::Envelope;
use prost::Message;

/// Documents are not stored; a fact that needs more than this holds something that belongs elsewhere.
pub const ENTRY_BYTES_MAX: usize = 48 * 1024;

/// What an entry is, one byte in its stored form: the numbers never change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Kind {
    /// A fact this service decided: an envelope.
    Own = 1,
    /// A fact another service decided, the very bytes received.
    Heard = 2,
    /// How far hearing and reacting have come.
    Marker = 3,
    /// A command's answer that no fact remembers.
    Answered = 4,
}

impl Kind {
    pub(super) fn of(byte: u8) -> Option<Kind> {
        [Kind::Own, Kind::Heard, Kind::Marker, Kind::Answered].into_iter().find(|kind| *kind as u8 == byte)
    }
}

/// Where an own fact stands. It is the part of `accord.log.v1.Envelope` that the log has to know, under the same
/// tags, so it is read from the envelope's bytes.
#[derive(Clone, PartialEq, Eq, Hash, Message)]
pub struct Place {
    #[prost(uint64, tag = "4")]
    pub number: u64,
    #[prost(string, tag = "5")]
    pub partnership: String,
    #[prost(uint64, tag = "6")]
    pub sequence: u64,
    #[prost(string, tag = "7")]
    pub stream: String,
    #[prost(uint64, tag = "8")]
    pub revision: u64,
    /// Its number counts among the bulk facts.
    #[prost(bool, tag = "19")]
    pub bulk: bool,
}

/// A place, wherever it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct At<'a> {
    pub(super) number: u64,
    pub(super) partnership: &'a str,
    pub(super) sequence: u64,
    pub(super) stream: &'a str,
    pub(super) revision: u64,
    pub(super) bulk: bool,
}

impl Place {
    pub(super) fn at(&self) -> At<'_> {
        let Place { number, partnership, sequence, stream, revision, bulk } = self;
        At { number: *number, partnership, sequence: *sequence, stream, revision: *revision, bulk: *bulk }
    }
}

/// One entry on its way into the log.
#[derive(Clone, Debug)]
pub struct Entry {
    pub(super) kind: Kind,
    pub(super) bytes: Bytes,
    /// What the bytes say: always there for own facts, for heard ones where whoever heard them knew.
    pub(super) fact: Option<Arc<Envelope>>,
    /// The last of its group, of which after a crash all is found or nothing.
    pub(super) ends_group: bool,
}

impl Entry {
    /// A fact of this service, which the bytes encode.
    pub fn own(bytes: impl Into<Bytes>, fact: Arc<Envelope>) -> Entry {
        Entry { fact: Some(fact), ..Entry::of(Kind::Own, bytes) }
    }

    /// A fact of another service, as received.
    pub fn heard(bytes: impl Into<Bytes>) -> Entry {
        Entry::of(Kind::Heard, bytes)
    }

    /// What the bytes say, so that followers need not decode them.
    pub fn saying(self, fact: Arc<Envelope>) -> Entry {
        Entry { fact: Some(fact), ..self }
    }

    pub fn marker(bytes: impl Into<Bytes>) -> Entry {
        Entry::of(Kind::Marker, bytes)
    }

    pub fn answered(bytes: impl Into<Bytes>) -> Entry {
        Entry::of(Kind::Answered, bytes)
    }

    fn of(kind: Kind, bytes: impl Into<Bytes>) -> Entry {
        Entry { kind, bytes: bytes.into(), fact: None, ends_group: false }
    }

    /// What is queued behind it is of another group.
    pub(crate) fn end_group(&mut self) {
        self.ends_group = true;
    }

    /// Present for own facts, and for these only.
    pub(super) fn at(&self) -> Option<At<'_>> {
        let fact = self.fact.as_deref().filter(|_| self.kind == Kind::Own)?;
        Some(At {
            number: fact.number,
            partnership: &fact.partnership,
            sequence: fact.sequence,
            stream: &fact.stream,
            revision: fact.revision,
            bulk: fact.bulk,
        })
    }

    pub(crate) fn is_of(&self, stream: &str) -> bool {
        self.at().is_some_and(|at| at.stream == stream)
    }

    pub fn kind(&self) -> Kind {
        self.kind
    }

    pub fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// What it takes in memory while it waits, roughly; for limits, not for accounts.
    pub(super) fn weight(&self) -> usize {
        self.bytes.len() + size_of::<Entry>()
    }
}

/// One entry as it stands in the log.
#[derive(Clone, Debug)]
pub struct Stored {
    pub position: u64,
    pub kind: Kind,
    pub bytes: Bytes,
    /// Of the newest entries: what the bytes say.
    known: Option<Arc<Envelope>>,
}

impl Stored {
    pub(super) fn read(position: u64, kind: Kind, bytes: Bytes) -> Stored {
        Stored { position, kind, bytes, known: None }
    }

    pub(super) fn written(position: u64, entry: &Entry) -> Stored {
        Stored { position, kind: entry.kind, bytes: entry.bytes.clone(), known: entry.fact.clone() }
    }

    /// The fact that it holds. None for what is no fact, and for one that this build cannot read.
    pub fn fact(&self) -> Option<Arc<Envelope>> {
        match (self.kind, &self.known) {
            (Kind::Marker | Kind::Answered, _) => None,
            (Kind::Own | Kind::Heard, Some(fact)) => Some(fact.clone()),
            (Kind::Own | Kind::Heard, None) => Envelope::decode(&self.bytes[..]).ok().map(Arc::new),
        }
    }
}

impl PartialEq for Stored {
    /// What is known of the bytes is in the bytes.
    fn eq(&self, other: &Stored) -> bool {
        (self.position, self.kind, &self.bytes) == (other.position, other.kind, &other.bytes)
    }
}

/// The positions given to what was queued together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Queued {
    pub first: u64,
    pub last: u64,
}
