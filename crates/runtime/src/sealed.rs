//! Opening what a fact holds sealed, with a key that its reader has: everybody, once it is released.

use contract::common::Sealed;
use kernel::seal::{Key, Label};
use prost::Message;

/// None where the key does not open it.
pub fn open<M: Message + Default>(key: &Key, sealed: &Sealed) -> Option<M> {
    M::decode(&opened(key, sealed)?[..]).ok()
}

pub fn opened(key: &Key, sealed: &Sealed) -> Option<Vec<u8>> {
    let Sealed { key_id, writer, audience, ciphertext } = sealed;
    key.open(Label { key_id, writer, audience }, ciphertext)
}
