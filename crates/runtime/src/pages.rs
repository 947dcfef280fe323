//! Page tokens: sealed, so that nobody can read, change, share or reuse one for another question.

use std::{fs, io, os::unix::fs::OpenOptionsExt, path::Path};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chacha20poly1305::{
    Key, KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, AeadCore, OsRng, Payload},
};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::refusal::Refused;

/// How long a token is good for.
const SECONDS_MAX: i64 = 24 * 3600;
const NONCE_BYTES: usize = 24;

/// Seals and opens page tokens under a key made from the node's secret: it survives restarts and works on replicas.
pub struct Pages {
    cipher: XChaCha20Poly1305,
}

impl Pages {
    pub fn new(secret: &[u8; 32]) -> Self {
        let key = Sha256::new().chain_update(b"accord page tokens").chain_update(secret).finalize();
        Pages { cipher: XChaCha20Poly1305::new(&key) }
    }

    /// A token for the page after `last_key`.
    pub fn seal(&self, question: &[u8], last_key: &[u8], now: Timestamp) -> Result<String, Refused> {
        let nonce = XChaCha20Poly1305::generate_nonce(&mut OsRng);
        let mut page = (now.as_second() + SECONDS_MAX).to_be_bytes().to_vec();
        page.extend_from_slice(last_key);
        let payload = Payload { msg: &page, aad: question };
        let sealed = self.cipher.encrypt(&nonce, payload).map_err(Refused::internal)?;
        Ok(URL_SAFE_NO_PAD.encode([nonce.as_slice(), &sealed].concat()))
    }

    /// The last key of the page before; refused where the token is not for this very question.
    pub fn open(&self, question: &[u8], token: &str, now: Timestamp) -> Result<Vec<u8>, Refused> {
        let wrong = || Refused::page_token("is not one this question was answered with; start from the first page");
        let bytes = URL_SAFE_NO_PAD.decode(token).map_err(|_| wrong())?;
        let (nonce, sealed) = bytes.split_at_checked(NONCE_BYTES).ok_or_else(wrong)?;
        let payload = Payload { msg: sealed, aad: question };
        let page = self.cipher.decrypt(XNonce::from_slice(nonce), payload).map_err(|_| wrong())?;
        let (expiry, last_key) = page.split_first_chunk::<8>().ok_or_else(wrong)?;
        match now.as_second() <= i64::from_be_bytes(*expiry) {
            true => Ok(last_key.to_vec()),
            false => Err(Refused::page_token("has expired; start from the first page")),
        }
    }
}

/// What a token is bound to: rpc, caller, and everything of the question but the page itself.
pub fn question(request: &str, partner: &str, prefix: &[u8], filter: &[u8]) -> Vec<u8> {
    let mut hash = Sha256::new();
    for part in [request.as_bytes(), partner.as_bytes(), prefix, filter] {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().to_vec()
}

/// The node's secret, made at the first start; for its operator's eyes only.
pub fn secret(folder: &Path) -> io::Result<[u8; 32]> {
    let path = folder.join("secret");
    match fs::read(&path) {
        Ok(bytes) => bytes.try_into().map_err(|_| io::Error::other(format!("{} is not 32 bytes long", path.display()))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => make_secret(folder, &path),
        Err(error) => Err(error),
    }
}

fn make_secret(folder: &Path, path: &Path) -> io::Result<[u8; 32]> {
    use io::Write;
    fs::create_dir_all(folder)?;
    let secret: Key = XChaCha20Poly1305::generate_key(&mut OsRng);
    // Two services of one node may start at once: each writes a file of its own, and the first one's stands.
    let making = folder.join(format!("secret.{}", Uuid::new_v4()));
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&making)?;
    file.write_all(&secret)?;
    file.sync_all()?;
    let linked = fs::hard_link(&making, path);
    fs::remove_file(&making)?;
    match linked {
        Ok(()) => Ok(secret.into()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => self::secret(folder),
        Err(error) => Err(error),
    }
}
