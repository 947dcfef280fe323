//! Sealing what the record keeps from some readers, for now or for ever; and opening it again.

use contract::common::{Sealed, Text};
use kernel::seal::Key;
use prost::Message;
pub use runtime::sealed::{key_id, open, seal};
use runtime::{
    keys::{Keys, Reader},
    sealed::opened,
};

/// The key that something is sealed under, as its decision knows it; None: nothing is sealed there, or the key is gone.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct SealingKey {
    pub key_id: String,
    pub key: Option<Key>,
}

impl SealingKey {
    /// The key, where it opens what was sealed before: where that one is lost, a new one would be none.
    pub fn fitting<'a>(&'a self, sealed: impl IntoIterator<Item = &'a Sealed>) -> Option<&'a Key> {
        let key = self.key.as_ref()?;
        sealed.into_iter().all(|it| opened(key, it).is_some()).then_some(key)
    }
}

/// The key that a partner writes under in one place.
#[derive(Debug, Clone, PartialEq)]
pub struct WritingKey {
    pub key_id: String,
    pub key: Key,
}

/// What became of all that a partner wrote in one place.
#[derive(Debug, Clone, PartialEq)]
pub enum Written {
    Nothing,
    /// It stands, under this key.
    Kept {
        key_id: String,
    },
    TakenOut,
}

/// Something sealed, as one reader sees it.
pub enum Seen<M> {
    Said(M),
    Closed,
    TakenOut,
}

/// To write with. Where all that the partner wrote there was taken out, what it writes next is under another key.
pub fn writing_key(keys: &Keys, partnership_id: &str, kind: &str, id: &str, writer: &str) -> WritingKey {
    let key = writing_key_ids(partnership_id, kind, id, writer).find_map(|key_id| {
        let key = keys.key(&key_id)?;
        Some(WritingKey { key_id, key })
    });
    key.expect("keys are destroyed one at a time, so there is always a next one")
}

pub fn written(keys: &Keys, partnership_id: &str, kind: &str, id: &str, writer: &str) -> Written {
    let mut written = Written::Nothing;
    for key_id in writing_key_ids(partnership_id, kind, id, writer) {
        match keys.is_destroyed(&key_id) {
            true => written = Written::TakenOut,
            false if keys.find(&key_id).is_some() => return Written::Kept { key_id },
            false => break,
        }
    }
    written
}

/// Opens what is sealed, where the reader may read all that stands there, or is named in it.
pub fn seen<M: Message + Default>(reader: &Reader, sealed: &Sealed, may_read: bool) -> Seen<M> {
    if reader.is_destroyed(sealed) {
        return Seen::TakenOut;
    }
    let said = reader.key_for(sealed, may_read).and_then(|key| open(&key, sealed));
    said.map_or(Seen::Closed, Seen::Said)
}

/// The same for a text, in the answer that it stands in.
pub fn show(reader: &Reader, may_read: bool, text: &mut String, sealed: &mut Option<Sealed>, redacted: &mut bool) {
    match sealed.as_ref().map(|it| seen::<Text>(reader, it, may_read)) {
        Some(Seen::Said(said)) => (*text, *sealed) = (said.text, None),
        Some(Seen::TakenOut) => (*redacted, *sealed) = (true, None),
        Some(Seen::Closed) | None => (),
    }
}

/// In the order in which they are used: each after the one before was destroyed. Who wrote is part of the name, so that
/// nobody takes out what another wrote.
fn writing_key_ids(partnership_id: &str, kind: &str, id: &str, writer: &str) -> impl Iterator<Item = String> {
    (0u64..).map(move |place| key_id(partnership_id, kind, &format!("{id}/{writer}/{place}")))
}
