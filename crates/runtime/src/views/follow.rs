//! Following the log: folding facts into the views as they come, and building new views while the old ones answer.

use std::{
    collections::HashMap,
    fs, io,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, RwLock,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use contract::{common::Reason, log::Envelope};
use tokio::sync::watch;

use super::{
    View,
    store::{Store, ViewError, joined},
};
use crate::{
    log::{Index, Log, Stored},
    node::be_nice,
    reactor::newest,
    refusal::Refused,
};

/// Folded in one step as facts come: what they say is in memory meanwhile.
const STEP: Step = Step { entries: 1_024, bytes: 4 << 20, threads: 1 };
/// Folded in one step where views are built anew: the more keys are written in order, the faster, and nobody waits for
/// what is folded. One more thread reads ahead.
const STEP_ANEW: Step = Step { entries: 4_096, bytes: 4 << 20, threads: 2 };
/// The index is moved on rarely and far: keys that are moved together become one. Then the views are synced too.
const INDEX_ENTRIES_MAX: usize = 10_000;
const INDEX_PAUSE: Duration = Duration::from_secs(1);

/// A service's views: one generation answers, a second one may be in the making.
pub struct Views {
    folder: PathBuf,
    log: Log,
    index: Index,
    made_of: Arc<Vec<Box<dyn View>>>,
    current: RwLock<Arc<Store>>,
    /// Held while a batch is folded, and while one generation takes the other's place.
    folding: Mutex<Folded>,
    position: watch::Sender<u64>,
    as_of: RwLock<Arc<Vec<String>>>,
    /// There was nothing to answer with, and the log's end at that time is not reached yet.
    first_build_to: u64,
    is_rebuilding: AtomicBool,
}

/// One at a time; over when it is dropped, whatever happened.
struct Rebuilding<'a>(&'a AtomicBool);

impl Drop for Rebuilding<'_> {
    fn drop(&mut self) {
        self.0.store(false, Ordering::SeqCst);
    }
}

/// How much is folded at a time.
#[derive(Clone, Copy)]
struct Step {
    entries: usize,
    /// Of entries as they are stored.
    bytes: usize,
    /// Views folded beside each other; as facts come it is one: commands need the others.
    threads: usize,
}

/// What a step of folding came to.
pub(crate) enum Progress {
    Nothing,
    /// All there was.
    Some,
    /// A whole batch; there may be more.
    Full,
}

/// How far the current generation has come.
struct Folded {
    position: u64,
    reached: HashMap<String, u64>,
    indexed_at: Instant,
}

impl Views {
    /// Opens the current generation, or begins one where there is none that can be read.
    pub(crate) fn open(folder: &Path, log: &Log, made_of: Vec<Box<dyn View>>) -> Result<Self, ViewError> {
        fs::create_dir_all(folder)?;
        let made_of = Arc::new(made_of);
        let store = Arc::new(opened(folder, log, &made_of)?);
        let behind = store.checkpoint()?;
        let index = Index::attach(log, store.derived())?;
        let is_empty = behind.position == 0;
        Ok(Views {
            folder: folder.to_owned(),
            log: log.clone(),
            index,
            made_of,
            current: RwLock::new(store),
            first_build_to: if is_empty { log.durable_end() } else { 0 },
            position: watch::Sender::new(behind.position),
            as_of: RwLock::new(Arc::new(tokens(&behind.reached))),
            folding: Mutex::new(Folded {
                position: behind.position,
                reached: behind.reached,
                indexed_at: Instant::now(),
            }),
            is_rebuilding: AtomicBool::new(false),
        })
    }

    pub(crate) fn index(&self) -> &Index {
        &self.index
    }

    pub(crate) fn position(&self) -> u64 {
        *self.position.borrow()
    }

    /// What the answers have seen, as tokens.
    pub(crate) fn as_of(&self) -> Arc<Vec<String>> {
        self.as_of.read().map(|it| it.clone()).unwrap_or_default()
    }

