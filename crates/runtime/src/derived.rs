//! The database of what is derived from the log: the views and the index. Read while it is written, whole after any
//! crash, and never the record: sled, which keeps that, has one lock for all its databases of a process, keeps what it
//! reads in memory, and may leave an unsynced database unreadable.

use std::{path::Path, sync::Arc};

use redb::{Database, Durability, ReadTransaction, ReadableDatabase, TableDefinition, WriteTransaction};

/// What it keeps in memory, at most.
const CACHE_BYTES: usize = 4 << 20;

pub(crate) type Table = TableDefinition<'static, &'static [u8], &'static [u8]>;

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
