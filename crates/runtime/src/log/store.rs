//! The sled database under the log, opened and written so that what it acknowledges survives a crash of the machine.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use super::Options;
use super::block::{Block, key_value, value_key};
use super::error::LogError;
use super::scan::Scan;

/// How long an opening waits for whoever has the database open still.
const LOCK_WAIT_MAX: Duration = Duration::from_secs(3);
const LOCK_ASKED_EVERY: Duration = Duration::from_millis(20);

/// So many blocks are written one by one: with all that sled writes for them, less than one of its segments, of 512 KB
/// (of values as big as there are, 440 KB at most in 1,500 commits; of ones that compress, 190 KB). What goes on over
/// several is not safe without a batch: sled would take the first for lasting before they are synced, and free older
/// ones for them.
const BLOCKS_APART_MAX: usize = 8;

#[derive(Clone)]
pub(super) struct Store {
    db: sled::Db,
    pub(super) blocks: sled::Tree,
    path: PathBuf,
}

impl Store {
    /// Opens `folder/log.sled`, made where there is none.
    pub(super) fn open(folder: &Path, options: &Options) -> Result<Store, LogError> {
        let path = folder.join("log.sled");
        fs::create_dir_all(&path).map_err(LogError::io("make", &path))?;
        remove_half_made_snapshots(&path)?;
        let config = sled::Config::new()
            .path(&path)
            .cache_capacity(options.cache_bytes)
            .flush_every_ms(Some(options.flush_every_ms));
        let db = open_when_free(&config)?;
        let blocks = db.open_tree("blocks")?;
        let store = Store { db, blocks, path };
        store.sync_all(folder)?;
        store.check_blobs()?;
        Ok(store)
    }

    /// sled's own flush leaves its file in the page cache; what `open` found there may be all a killed process left.
    fn sync_all(&self, folder: &Path) -> Result<(), LogError> {
        self.db.flush()?;
        let parent = folder.canonicalize().ok().and_then(|folder| folder.parent().map(Path::to_path_buf));
        let synced = [self.path.join("db"), self.path.join("conf"), self.path.clone(), folder.to_path_buf()];
        for path in synced.into_iter().chain(parent) {
            sync(&path)?;
        }
        Ok(())
    }

    pub(super) fn check_blobs(&self) -> Result<(), LogError> {
        let path = self.path.join("blobs");
        let mut blobs = fs::read_dir(&path).map_err(LogError::io("look into", &path))?;
        if blobs.next().is_some() {
            return Err(LogError::Blobs { path });
        }
        Ok(())
    }

    /// The last position. Opening a log whose first block is gone, or whose last cannot be read, fails.
    pub(super) fn end(&self) -> Result<u64, LogError> {
        let Some((first, _)) = self.blocks.first()? else { return Ok(0) };
        if key_value(&first) != Some((1, 0)) {
            return Err(LogError::Gap { position: 1 });
        }
        let last = self.blocks.last()?.and_then(|(key, _)| key_value(&key)).map_or(1, |(first, _)| first);
        let block = Scan::open(&self.blocks, last, last)?.next_block()?;
        Ok(block.map_or(0, |block| block.span.last))
    }

    /// A descriptor to sync sled's file by: sled shows nobody its own.
    pub(super) fn file(&self) -> Result<File, LogError> {
        let path = self.path.join("db");
        File::open(&path).map_err(LogError::io("open", &path))
    }

    /// After a crash some of the groups may be found, each whole, and none without those before it; nothing is
    /// acknowledged before the file is synced.
    pub(super) fn write(&self, file: &File, blocks: &[Block]) -> Result<(), LogError> {
        let mut values = blocks.iter().flat_map(|block| {
            let keys = (0..).map(|part| value_key(block.span.first, part));
            keys.zip(&block.parts)
        });
        if blocks.len() <= BLOCKS_APART_MAX && blocks.iter().all(Block::is_whole) {
            // Each value is whole by itself. `apply_batch` would write to the disk once more before all of them, and
            // keep every database of the process waiting.
            values.try_for_each(|(key, value)| self.blocks.insert(key, &value[..]).map(drop))?;
        } else {
            let mut batch = sled::Batch::default();
            values.for_each(|(key, value)| batch.insert(&key, &value[..]));
            self.blocks.apply_batch(batch)?;
        }
        self.db.flush()?;
        file.sync_data().map_err(LogError::io("sync", &self.path.join("db")))
    }
}

/// sled's own threads keep its lock a moment longer than the last handle, and a service that is stopped as long as it
/// takes to stop.
pub(super) fn open_when_free(config: &sled::Config) -> Result<sled::Db, sled::Error> {
    let asked = Instant::now();
    loop {
        match config.open() {
            Err(why) if is_locked(&why) && asked.elapsed() < LOCK_WAIT_MAX => thread::sleep(LOCK_ASKED_EVERY),
            opened => return opened,
        }
    }
}

/// sled 0.34 gives it no kind of its own.
fn is_locked(why: &sled::Error) -> bool {
    matches!(why, sled::Error::Io(why) if why.to_string().contains("could not acquire lock"))
}

/// A crash while sled opened leaves these behind, and its next open would take one for a snapshot (sled #1527).
fn remove_half_made_snapshots(path: &Path) -> Result<(), LogError> {
    for entry in fs::read_dir(path).map_err(LogError::io("look into", path))? {
        let file = entry.map_err(LogError::io("look into", path))?.path();
        let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if name.starts_with("snap.") && name.ends_with(".generating") {
            fs::remove_file(&file).map_err(LogError::io("remove", &file))?;
        }
    }
    Ok(())
}

pub(super) fn sync(path: &Path) -> Result<(), LogError> {
    let file = File::open(path).map_err(LogError::io("open", path))?;
    file.sync_all().map_err(LogError::io("sync", path))
}
