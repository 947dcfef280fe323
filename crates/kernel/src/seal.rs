//! Sealing: what not everybody may read, now or for ever, as padded ciphertext under a key of its own.
//!
//! XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha). The nonce follows from key, command, label and text, so that sealing
//! needs no randomness: the same command seals the same bytes again, another one never reuses a nonce under the same key.

use std::fmt;

use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use sha2::{Digest, Sha256};
use uuid::Uuid;
use zeroize::Zeroize;

pub const KEY_BYTES: usize = 32;
const NONCE_BYTES: usize = 24;
/// The shortest text takes as much room as one of this length; longer ones as the next power of two.
const PADDED_BYTES_MIN: usize = 256;
const LENGTH_BYTES: usize = 4;

/// One key: for a round, a proposal, a concern, a text. Who has it reads all that is sealed under it.
#[derive(Clone, PartialEq, Eq)]
pub struct Key([u8; KEY_BYTES]);

/// What everybody sees of something sealed. It is bound to the ciphertext: neither can be exchanged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Label<'a> {
    pub key_id: &'a str,
    pub writer: &'a str,
    pub audience: &'a [String],
}

impl Key {
    pub fn new(bytes: [u8; KEY_BYTES]) -> Self {
        Key(bytes)
    }

    /// A key that was released; None where it is none.
    pub fn released(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Key)
    }

    pub fn bytes(&self) -> &[u8; KEY_BYTES] {
        &self.0
    }

    pub fn seal(&self, label: Label<'_>, command_id: Uuid, plain: &[u8]) -> Vec<u8> {
        let (padded, bound) = (padded(plain), label.bound());
        let nonce = self.nonce(command_id, &bound, plain);
        let payload = Payload { msg: &padded, aad: &bound };
        let sealed = self.cipher().encrypt(&nonce, payload).expect("a fact is shorter than the cipher's 256 GiB");
        [nonce.as_slice(), &sealed].concat()
    }

    /// None where it was sealed under another key or label, or is damaged.
    pub fn open(&self, label: Label<'_>, sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, sealed) = sealed.split_at_checked(NONCE_BYTES)?;
        let payload = Payload { msg: sealed, aad: &label.bound() };
        let padded = self.cipher().decrypt(XNonce::from_slice(nonce), payload).ok()?;
        let (length, text) = padded.split_first_chunk::<LENGTH_BYTES>()?;
        text.get(..u32::from_be_bytes(*length) as usize).map(<[u8]>::to_vec)
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&self.0.into())
    }

    fn nonce(&self, command_id: Uuid, bound: &[u8], plain: &[u8]) -> XNonce {
        let hash = Sha256::new()
            .chain_update(b"accord seal nonce")
            .chain_update(self.0)
            .chain_update(command_id.as_bytes())
            .chain_update((bound.len() as u64).to_be_bytes())
            .chain_update(bound)
            .chain_update(plain)
            .finalize();
        XNonce::clone_from_slice(&hash[..NONCE_BYTES])
    }
}

impl Drop for Key {
    /// Nothing of it is left in memory when it is let go.
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for Key {
    /// Keys stand in no message and no log of the program.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

impl Label<'_> {
    fn bound(&self) -> Vec<u8> {
        let mut bound = Vec::new();
        for part in [self.key_id, self.writer].into_iter().chain(self.audience.iter().map(String::as_str)) {
            bound.extend_from_slice(part.as_bytes());
            bound.push(0);
        }
        bound
    }
}

/// The length, the text, zeros: how long a text is tells too much of it.
fn padded(plain: &[u8]) -> Vec<u8> {
    let length = u32::try_from(plain.len()).expect("a fact is at most 48 KiB long");
    let mut padded = length.to_be_bytes().to_vec();
    padded.extend_from_slice(plain);
    padded.resize(padded.len().next_power_of_two().max(PADDED_BYTES_MIN), 0);
    padded
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMAND: Uuid = Uuid::from_u128(7);

    fn key() -> Key {
        Key::new([9; KEY_BYTES])
    }

    fn label(audience: &[String]) -> Label<'_> {
        Label { key_id: "key", writer: "misfa", audience }
    }

    #[test]
    fn what_was_sealed_opens_with_its_key_and_label_alone() {
        let audience = ["a".to_owned(), "b".to_owned()];
        let sealed = key().seal(label(&audience), COMMAND, b"late twice");
        assert_eq!(key().open(label(&audience), &sealed), Some(b"late twice".to_vec()));
        assert_eq!(Key::new([8; KEY_BYTES]).open(label(&audience), &sealed), None);
        assert_eq!(key().open(label(&audience[..1]), &sealed), None);
        assert_eq!(key().open(Label { writer: "other", ..label(&audience) }, &sealed), None);
        assert_eq!(key().open(Label { key_id: "other", ..label(&audience) }, &sealed), None);
        for place in [0, NONCE_BYTES, sealed.len() - 1] {
            let mut damaged = sealed.clone();
            damaged[place] ^= 1;
            assert_eq!(key().open(label(&audience), &damaged), None, "byte {place}");
        }
        assert_eq!(key().open(label(&audience), &sealed[..10]), None);
    }

    #[test]
    fn short_texts_of_any_length_look_alike() {
        let length = |text: &[u8]| key().seal(label(&[]), COMMAND, text).len();
        assert_eq!(length(b""), length(&[b'x'; 252]));
        assert_eq!(length(&[b'x'; 253]), length(&[b'x'; 508]));
        assert!(length(&[b'x'; 252]) < length(&[b'x'; 253]));
    }

    #[test]
    fn a_retry_seals_the_same_and_another_command_does_not() {
        let sealed = |command| key().seal(label(&[]), Uuid::from_u128(command), b"agree");
        assert_eq!(sealed(1), sealed(1));
        assert_ne!(sealed(1)[..NONCE_BYTES], sealed(2)[..NONCE_BYTES]);
    }

    #[test]
    fn a_key_is_not_printed() {
        assert_eq!(format!("{:?}", key()), "Key(…)");
    }
}
