//! Sealing what the record keeps from some readers, for now or for ever; and opening it again.

use contract::common::Sealed;
use kernel::{
    Context,
    seal::{Key, Label},
};
use prost::Message;
use uuid::Uuid;

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

/// The id of the key for one thing of a partnership.
pub fn key_id(partnership_id: &str, kind: &str, id: &str) -> String {
    let name = format!("accord/key/{partnership_id}/{kind}/{id}");
    Uuid::new_v5(&Uuid::NAMESPACE_URL, name.as_bytes()).to_string()
}

/// What the acting partner says, for nobody but itself and that audience until the key is released.
pub fn seal(key: &Key, key_id: &str, audience: &[String], said: &impl Message, context: &Context) -> Sealed {
    let label = Label { key_id, writer: &context.partner, audience };
    let ciphertext = key.seal(label, context.command_id, &said.encode_to_vec());
    Sealed { key_id: key_id.to_owned(), writer: context.partner.clone(), audience: audience.to_vec(), ciphertext }
}

/// None where the key does not open it.
pub fn open<M: Message + Default>(key: &Key, sealed: &Sealed) -> Option<M> {
    M::decode(&opened(key, sealed)?[..]).ok()
}

fn opened(key: &Key, sealed: &Sealed) -> Option<Vec<u8>> {
    let Sealed { key_id, writer, audience, ciphertext } = sealed;
    key.open(Label { key_id, writer, audience }, ciphertext)
}
