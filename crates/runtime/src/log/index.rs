//! The index of a log: which block holds the first fact of a stream, a partnership or a number. It is derived: its
//! tree lives with the views, may be older than the log, deleted, or replaced while in use.

use std::sync::{Arc, Mutex, PoisonError, RwLock};

use super::block::Indexed;
use super::error::LogError;
use super::scan::Scan;
use super::{Log, locked};

/// Position and mark of the last entry that the tree covers; no key of a group is as long.
const CHECKPOINT: &[u8] = b"checkpoint";

/// Small steps: while sled applies a batch, every database of the process waits.
const STEP_ENTRIES: usize = 2_000;

/// At the start a tree is brought so near to the log; the rest is remembered in memory.
const REMEMBERED_ENTRIES_MAX: u64 = 200_000;

/// The one index of a log, complete at any moment: its tree, and in memory the keys of what is newer.
#[derive(Clone)]
pub struct Index(Arc<Inner>);

struct Inner {
    log: Log,
    tree: RwLock<sled::Tree>,
    /// Held while the tree is moved on or replaced.
    moving: Mutex<()>,
}

impl Index {
    /// Takes up the tree where it left off; one that is another log's is begun anew. One index a log. Blocks on the
    /// disk, for as long as the tree is far behind.
    pub fn attach(log: &Log, tree: sled::Tree) -> Result<Index, LogError> {
        let remembered = locked(&log.shared().overlay).keep();
        clear_if_foreign(log, &tree)?;
        while remembered - 1 - checkpoint(&tree)? > REMEMBERED_ENTRIES_MAX {
            fill(log, &tree, STEP_ENTRIES)?;
        }
        let between = scanned(log, checkpoint(&tree)?, remembered - 1, usize::MAX)?;
        locked(&log.shared().overlay).prepend(between);
        Ok(Index(Arc::new(Inner { log: log.clone(), tree: RwLock::new(tree), moving: Mutex::default() })))
    }

    /// Moves some blocks' keys from memory to the tree; false where there was nothing to move. A few thousand entries
    /// a call do no harm to others.
    pub fn catch_up(&self, entries_max: usize) -> Result<bool, LogError> {
        let _alone = locked(&self.0.moving);
        let tree = self.tree();
        let progressed = fill(self.log(), &tree, entries_max)?;
        locked(&self.log().shared().overlay).trim(checkpoint(&tree)?);
        Ok(progressed)
    }

    /// Fills that tree from the log as far as the current one has come, and puts it in its place. Until then the
    /// current one answers.
    pub fn replace(&self, tree: sled::Tree) -> Result<(), LogError> {
        clear_if_foreign(self.log(), &tree)?;
        while checkpoint(&tree)? + STEP_ENTRIES as u64 <= self.log().durable_end() {
            fill(self.log(), &tree, STEP_ENTRIES)?;
        }
        let _alone = locked(&self.0.moving);
        while checkpoint(&tree)? < checkpoint(&self.tree())? {
            fill(self.log(), &tree, STEP_ENTRIES)?;
        }
        *self.0.tree.write().unwrap_or_else(PoisonError::into_inner) = tree;
        Ok(())
    }

    /// How many entries on disk the tree does not cover yet.
    pub fn lag(&self) -> u64 {
        locked(&self.log().shared().overlay).entries()
    }

    pub(crate) fn log(&self) -> &Log {
        &self.0.log
    }

    pub(super) fn tree(&self) -> sled::Tree {
        self.0.tree.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// One step; false where the tree covers all that is on disk.
fn fill(log: &Log, tree: &sled::Tree, entries_max: usize) -> Result<bool, LogError> {
    let done = checkpoint(tree)?;
    let remembered = locked(&log.shared().overlay).after(done, entries_max);
    let blocks = match remembered {
        Some(blocks) => blocks,
        None => scanned(log, done, log.durable_end(), entries_max)?.into_iter().map(Arc::new).collect(),
    };
    let Some(last) = blocks.last() else { return Ok(false) };
    let mut batch = sled::Batch::default();
    for block in &blocks {
        block.keys.iter().for_each(|key| batch.insert(key.clone(), &block.first.to_be_bytes()));
    }
    batch.insert(CHECKPOINT, [last.last.to_be_bytes().as_slice(), &last.mark.to_be_bytes()].concat());
    tree.apply_batch(batch)?;
    Ok(true)
}

/// Whole blocks after that position; so many that they hold the entries, or all.
fn scanned(log: &Log, after: u64, through: u64, entries_max: usize) -> Result<Vec<Indexed>, LogError> {
    let mut scan = log.scan(after, through)?;
    let mut blocks = Vec::new();
    let mut entries = 0;
    while entries < entries_max
        && let Some(block) = scan.next_block()?
    {
        entries += block.entries.len();
        blocks.push(block.indexed()?);
    }
    Ok(blocks)
}

fn checkpoint(tree: &sled::Tree) -> Result<u64, LogError> {
    Ok(covered(tree)?.map_or(0, |(position, _)| position))
}

/// Position and mark of the last entry covered.
fn covered(tree: &sled::Tree) -> Result<Option<(u64, u32)>, LogError> {
    let stored = tree.get(CHECKPOINT)?;
    Ok(stored.and_then(|stored| {
        let (position, mark) = stored.split_first_chunk::<8>()?;
        Some((u64::from_be_bytes(*position), u32::from_be_bytes(mark.try_into().ok()?)))
    }))
}

/// A log put back from a backup may have gone on differently: then what the tree says of it is wrong.
fn clear_if_foreign(log: &Log, tree: &sled::Tree) -> Result<(), LogError> {
    let Some((position, mark)) = covered(tree)? else { return clear(tree) };
    let mut scan: Option<Scan> =
        (position <= log.durable_end()).then(|| log.scan(position - 1, position)).transpose()?;
    let block = scan.as_mut().map(Scan::next_block).transpose()?.flatten();
    if block.is_some_and(|block| block.last() == position && block.mark == mark) {
        return Ok(());
    }
    tracing::warn!(position, "the index is not this log's: it is made anew");
    clear(tree)
}

/// The checkpoint goes first: a tree half cleared is taken for an empty one, and cleared again.
fn clear(tree: &sled::Tree) -> Result<(), LogError> {
    tree.remove(CHECKPOINT)?;
    Ok(tree.clear()?)
}
