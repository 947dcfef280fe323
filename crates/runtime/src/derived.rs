//! The database of what is derived from the log: the views and the index. Read while it is written, whole after any
//! crash, and never the record: sled, which keeps that, has one lock for all its databases of a process, keeps what it
//! reads in memory, and may leave an unsynced database unreadable.

use std::{ops::Bound, path::Path, sync::Arc};

use redb::{Database, Durability, ReadTransaction, ReadableDatabase, TableDefinition, WriteTransaction};

/// What it keeps in memory, at most.
const CACHE_BYTES: usize = 4 << 20;

pub(crate) type Table = TableDefinition<'static, &'static [u8], &'static [u8]>;
pub(crate) type Opened<'t> = redb::Table<'t, &'static [u8], &'static [u8]>;

/// What becomes of a key.
pub(crate) trait Change {
    /// Writes what is to stand there behind what `value` holds; false where nothing is to.
    fn write(&self, before: Option<&[u8]>, value: &mut Vec<u8>) -> bool;
}

/// One file; cheap to clone.
#[derive(Clone)]
pub struct Derived(Arc<Database>);

/// How long a commit lasts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lasting {
    /// Until the process ends, unless a later commit is synced: no disk is waited for.
    Process,
    /// For ever, with all that was committed before.
    Synced,
}

impl Derived {
    /// Opens the file, made where there is none. Only one process opens it.
    pub fn open(path: &Path) -> Result<Derived, redb::Error> {
        Ok(Derived(Arc::new(Database::builder().set_cache_size(CACHE_BYTES).create(path)?)))
    }

    /// Everything as of now, for as long as it is held.
    pub(crate) fn read(&self) -> Result<ReadTransaction, redb::Error> {
        Ok(self.0.begin_read()?)
    }

    /// Waits for the writer before it.
    pub(crate) fn write(&self, lasting: Lasting) -> Result<WriteTransaction, redb::Error> {
        let mut write = self.0.begin_write()?;
        match lasting {
            Lasting::Process => write.set_durability(Durability::None)?,
            // Without it a start after a crash would read the whole file.
            Lasting::Synced => write.set_quick_repair(true),
        }
        Ok(write)
    }

    pub(crate) fn sync(&self) -> Result<(), redb::Error> {
        Ok(self.write(Lasting::Synced)?.commit()?)
    }
}

/// Changes keys that are given in order, each once. Those that fall between the same two of the table are written together: a page is
/// then written once, and full.
pub(crate) fn change<K: AsRef<[u8]>>(
    table: &mut Opened<'_>,
    changes: impl IntoIterator<Item = (K, impl Change)>,
) -> Result<(), redb::Error> {
    let mut changes = changes.into_iter().peekable();
    let mut value = Vec::new();
    while let Some((key, change)) = changes.next() {
        let key = key.as_ref();
        let mut cursor = table.lower_bound_mut(Bound::Included(key))?;
        let next = cursor.peek_next()?;
        let is_there = next.as_ref().is_some_and(|(it, _)| it.value() == key);
        let before = next.as_ref().filter(|_| is_there).map(|(_, before)| before.value());
        value.clear();
        let stands = change.write(before, &mut value);
        let end = next.map(|(it, _)| it).filter(|_| !is_there).map(|it| it.value().to_vec());
        let is_between = |it: &K| end.as_deref().is_none_or(|end| it.as_ref() < end);
        if stands && !is_there && changes.peek().is_some_and(|(it, _)| is_between(it)) {
            cursor.insert_before(key, &value[..])?;
            while let Some((key, change)) = changes.next_if(|(it, _)| is_between(it)) {
                value.clear();
                if change.write(None, &mut value) {
                    cursor.insert_before(key.as_ref(), &value[..])?;
                }
            }
            cursor.close()?;
            continue;
        }
        cursor.close()?;
        match (stands, is_there) {
            (true, _) => drop(table.insert(key, &value[..])?),
            (false, true) => drop(table.remove(key)?),
            (false, false) => (),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::{collection::vec, prelude::*};
    use redb::ReadableTable;

    use super::*;

    const SOME: Table = Table::new("some");

    /// Stands there from now on, behind what stood there before; None: is gone.
    struct Told(Option<Vec<u8>>);

    impl Change for Told {
        fn write(&self, before: Option<&[u8]>, value: &mut Vec<u8>) -> bool {
            let Told(Some(new)) = self else { return false };
            value.extend_from_slice(before.unwrap_or_default());
            value.extend_from_slice(new);
            value.truncate(6_000);
            true
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn changes_in_order_come_to_the_same_as_each_for_itself(
            batches in vec(
                vec((0_u16..600, prop_oneof![Just(None), (any::<u8>(), 0..1_500_usize).prop_map(Some)]), 0..400),
                1..6,
            ),
        ) {
            let folder = tempfile::tempdir().unwrap();
            let derived = Derived::open(&folder.path().join("some")).unwrap();
            let mut expected = BTreeMap::new();
            for batch in batches {
                let batch: BTreeMap<_, _> = batch.into_iter().map(|(key, value)| {
                    (key.to_be_bytes(), Told(value.map(|(byte, length)| vec![byte; length])))
                }).collect();
                for (key, told) in &batch {
                    let mut value = Vec::new();
                    match told.write(expected.get(key).map(|it: &Vec<u8>| &it[..]), &mut value) {
                        true => drop(expected.insert(*key, value)),
                        false => drop(expected.remove(key)),
                    }
                }
                let write = derived.write(Lasting::Process).unwrap();
                change(&mut write.open_table(SOME).unwrap(), batch).unwrap();
                write.commit().unwrap();
                let read = derived.read().unwrap().open_table(SOME).unwrap();
                let read = read.iter().unwrap().map(|it| {
                    let (key, value) = it.unwrap();
                    (key.value().try_into().unwrap(), value.value().to_vec())
                });
                prop_assert_eq!(read.collect::<BTreeMap<_, _>>(), expected.clone());
            }
        }
    }
}
