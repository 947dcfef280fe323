//! What goes into the log and what comes out of it.

use std::sync::Arc;

use bytes::Bytes;
use contract::log::Envelope;
use prost::Message;

use crate::wire::Fields;

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

/// Where an own fact stands: the part of its envelope that the log has to know, read from the envelope's bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place<'e> {
    pub(super) number: u64,
    pub(super) partnership: &'e str,
    pub(super) sequence: u64,
    pub(super) stream: &'e str,
    pub(super) revision: u64,
    /// Its number counts among the bulk facts.
    pub(super) bulk: bool,
}

/// An entry and, of an own fact, its place: read once for all who ask.
pub(super) type Placed<'e> = (&'e Entry, Option<Place<'e>>);

impl<'e> Place<'e> {
    /// None where the bytes are no envelope.
    pub(super) fn read(envelope: &'e [u8]) -> Option<Self> {
        let mut place = Place::default();
        let mut fields = Fields::of(envelope);
        // By the numbers of `accord.log.v1.Envelope`.
        for field in &mut fields {
            match field.number {
                4 => place.number = field.varint,
                5 => place.partnership = str::from_utf8(field.bytes).ok()?,
                6 => place.sequence = field.varint,
                7 => place.stream = str::from_utf8(field.bytes).ok()?,
                8 => place.revision = field.varint,
                19 => place.bulk = field.varint != 0,
                _ => {}
            }
        }
        (fields.left() == 0).then_some(place)
    }
}

/// One entry on its way into the log.
#[derive(Clone, Debug)]
pub struct Entry {
    pub(super) kind: Kind,
    pub(super) bytes: Bytes,
    /// What the bytes say, where whoever queues it knows that followers will soon ask.
    pub(super) fact: Option<Arc<Envelope>>,
    /// The last of its group, of which after a crash all is found or nothing.
    pub(super) ends_group: bool,
}

impl Entry {
    /// A fact of this service.
    pub fn own(fact: &Envelope) -> Entry {
        Entry::of(Kind::Own, fact.encode_to_vec())
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

    /// Of an own fact, and of these only.
    pub(super) fn place(&self) -> Option<Place<'_>> {
        (self.kind == Kind::Own).then(|| Place::read(&self.bytes)).flatten()
    }

    pub(crate) fn is_of(&self, stream: &str) -> bool {
        self.place().is_some_and(|place| place.stream == stream)
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

    /// What the bytes say, where it is in memory.
    pub(crate) fn known(&self) -> Option<&Arc<Envelope>> {
        self.known.as_ref()
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

#[cfg(test)]
mod tests {
    use contract::log::{ReactionParked, envelope};
    use proptest::prelude::*;

    use super::*;

    prop_compose! {
        fn envelopes()(
            texts in prop::array::uniform5("[a-z\u{e9}/]{0,20}"),
            counts in prop::array::uniform3(any::<u64>()),
            bulk in any::<bool>(),
            digest in prop::collection::vec(any::<u8>(), 0..20),
        ) -> Envelope {
            let [event_id, node, partnership, stream, person] = texts;
            let [number, sequence, revision] = counts;
            let recorded_at = bulk.then(Default::default);
            let parked = ReactionParked { why: node.clone(), ..Default::default() };
            let places = Envelope { number, partnership, sequence, stream, revision, bulk, ..Default::default() };
            let fact = Some(envelope::Fact::ReactionParked(parked));
            Envelope { event_id, node, recorded_at, person, command_digest: digest, fact, ..places }
        }
    }

    proptest! {
        #[test]
        fn a_place_is_what_the_envelope_says_and_none_where_it_is_cut_off(
            fact in envelopes(),
            cut in any::<prop::sample::Index>(),
        ) {
            let encoded = fact.encode_to_vec();
            let place = Place {
                number: fact.number,
                partnership: &fact.partnership,
                sequence: fact.sequence,
                stream: &fact.stream,
                revision: fact.revision,
                bulk: fact.bulk,
            };
            prop_assert_eq!(Place::read(&encoded), Some(place));
            // Between two fields it is an envelope still.
            let cut_off = &encoded[..cut.index(encoded.len() + 1)];
            prop_assert_eq!(Place::read(cut_off).is_some(), Envelope::decode(cut_off).is_ok());
        }
    }
}
