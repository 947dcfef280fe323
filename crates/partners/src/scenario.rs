//! For tests: a key to write under, and how what is written under it stands in a fact.

use contract::common::{Sealed, Text};
use kernel::{Context, scenario::context, seal::Key};
use prost::Message;

use crate::sealing::{self, WritingKey};

pub fn key() -> WritingKey {
    WritingKey { key_id: "8a4f8b0e-6f0c-5c0d-9e55-000000000004".into(), key: Key::new([7; 32]) }
}

/// For all that may read what it is written in.
pub fn sealed(by: &str, text: &str) -> Option<Sealed> {
    sealed_for(by, &[], &Text { text: text.into() })
}

pub fn sealed_for(by: &str, audience: &[String], said: &impl Message) -> Option<Sealed> {
    let WritingKey { key_id, key } = key();
    Some(sealing::seal(&key, &key_id, audience, said, &Context { partner: by.into(), ..context() }))
}

pub fn opened(sealed: Option<&Sealed>) -> Option<String> {
    sealing::open::<Text>(&key().key, sealed?).map(|it| it.text)
}