    /// The generation that answers; UNAVAILABLE with progress while the first one is in the making.
    pub(crate) fn current(&self) -> Result<Arc<Store>, Refused> {
        let position = self.position();
        if position < self.first_build_to {
            let message = format!("the views are being built: {position} of {} entries", self.first_build_to);
            return Err(Refused::unavailable(Reason::ViewsBuilding, message, Duration::from_secs(1))
                .with("position", position.to_string())
                .with("end", self.first_build_to.to_string()));
        }
        Ok(self.store())
    }

    /// Waits until the views have come to that position.
    pub(crate) async fn wait_for(&self, position: u64, at_most: Duration) -> Result<(), Refused> {
        let mut moved = self.position.subscribe();
        let waited = tokio::time::timeout(at_most, moved.wait_for(|it| position <= *it)).await;
        match waited {
            Ok(Ok(_)) => Ok(()),
            _ => {
                let missing = format!("{} more log entries in the views", position.saturating_sub(self.position()));
                let message = format!("not here yet: {missing}");
                Err(Refused::unavailable(Reason::NotCaughtUp, message, Duration::from_secs(1)).with("missing", missing))
            }
        }
    }

    /// By questions: those that wait, and all where there is nothing to answer with yet.
    pub(crate) fn is_waited_for(&self) -> bool {
        self.position.receiver_count() != 0 || self.position() < self.first_build_to
    }

    /// Folds what is on disk and not folded yet, a batch.
    pub(crate) fn catch_up(&self) -> Result<Progress, ViewError> {
        let mut folded = self.folding();
        let before = folded.position;
        if let Some(batch) = read(&self.log, folded.position, STEP)? {
            fold(&self.store(), &mut folded, batch, STEP)?;
            self.publish(&folded);
        }
        let progress = match folded.position - before {
            0 => Progress::Nothing,
            some if some < STEP.entries as u64 => Progress::Some,
            _ => Progress::Full,
        };
        drop(folded);
        self.index_what_is_due()?;
        Ok(progress)
    }

    /// The index keeps up, also where the views let others by: what it does not cover yet is in memory.
    pub(crate) fn index_what_is_due(&self) -> Result<(), ViewError> {
        let mut folded = self.folding();
        if INDEX_PAUSE < folded.indexed_at.elapsed() || INDEX_ENTRIES_MAX as u64 <= self.index.lag() {
            folded.indexed_at = Instant::now();
            drop(folded);
            self.index.catch_up(INDEX_ENTRIES_MAX)?;
        }
        Ok(())
    }

    /// Builds a new generation from the whole log, which then takes the old one's place. Tells how far it has come.
    pub(crate) fn rebuild(&self, tell: &(dyn Fn(u64) + Sync)) -> Result<u64, ViewError> {
        if self.is_rebuilding.swap(true, Ordering::SeqCst) {
            return Err(ViewError::Io(io::Error::other("the views are being rebuilt already")));
        }
        let _until_the_end = Rebuilding(&self.is_rebuilding);
        // On a thread of its own that gives way to those that serve callers, as do those it starts.
        thread::scope(|scope| {
            joined(scope.spawn(|| {
                be_nice();
                self.build_anew(tell)
            }))
        })
    }

    fn build_anew(&self, tell: &dyn Fn(u64)) -> Result<u64, ViewError> {
        let path = self.folder.join(IN_THE_MAKING);
        remove(&path)?;
        let store = Arc::new(Store::open(&path, self.made_of.clone())?);
        let mut new = Folded { position: 0, reached: HashMap::new(), indexed_at: Instant::now() };
        thread::scope(|scope| {
            let index = scope.spawn(|| self.index.anew(store.derived()));
            let mut batch = read(&self.log, 0, STEP_ANEW)?;
            while let Some(now) = batch {
                let last = now.last;
                let ahead = scope.spawn(move || read(&self.log, last, STEP_ANEW));
                fold(&store, &mut new, now, STEP_ANEW)?;
                tell(new.position);
                batch = joined(ahead)?;
            }
            let index = joined(index)?;
            self.index.come_near(&index)?;
            // Nearly all of it is on disk before anybody waits for it.
            store.sync()?;
            Ok::<_, ViewError>(self.index.replace(index)?)
        })?;
        fold_through(&self.log, &store, &mut new, self.position())?;
        let mut folded = self.folding();
        fold_through(&self.log, &store, &mut new, folded.position)?;
        store.sync()?;
        // Answers being read from the old generation keep its file until they are out.
        fs::rename(&path, self.folder.join(CURRENT))?;
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = store;
        *folded = new;
        self.publish(&folded);
        Ok(folded.position)
    }

