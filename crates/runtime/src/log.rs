//! The log of one service: entries appended in order, acknowledged once they are on disk, read back and found by key.

mod block;
mod catalogue;
mod check;
mod commit;
mod contents;
mod entry;
mod error;
mod frontier;
mod group;
mod head;
mod index;
mod lookup;
mod overlay;
mod queue;
mod scan;
mod space;
mod store;
mod tail;
#[cfg(test)]
mod tests;
mod waiters;

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock};
use std::thread::{self, JoinHandle};
use std::time::Instant;

use prost::Message;
use tokio::sync::watch;

pub use check::Checked;
pub use entry::{ENTRY_BYTES_MAX, Entry, Kind, Queued, Stored};
pub use error::{LogError, Stopped};
pub use frontier::{Frontier, Hash};
pub use head::Head;
pub use index::Index;

use crate::crowd::Crowd;
use commit::Committer;
use overlay::Overlay;
use queue::{Closing, Queue};
use scan::Scan;
use space::Space;
use store::Store;
use tail::Tail;
use waiters::Waiters;

#[derive(Clone, Debug)]
pub struct Options {
    /// What sled keeps of the log in memory, approximately.
    pub cache_bytes: u64,
    /// How often sled looks for garbage to collect; it does so nowhere else.
    pub flush_every_ms: u64,
    /// Below this much room on the disk `has_room` says no.
    pub reserve_bytes: u64,
    /// What one commit takes of what waits, unless a single group is more.
    pub batch_bytes_max: usize,
    /// What may wait in memory; beyond it `enqueue` refuses.
    pub waiting_bytes_max: usize,
}

impl Default for Options {
    fn default() -> Options {
        let mib = 1024 * 1024;
        Options {
            cache_bytes: 2 * mib,
            flush_every_ms: 500,
            reserve_bytes: 64 * mib,
            batch_bytes_max: 4 * mib as usize,
            waiting_bytes_max: 64 * mib as usize,
        }
    }
}

/// A handle on the log; when the last one goes, the committer stops after the commit it is at, as in a crash.
#[derive(Clone)]
pub struct Log(Arc<Handle>);

struct Handle {
    shared: Arc<Shared>,
    committer: Mutex<Option<JoinHandle<()>>>,
}

/// What callers and the committer have in common.
struct Shared {
    queue: Queue,
    waiters: Waiters,
    overlay: Mutex<Overlay>,
    tail: Mutex<Tail>,
    head: Mutex<Head>,
    durable_end: AtomicU64,
    moved: watch::Receiver<u64>,
    /// None once the log is closed: another may open the folder then.
    blocks: RwLock<Option<sled::Tree>>,
    space: Space,
    stopped: OnceLock<Stopped>,
    crowd: Crowd,
}

impl Log {
    /// Opens the log in that folder, made where there is none, and starts its committer. Blocks on the disk.
    pub fn open(folder: &Path, options: Options) -> Result<Log, LogError> {
        fs::create_dir_all(folder).map_err(LogError::io("make", folder))?;
        let store = Store::open(folder, &options)?;
        let head = caught_up(folder, &store)?;
        head.write(folder)?;
        let (moved, followers) = watch::channel(head.position);
        let shared = Arc::new(Shared {
            queue: Queue::after(head.position, &options),
            waiters: Waiters::default(),
            overlay: Mutex::new(Overlay::from(head.position + 1)),
            tail: Mutex::default(),
            head: Mutex::new(head.clone()),
            durable_end: head.position.into(),
            moved: followers,
            blocks: RwLock::new(Some(store.blocks.clone())),
            space: Space::of(folder.to_path_buf(), options.reserve_bytes),
            stopped: OnceLock::new(),
            crowd: Crowd::default(),
        });
        let committer = Committer {
            shared: shared.clone(),
            file: store.file()?,
            store,
            folder: folder.to_path_buf(),
            moved,
            head,
            head_written: Instant::now(),
            head_is_old: false,
        };
        let thread = thread::Builder::new().name("committer".into()).spawn(move || committer.run());
        let committer = Mutex::new(Some(thread.map_err(LogError::io("start the committer of", folder))?));
        Ok(Log(Arc::new(Handle { shared, committer })))
    }

    /// Gives the entries the next positions and queues them: one group, or several where those within end one. A group
    /// is found as a whole after a crash or not at all. Never waits for the disk. Numbers, sequences and revisions are
    /// the caller's to give, in order: call this under the lock that gives them. Nothing to queue gives an empty range
    /// after the queued end.
    pub fn enqueue(&self, mut entries: Vec<Entry>) -> Result<Queued, LogError> {
        if let Some(entry) = entries.iter().find(|entry| entry.bytes.len() > ENTRY_BYTES_MAX) {
            return Err(LogError::TooBig { bytes: entry.bytes.len() });
        }
        entries.last_mut().into_iter().for_each(Entry::end_group);
        debug_assert!(entries.iter().all(is_what_it_says), "an own fact's bytes are those of the envelope beside it");
        match self.shared().stopped.get() {
            Some(stopped) => Err(stopped.clone().into()),
            None => self.shared().queue.push(entries)?.ok_or_else(|| closed().into()),
        }
    }

