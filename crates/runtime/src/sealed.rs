//! Sealing what a fact keeps from some readers, and opening it with a key that its reader has: everybody, once it is released.

use contract::common::Sealed;
use kernel::{
    Context,
    seal::{Key, Label},
};
use prost::Message;
use uuid::Uuid;

/// The id of the key for one thing of a partnership.
pub fn key_id(partnership_id: &str, kind: &str, id: &str) -> String {
    let name = format!("accord/key/{partnership_id}/{kind}/{id}");
    kernel::name_based(&Uuid::NAMESPACE_URL, name.as_bytes()).to_string()
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

pub fn opened(key: &Key, sealed: &Sealed) -> Option<Vec<u8>> {
    let Sealed { key_id, writer, audience, ciphertext } = sealed;
    key.open(Label { key_id, writer, audience }, ciphertext)
}
