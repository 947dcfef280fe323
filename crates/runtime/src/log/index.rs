//! The index of a log: which block holds the first fact of a stream, a partnership or a number. It is derived: its
//! table lives with the views, may be older than the log, deleted, or replaced while in use.

use std::sync::{Arc, Mutex, PoisonError, RwLock};

use super::catalogue::Catalogue;
use super::contents::Contents;
use super::error::LogError;
use super::scan::Scan;
use super::{Log, locked};
use crate::derived::{Derived, Lasting};

/// The more at once, the fewer and longer lists; this many take some 5 MB while they are folded.
const STEP_ENTRIES: usize = 10_000;

/// Where at most so many times as many wait as are to be moved, all of them are: a part would have to be copied.
const MOVED_TIMES_MAX: usize = 2;

/// At the start a table is brought so near to the log; the rest is remembered in memory.
const REMEMBERED_ENTRIES_MAX: u64 = 50_000;

/// The one index of a log, complete at any moment: its table, and in memory the keys of what is newer.
#[derive(Clone)]
pub struct Index(Arc<Inner>);

/// A table that is to take the current one's place.
pub(crate) struct Anew(Catalogue);

struct Inner {
    log: Log,
    catalogue: RwLock<Catalogue>,
    /// Held while the catalogue is moved on or replaced.
    moving: Mutex<()>,
}

impl Index {
    /// Takes up the table where it left off; one that is another log's is begun anew. One index a log. Blocks on the
    /// disk, for as long as the table is far behind.
    pub fn attach(log: &Log, derived: Derived) -> Result<Index, LogError> {
        let remembered = locked(&log.shared().overlay).keep();
        let catalogue = Catalogue::of(derived)?;
        clear_if_useless(log, &catalogue)?;
        while remembered - 1 - catalogue.position()? > REMEMBERED_ENTRIES_MAX {
            fill(log, &catalogue, STEP_ENTRIES, Lasting::Synced)?;
        }
        let done = catalogue.position()?;
        let between = scanned(log, done, remembered - 1, usize::MAX)?;
        locked(&log.shared().overlay).prepend(done + 1, between);
        let inner = Inner { log: log.clone(), catalogue: RwLock::new(catalogue), moving: Mutex::default() };
        Ok(Index(Arc::new(inner)))
    }

    /// Moves some blocks' keys from memory to the table; false where there was nothing to move. The keys of a group
    /// that are moved together become one: rarely and many (10,000 entries, or what a second brought) is best.
    pub fn catch_up(&self, entries_max: usize) -> Result<bool, LogError> {
        let _alone = locked(&self.0.moving);
        let catalogue = self.catalogue();
        let done = catalogue.position()?;
        let moved = locked(&self.log().shared().overlay).moved(done, MOVED_TIMES_MAX * entries_max);
        let progressed = match &moved {
            Some(moved) => catalogue.add(moved, Lasting::Synced)?,
            None => fill(self.log(), &catalogue, entries_max, Lasting::Synced)?,
        };
        let position = catalogue.position()?;
        // What was moved is freed after it, outside the lock.
        locked(&self.log().shared().overlay).trim(position);
        Ok(progressed)
    }

    /// Another table, filled from the log nearly as far as it goes; nothing of it is synced. The current one answers.
    pub(crate) fn anew(&self, derived: Derived) -> Result<Anew, LogError> {
        let new = Catalogue::of(derived)?;
        clear_if_useless(self.log(), &new)?;
        let new = Anew(new);
        self.come_near(&new)?;
        Ok(new)
    }

    pub(crate) fn come_near(&self, Anew(new): &Anew) -> Result<(), LogError> {
        while new.position()? + (STEP_ENTRIES as u64) < self.log().durable_end() {
            fill(self.log(), new, STEP_ENTRIES, Lasting::Process)?;
        }
        Ok(())
    }

    /// Fills the new table as far as the current one has come, and puts it in its place. It lasts once it is synced.
    pub(crate) fn replace(&self, Anew(new): Anew) -> Result<(), LogError> {
        let _alone = locked(&self.0.moving);
        while new.position()? < self.catalogue().position()? {
            fill(self.log(), &new, STEP_ENTRIES, Lasting::Process)?;
        }
        *self.0.catalogue.write().unwrap_or_else(PoisonError::into_inner) = new;
        Ok(())
    }

    /// How many entries on disk the table does not cover yet.
    pub fn lag(&self) -> u64 {
        locked(&self.log().shared().overlay).entries()
    }

    pub(crate) fn log(&self) -> &Log {
        &self.0.log
    }

    pub(super) fn catalogue(&self) -> Catalogue {
        self.0.catalogue.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// One step; false where the catalogue covers all that is on disk.
fn fill(log: &Log, catalogue: &Catalogue, entries_max: usize, lasting: Lasting) -> Result<bool, LogError> {
    let done = catalogue.position()?;
    let remembered = locked(&log.shared().overlay).after(done, entries_max);
    let more = match remembered {
        Some(more) => more,
        None => scanned(log, done, log.durable_end(), entries_max)?,
    };
    Ok(catalogue.add(&more, lasting)?)
}

/// Of whole blocks after that position; so many that they hold the entries, or all.
fn scanned(log: &Log, after: u64, through: u64, entries_max: usize) -> Result<Contents, LogError> {
    let mut scan = log.scan(after, through)?;
    let mut contents = Contents::default();
    while contents.entries() < entries_max as u64
        && let Some(block) = scan.next_block()?
    {
        contents.push(block.span, block.places()?.into_iter());
    }
    Ok(contents)
}

/// A log put back from a backup may have gone on differently: then what the table says of it is wrong.
fn clear_if_useless(log: &Log, catalogue: &Catalogue) -> Result<(), LogError> {
    let Some((position, mark)) = catalogue.checkpoint()? else { return Ok(catalogue.clear()?) };
    let within = position > 0 && position <= log.durable_end();
    let mut scan = within.then(|| log.scan(position - 1, position)).transpose()?;
    let block = scan.as_mut().map(Scan::next_block).transpose()?.flatten();
    if block.is_some_and(|block| block.span.last == position && block.span.mark == mark) {
        return Ok(());
    }
    tracing::warn!(position, "the index is not this log's: it is made anew");
    Ok(catalogue.clear()?)
}
