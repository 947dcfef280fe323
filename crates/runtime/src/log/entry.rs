//! What goes into the log and what comes out of it.

use bytes::Bytes;
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
/// tags, so it is read from the envelope's bytes; a writer brings it along, so that queueing decodes nothing.
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

/// One entry on its way into the log.
#[derive(Clone, Debug)]
pub struct Entry {
    pub(super) kind: Kind,
    pub(super) bytes: Bytes,
    /// Present for own facts, and for these only.
    pub(super) place: Option<Place>,
}

impl Entry {
    /// A fact of this service: its envelope, and the place that envelope states.
    pub fn own(bytes: impl Into<Bytes>, place: Place) -> Entry {
        Entry { kind: Kind::Own, bytes: bytes.into(), place: Some(place) }
    }

    /// A fact of another service, as received.
    pub fn heard(bytes: impl Into<Bytes>) -> Entry {
        Entry { kind: Kind::Heard, bytes: bytes.into(), place: None }
    }

    pub fn marker(bytes: impl Into<Bytes>) -> Entry {
        Entry { kind: Kind::Marker, bytes: bytes.into(), place: None }
    }

    pub fn answered(bytes: impl Into<Bytes>) -> Entry {
        Entry { kind: Kind::Answered, bytes: bytes.into(), place: None }
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    pub position: u64,
    pub kind: Kind,
    pub bytes: Bytes,
}

/// The positions given to what was queued together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Queued {
    pub first: u64,
    pub last: u64,
}
