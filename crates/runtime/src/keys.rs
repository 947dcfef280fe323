//! The keys of what is sealed: a file of their own beside the log, so that destroying one destroys what it opens.
//!
//! Records of one size, so that a key is overwritten where it stands; a database would leave its bytes behind. Whoever
//! runs the node could read them. Back this file up apart from the log: who has both reads everything.

use std::{
    collections::{HashMap, HashSet},
    fs::{File, OpenOptions},
    io,
    os::unix::fs::{FileExt, OpenOptionsExt},
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use chacha20poly1305::{KeyInit, XChaCha20Poly1305, aead::OsRng};
use contract::common::{Sealed, Standing};
use jiff::Timestamp;
use kernel::seal::{KEY_BYTES, Key};
use uuid::Uuid;

const FILE: &str = "keys";
/// State, id, key, checksum, and room to spare: a divisor of a disk's sector, so that none is half written.
const RECORD_BYTES: usize = 64;
const KEY_AT: usize = 17;
const CRC_AT: usize = KEY_AT + KEY_BYTES;
const LIVE: u8 = b'K';
const DESTROYED: u8 = b'X';

/// A service's keys: cheap to clone, one for all.
#[derive(Clone)]
pub struct Keys(Arc<Mutex<Store>>);

struct Store {
    file: File,
    records: u64,
    places: HashMap<Uuid, Place>,
    /// Made for the decision under way; kept if it leads to facts.
    fresh: Vec<(Uuid, Key)>,
    /// Destroyed by a fact, whatever the file says: it can be an older one that was put back.
    doomed: HashSet<Uuid>,
}

struct Place {
    record: u64,
    /// None: destroyed.
    key: Option<Key>,
}

/// Who reads an answer, and so what is shown of it and opened in it.
pub struct Reader {
    keys: Keys,
    partner: String,
    /// Whether it belongs to a partnership with another.
    works_with: Box<dyn Fn(&str) -> bool + Send + Sync>,
    stands: Standing,
    /// Of who has left the partnership that the question names.
    until: Option<Timestamp>,
}

impl Keys {
    pub fn open(folder: &Path) -> io::Result<Self> {
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(folder.join(FILE))?;
        file.sync_all()?;
        File::open(folder)?.sync_all()?;
        let mut store = Store { file, records: 0, places: HashMap::new(), fresh: Vec::new(), doomed: HashSet::new() };
        store.read()?;
        Ok(Keys(Arc::new(Mutex::new(store))))
    }

    /// The key of that id; a new one where there is none yet, kept once the decision under way leads to facts. None
    /// where it was destroyed, or the id is none.
    pub fn key(&self, key_id: &str) -> Option<Key> {
        let id = Uuid::try_parse(key_id).ok()?;
        let mut store = self.locked();
        if store.doomed.contains(&id) {
            return None;
        }
        if let Some(place) = store.places.get(&id) {
            return place.key.clone();
        }
        if let Some((_, key)) = store.fresh.iter().find(|(fresh, _)| *fresh == id) {
            return Some(key.clone());
        }
        let key = Key::new(XChaCha20Poly1305::generate_key(&mut OsRng).into());
        store.fresh.push((id, key.clone()));
        Some(key)
    }

    /// The key of that id, where there is one.
    pub fn find(&self, key_id: &str) -> Option<Key> {
        let id = Uuid::try_parse(key_id).ok()?;
        let store = self.locked();
        if store.doomed.contains(&id) { None } else { store.places.get(&id)?.key.clone() }
    }

    /// Whether there was one, and it was destroyed.
    pub fn is_destroyed(&self, key_id: &str) -> bool {
        let Ok(id) = Uuid::try_parse(key_id) else { return false };
        let store = self.locked();
        store.doomed.contains(&id) || store.places.get(&id).is_some_and(|it| it.key.is_none())
    }

    pub(crate) fn reader(
        &self,
        partner: &str,
        stands: Standing,
        until: Option<Timestamp>,
        works_with: impl Fn(&str) -> bool + Send + Sync + 'static,
    ) -> Reader {
        Reader { keys: self.clone(), partner: partner.to_owned(), works_with: Box::new(works_with), stands, until }
    }

    /// The decision under way leads to facts: its keys are on disk before any of them.
    pub(crate) fn keep(&self) -> io::Result<()> {
        let mut store = self.locked();
        let fresh = std::mem::take(&mut store.fresh);
        if fresh.is_empty() {
            return Ok(());
        }
        store.append(fresh)
    }

    /// The decision under way leads to nothing.
    pub(crate) fn forget(&self) {
        self.locked().fresh.clear();
    }

    /// A fact destroys it: nothing is sealed or opened with it from now on, though its bytes go only when that fact is
    /// on disk.
    pub(crate) fn doom(&self, key_id: &str) {
        if let Ok(id) = Uuid::try_parse(key_id) {
            self.locked().doomed.insert(id);
        }
    }

    /// Whether bytes are left of a key that a fact destroys.
    pub(crate) fn is_any_doomed(&self) -> bool {
        let store = self.locked();
        store.doomed.iter().any(|id| store.places.get(id).is_some_and(|it| it.key.is_some()))
    }

    /// Nobody reads what is sealed under it any more. Once is enough; so is the second time.
    pub(crate) fn destroy(&self, key_id: &str) -> io::Result<()> {
        let Ok(id) = Uuid::try_parse(key_id) else { return Ok(()) };
        self.locked().destroy(id)
    }

    fn locked(&self) -> MutexGuard<'_, Store> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store {
    fn read(&mut self) -> io::Result<()> {
        let length = self.file.metadata()?.len();
        let records = length.div_ceil(RECORD_BYTES as u64);
        for place in 0..records {
            let mut record = [0; RECORD_BYTES];
            let is_whole = self.file.read_exact_at(&mut record, place * RECORD_BYTES as u64).is_ok();
            match taken(&record).filter(|_| is_whole) {
                Some((id, key)) => drop(self.places.insert(id, Place { record: place, key })),
                // Begun when the process or the machine went down: no fact was written under it. The file has grown, or
                // not even that; whatever else stands there was once a key.
                None if place + 1 == records && (!is_whole || record == [0; RECORD_BYTES]) => break,
                None => {
                    let message = format!("record {place} of the file {FILE:?} is damaged: restore it from its backup");
                    return Err(io::Error::new(io::ErrorKind::InvalidData, message));
                }
            }
            self.records = place + 1;
        }
        self.file.set_len(self.records * RECORD_BYTES as u64)
    }

    fn append(&mut self, fresh: Vec<(Uuid, Key)>) -> io::Result<()> {
        let bytes: Vec<u8> = fresh.iter().flat_map(|(id, key)| record(*id, Some(key))).collect();
        self.file.write_all_at(&bytes, self.records * RECORD_BYTES as u64)?;
        self.file.sync_data()?;
        for (id, key) in fresh {
            self.places.insert(id, Place { record: self.records, key: Some(key) });
            self.records += 1;
        }
        Ok(())
    }

    fn destroy(&mut self, id: Uuid) -> io::Result<()> {
        let Some(place) = self.places.get_mut(&id).filter(|it| it.key.is_some()) else { return Ok(()) };
        self.file.write_all_at(&record(id, None), place.record * RECORD_BYTES as u64)?;
        self.file.sync_data()?;
        place.key = None;
        Ok(())
    }
}

impl Reader {
    pub fn is(&self, partner_id: &str) -> bool {
        !partner_id.is_empty() && self.partner == partner_id
    }

    /// Whether it belongs to a partnership with that partner.
    pub fn works_with(&self, partner_id: &str) -> bool {
        !self.partner.is_empty() && (self.works_with)(partner_id)
    }

    /// Whether nobody reads it any more.
    pub fn is_destroyed(&self, sealed: &Sealed) -> bool {
        self.keys.is_destroyed(&sealed.key_id)
    }

    /// How it stands in the partnership that the question names.
    pub fn stands(&self) -> Standing {
        self.stands
    }

    /// Whether what came to be at that time did so while the partner stood in the partnership: a former one reads up to
    /// when it left.
    pub fn was_there(&self, at: Timestamp) -> bool {
        self.until.is_none_or(|until| at <= until)
    }

    /// The key, for whom it may be opened: everybody once it is released; before that its writer and its audience.
    pub fn key_for(&self, sealed: &Sealed, is_released: bool) -> Option<Key> {
        let is_named = || self.partner == sealed.writer || sealed.audience.contains(&self.partner);
        let may_read = is_released || !self.partner.is_empty() && is_named();
        may_read.then(|| self.keys.find(&sealed.key_id)).flatten()
    }
}

fn record(id: Uuid, key: Option<&Key>) -> [u8; RECORD_BYTES] {
    let mut record = [0; RECORD_BYTES];
    record[0] = if key.is_some() { LIVE } else { DESTROYED };
    record[1..KEY_AT].copy_from_slice(id.as_bytes());
    if let Some(key) = key {
        record[KEY_AT..CRC_AT].copy_from_slice(key.bytes());
    }
    let crc = crc32fast::hash(&record[..CRC_AT]);
    record[CRC_AT..CRC_AT + 4].copy_from_slice(&crc.to_be_bytes());
    record
}

/// None where the record is not whole.
fn taken(record: &[u8; RECORD_BYTES]) -> Option<(Uuid, Option<Key>)> {
    let crc = u32::from_be_bytes(record[CRC_AT..CRC_AT + 4].try_into().ok()?);
    if crc32fast::hash(&record[..CRC_AT]) != crc {
        return None;
    }
    let id = Uuid::from_slice(&record[1..KEY_AT]).ok()?;
    let key = (record[0] == LIVE).then(|| Key::released(&record[KEY_AT..CRC_AT])).flatten();
    Some((id, key))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use tempfile::TempDir;

    use super::*;

    const ONE: &str = "01975f00-0000-7000-8000-000000000001";
    const TWO: &str = "01975f00-0000-7000-8000-000000000002";

    fn kept(folder: &TempDir, ids: &[&str]) -> Keys {
        let keys = Keys::open(folder.path()).unwrap();
        for it in ids {
            keys.key(it);
        }
        keys.keep().unwrap();
        keys
    }

    #[test]
    fn keys_are_found_again_at_the_next_start() {
        let folder = TempDir::new().unwrap();
        let before = kept(&folder, &[ONE, TWO]);
        let after = Keys::open(folder.path()).unwrap();
        assert!(before.find(ONE).is_some() && before.find(ONE) != before.find(TWO));
        assert_eq!((after.find(ONE), after.find(TWO)), (before.find(ONE), before.find(TWO)));
        assert_eq!(after.key(ONE), before.find(ONE), "no second key under one id");
    }

    #[test]
    fn a_key_made_for_nothing_is_forgotten() {
        let folder = TempDir::new().unwrap();
        let keys = kept(&folder, &[]);
        let first = keys.key(ONE);
        assert_eq!(keys.key(ONE), first, "the same throughout a decision");
        keys.forget();
        keys.keep().unwrap();
        assert_eq!(keys.find(ONE), None);
        assert_eq!(fs::metadata(folder.path().join(FILE)).unwrap().len(), 0);
    }

    #[test]
    fn of_a_destroyed_key_no_byte_is_left() {
        let folder = TempDir::new().unwrap();
        let keys = kept(&folder, &[ONE, TWO]);
        let secret = *keys.find(ONE).unwrap().bytes();
        keys.destroy(ONE).unwrap();
        keys.destroy(ONE).unwrap();
        for keys in [keys, Keys::open(folder.path()).unwrap()] {
            assert_eq!((keys.find(ONE), keys.key(ONE)), (None, None), "and none takes its place");
            assert!(keys.find(TWO).is_some());
        }
        let bytes = fs::read(folder.path().join(FILE)).unwrap();
        assert!(!bytes.windows(KEY_BYTES).any(|it| it == secret));
    }

    #[test]
    fn a_key_that_a_fact_destroys_opens_nothing_any_more_and_goes_from_an_older_file_too() {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join(FILE);
        let keys = kept(&folder, &[ONE]);
        let before = fs::read(&path).unwrap();
        keys.doom(ONE);
        assert_eq!((keys.find(ONE), keys.key(ONE), keys.is_destroyed(ONE)), (None, None, true));
        assert_eq!(fs::read(&path).unwrap(), before, "its bytes wait for the fact");
        keys.destroy(ONE).unwrap();
        assert_ne!(fs::read(&path).unwrap(), before);
        fs::write(&path, &before).unwrap();
        let restored = Keys::open(folder.path()).unwrap();
        restored.doom(ONE);
        assert_eq!((restored.find(ONE), restored.is_destroyed(ONE), restored.is_destroyed(TWO)), (None, true, false));
        restored.destroy(ONE).unwrap();
        assert_ne!(fs::read(&path).unwrap(), before, "put back, it is destroyed again");
    }

    #[test]
    fn a_key_half_written_was_never_there_and_a_damaged_one_stops_the_start() {
        let folder = TempDir::new().unwrap();
        let first = kept(&folder, &[ONE, TWO]).find(ONE);
        let path = folder.path().join(FILE);
        let whole = fs::read(&path).unwrap();
        fs::write(&path, &whole[..RECORD_BYTES + 20]).unwrap();
        let keys = Keys::open(folder.path()).unwrap();
        assert_eq!((keys.find(ONE), keys.find(TWO)), (first, None));
        assert!(kept(&folder, &[TWO]).find(TWO).is_some(), "the next one takes its place");
        // The file has grown by a record that never reached the disk.
        fs::write(&path, [&whole[..RECORD_BYTES], &[0; RECORD_BYTES]].concat()).unwrap();
        assert_eq!(Keys::open(folder.path()).unwrap().find(TWO), None);
        for place in [0, 1] {
            let mut damaged = whole.clone();
            damaged[place * RECORD_BYTES + 20] ^= 1;
            fs::write(&path, damaged).unwrap();
            let refused = Keys::open(folder.path()).err().unwrap();
            assert!(refused.to_string().contains(&format!("record {place}")), "{refused}");
        }
    }

    #[test]
    fn before_a_release_its_writer_and_its_audience_read_it() {
        let folder = TempDir::new().unwrap();
        let keys = kept(&folder, &[ONE]);
        let sealed =
            Sealed { key_id: ONE.into(), writer: "misfa".into(), audience: vec!["lender".into()], ciphertext: vec![] };
        let reads = |partner: &str, is_released| {
            keys.reader(partner, Standing::Member, None, |_| false).key_for(&sealed, is_released).is_some()
        };
        assert!(reads("misfa", false) && reads("lender", false));
        assert!(!reads("trainer", false) && !reads("", false));
        assert!(reads("trainer", true));
    }
}