    /// Ready once everything up to that position is on disk; fails when the log stops before.
    pub fn durable(&self, position: u64) -> impl Future<Output = Result<(), Stopped>> + Send + 'static {
        let shared = self.shared().clone();
        let waiting = shared.waiters.wait(position, || shared.is_durable(position) || shared.stopped.get().is_some());
        async move {
            if let Some(woken) = waiting {
                // Dropped by the committer when it stops: whether the position got there is asked below.
                let _ = woken.await;
            }
            match shared.stopped.get() {
                Some(stopped) if !shared.is_durable(position) => Err(stopped.clone()),
                _ => Ok(()),
            }
        }
    }

    /// The last position given.
    pub fn queued_end(&self) -> u64 {
        self.shared().queue.end()
    }

    /// The last position on disk.
    pub fn durable_end(&self) -> u64 {
        self.shared().durable_end.load(Ordering::Acquire)
    }

    /// The durable end as it moves, for a few followers; closed when the log stops.
    pub fn watch(&self) -> watch::Receiver<u64> {
        self.shared().moved.clone()
    }

    /// Why the log takes nothing more; None while it does.
    pub fn stopped(&self) -> Option<String> {
        self.shared().stopped.get().map(|stopped| stopped.why.to_string())
    }

    /// Those whose commands it takes: whoever follows it lets them by.
    pub(crate) fn crowd(&self) -> &Crowd {
        &self.shared().crowd
    }

    /// The head as of the durable end.
    pub fn head(&self) -> Head {
        locked(&self.shared().head).clone()
    }

    /// Whether the disk has more room than the reserve; asked of the file system at most every 100 ms.
    pub fn has_room(&self) -> bool {
        self.shared().space.has_room()
    }

    /// Entries on disk after that position, in order and without a gap: at most so many and, after the first, bytes.
    pub fn read(&self, after: u64, entries_max: usize, bytes_max: usize) -> Result<Vec<Stored>, LogError> {
        let through = self.durable_end();
        if after >= through {
            return Ok(vec![]);
        }
        let _open = self.blocks()?;
        let mut bytes = 0;
        let remembered = tail::in_pieces(entries_max, |done, count| {
            let left = bytes_max.checked_sub(bytes).filter(|left| done == 0 || *left != 0);
            let Some(left) = left else { return Some(vec![]) };
            let piece = locked(&self.shared().tail).after(after + done as u64, through, count, left)?;
            if done != 0 && piece.first().is_some_and(|entry| left < entry.bytes.len()) {
                return Some(vec![]);
            }
            bytes += piece.iter().map(|entry| entry.bytes.len()).sum::<usize>();
            Some(piece)
        });
        if let Some(read) = remembered {
            return Ok(read);
        }
        let mut read = Vec::new();
        let mut bytes = 0;
        let mut scan = self.scan(after, through)?;
        while let Some(block) = scan.next_block()? {
            for entry in block.entries.into_iter().skip_while(|entry| entry.position <= after) {
                bytes += entry.bytes.len();
                if read.len() >= entries_max || (bytes > bytes_max && !read.is_empty()) {
                    return Ok(read);
                }
                read.push(entry);
            }
        }
        Ok(read)
    }

    /// Writes what waits, then the head, and lets go of the folder. Blocks on the disk; may be called twice.
    pub fn stop(&self) -> Result<(), LogError> {
        self.shared().queue.close(Closing::Drained);
        self.0.join();
        self.shared().blocks.write().unwrap_or_else(PoisonError::into_inner).take();
        match self.shared().stopped.get() {
            Some(stopped) if *stopped != closed() => Err(stopped.clone().into()),
            _ => Ok(()),
        }
    }

    /// From the block that holds the position after this one.
    fn scan(&self, after: u64, through: u64) -> Result<Scan, LogError> {
        Scan::open(&self.blocks()?, after.saturating_add(1), through)
    }

    /// The entries of the block that begins at that position.
    fn block(&self, first: u64) -> Result<Vec<Stored>, LogError> {
        let block = Scan::at(&self.blocks()?, first).next_block()?;
        Ok(block.map_or_else(Vec::new, |block| block.entries))
    }

    fn blocks(&self) -> Result<sled::Tree, LogError> {
        let blocks = self.shared().blocks.read().unwrap_or_else(PoisonError::into_inner);
        Ok(blocks.clone().ok_or_else(closed)?)
    }

    fn shared(&self) -> &Arc<Shared> {
        &self.0.shared
    }
}

impl Shared {
    fn is_durable(&self, position: u64) -> bool {
        self.durable_end.load(Ordering::Acquire) >= position
    }

    /// The first reason stays.
    fn stop(&self, stopped: Stopped) {
        let _ = self.stopped.set(stopped);
    }
}

impl Handle {
    fn join(&self) {
        let committer = locked(&self.committer).take();
        // The committer wakes callers; one of them may let go of the last handle on the committer's own thread.
        if let Some(committer) = committer.filter(|committer| committer.thread().id() != thread::current().id()) {
            let _ = committer.join();
        }
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.shared.queue.close(Closing::Abandoned);
        self.join();
    }
}

/// The head of what the store holds: the head file's, and what was written after it.
fn caught_up(folder: &Path, store: &Store) -> Result<Head, LogError> {
    let end = store.end()?;
    let mut head = match Head::read(folder)? {
        Some(head) => head,
        None if end == 0 => Head::default(),
        None => {
            tracing::warn!(folder = %folder.display(), end, "the log has no head beside it: taken as it is");
            Head::default()
        }
    };
    if head.position > end {
        return Err(LogError::Behind { folder: folder.to_path_buf(), head: head.position, end });
    }
    let known = head.position;
    let mut scan = Scan::open(&store.blocks, known + 1, end)?;
    while let Some(block) = scan.next_block()? {
        for entry in block.entries.iter().skip_while(|entry| entry.position <= known) {
            head.fold(entry)?;
        }
    }
    Ok(head)
}

fn closed() -> Stopped {
    Stopped { why: "it was closed".into() }
}

fn is_what_it_says(entry: &Entry) -> bool {
    entry.kind != Kind::Own || entry.fact.as_ref().is_none_or(|fact| fact.encode_to_vec() == entry.bytes)
}

/// Nothing is left half done under these locks: what a panic left behind one can still be used.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
