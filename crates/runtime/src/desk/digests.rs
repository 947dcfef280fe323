//! What tells a retry from another command under the same id, and tells nobody else anything.

use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

const DIGEST_BYTES: usize = 16;

/// HMAC-SHA-256 under a key made from the node's secret. It stands in every fact, beside what is sealed: a plain hash
/// of a command would let whoever reads the fact try the few things a member can have said until one fits.
pub(super) struct Digests(Hmac<Sha256>);

impl Digests {
    pub(super) fn new(secret: &[u8; 32]) -> Self {
        let key = Sha256::new().chain_update(b"accord command digests").chain_update(secret).finalize();
        Digests(<Hmac<Sha256> as Mac>::new_from_slice(&key).expect("HMAC takes a key of any length"))
    }

    pub(super) fn of(&self, name: &str, encoded: &[u8]) -> [u8; DIGEST_BYTES] {
        let digest = self.0.clone().chain_update(name).chain_update([0]).chain_update(encoded).finalize().into_bytes();
        std::array::from_fn(|place| digest[place])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_node_knows_a_command_again_and_another_learns_nothing_of_it() {
        let (here, again, elsewhere) = (Digests::new(&[1; 32]), Digests::new(&[1; 32]), Digests::new(&[2; 32]));
        let of = |digests: &Digests| digests.of("TakePosition", b"agree");
        assert_eq!(of(&here), of(&again));
        assert_ne!(of(&here), of(&elsewhere));
        assert_ne!(of(&here), here.of("TakePosition", b"object"));
        assert_ne!(here.of("Take", b"x"), here.of("Tak", b"e\0x"));
        let plain = Sha256::new().chain_update("TakePosition").chain_update([0]).chain_update(b"agree").finalize();
        assert_ne!(of(&here)[..], plain[..DIGEST_BYTES]);
    }
}