    /// The views may be lost: they are made again from the log.
    pub(crate) fn sync(&self) {
        if let Err(error) = self.store().sync() {
            tracing::warn!(%error, "the views were not synced; they catch up at the next start");
        }
    }

    pub(crate) fn is_current_version(&self) -> Result<bool, ViewError> {
        self.store().is_current()
    }

    fn publish(&self, folded: &Folded) {
        if let Ok(mut as_of) = self.as_of.write() {
            *as_of = Arc::new(tokens(&folded.reached));
        }
        self.position.send_replace(folded.position);
    }

    fn store(&self) -> Arc<Store> {
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn folding(&self) -> MutexGuard<'_, Folded> {
        self.folding.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Entries in order, of which not each need hold a fact.
struct Batch {
    facts: Vec<Arc<Envelope>>,
    last: u64,
}

fn read(log: &Log, after: u64, step: Step) -> Result<Option<Batch>, ViewError> {
    let entries = log.read(after, step.entries, step.bytes)?;
    let facts = || entries.iter().filter_map(Stored::fact).collect();
    Ok(entries.last().map(|it| Batch { facts: facts(), last: it.position }))
}

fn fold(store: &Store, folded: &mut Folded, batch: Batch, step: Step) -> Result<(), ViewError> {
    folded.reached.extend(newest(&batch.facts));
    store.fold(&batch.facts, batch.last, &folded.reached, step.threads)?;
    folded.position = batch.last;
    Ok(())
}

/// Until it is there, or the log ends.
fn fold_through(log: &Log, store: &Store, folded: &mut Folded, position: u64) -> Result<(), ViewError> {
    while folded.position < position
        && let Some(batch) = read(log, folded.position, STEP_ANEW)?
    {
        fold(store, folded, batch, STEP_ANEW)?;
    }
    Ok(())
}

fn tokens(reached: &HashMap<String, u64>) -> Vec<String> {
    let mut tokens: Vec<_> = reached.iter().map(|(origin, number)| format!("{origin}@{number}")).collect();
    tokens.sort();
    tokens
}

const CURRENT: &str = "views.redb";
const IN_THE_MAKING: &str = "views.making";

/// The current generation, or a first one; what cannot be used, or was never finished, goes.
pub(super) fn opened(folder: &Path, log: &Log, made_of: &Arc<Vec<Box<dyn View>>>) -> Result<Store, ViewError> {
    remove(&folder.join(IN_THE_MAKING))?;
    let path = folder.join(CURRENT);
    match usable(&path, log, made_of) {
        Ok(store) => Ok(store),
        Err(why) => {
            tracing::warn!(why, "the views cannot be used and are made again from the log");
            remove(&path)?;
            Store::open(&path, made_of.clone())
        }
    }
}

/// The generation in that file, or why it is of no use. A damaged file may make its library panic.
fn usable(path: &Path, log: &Log, made_of: &Arc<Vec<Box<dyn View>>>) -> Result<Store, String> {
    let opened = catch_unwind(AssertUnwindSafe(|| {
        let store = Store::open(path, made_of.clone())?;
        let checkpoint = store.checkpoint()?;
        Ok::<_, ViewError>((store, checkpoint))
    }));
    match opened {
        Ok(Ok((_, checkpoint))) if !checkpoint.is_readable() => Err("another build has stored them otherwise".into()),
        Ok(Ok((store, checkpoint))) if checkpoint.position <= log.durable_end() => Ok(store),
        Ok(Ok(_)) => Err("they are ahead of the log".into()),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err("they are damaged".into()),
    }
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
