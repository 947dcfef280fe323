//! One generation of a service's views: a table a view and the log's index in one file, and how far they have come.

use std::{
    collections::HashMap,
    io,
    ops::ControlFlow,
    panic::resume_unwind,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread::{self, ScopedJoinHandle},
};

use contract::log::Envelope;
use jiff::Timestamp;
use prost::Message;
use redb::WriteTransaction;

use super::{
    Fold, View,
    stored::{FORM, unpack},
};
use crate::derived::{Derived, Lasting, Table};

/// No view's name.
const PROGRESS_NAME: &str = "progress";
const PROGRESS: Table = Table::new(PROGRESS_NAME);
const CHECKPOINT: &[u8] = b"checkpoint";

#[derive(Debug, thiserror::Error)]
pub enum ViewError {
    #[error("the views' database: {0}")]
    Database(#[from] redb::Error),
    #[error("the views' folder: {0}")]
    Io(#[from] io::Error),
    #[error("an answer in the views cannot be read: {0}")]
    Unreadable(#[from] prost::DecodeError),
    #[error("the log behind the views: {0}")]
    Log(#[from] crate::log::LogError),
}

/// One generation of the views.
pub struct Store {
    derived: Derived,
    views: Arc<Vec<Box<dyn View>>>,
    /// Of each view, which version of it began these answers; they stay that one's, whoever goes on with them.
    begun_by: HashMap<String, u32>,
}

/// How far the views have come; written in one step with their answers.
#[derive(Clone, PartialEq, Message)]
pub(super) struct Checkpoint {
    #[prost(uint64, tag = "1")]
    pub(super) position: u64,
    /// node/service → number, as folded.
    #[prost(map = "string, uint64", tag = "2")]
    pub(super) reached: HashMap<String, u64>,
    /// Of each view, which version of it made these answers.
    #[prost(map = "string, uint32", tag = "3")]
    versions: HashMap<String, u32>,
    /// How answers stand in their tables.
    #[prost(uint32, tag = "4")]
    form: u32,
}

impl Checkpoint {
    /// Whether this build can read the answers, be they of these versions or not.
    pub(super) fn is_readable(&self) -> bool {
        self.position == 0 || self.form == FORM
    }
}

impl Store {
    pub(super) fn open(path: &Path, views: Arc<Vec<Box<dyn View>>>) -> Result<Self, ViewError> {
        let mut store = Store { derived: Derived::open(path)?, views, begun_by: HashMap::new() };
        store.make_tables()?;
        let Checkpoint { position, versions, .. } = store.checkpoint()?;
        store.begun_by = if position == 0 { store.versions() } else { versions };
        Ok(store)
    }

    pub(super) fn derived(&self) -> Derived {
        self.derived.clone()
    }

    /// One answer, as it is served, and when it came to be.
    pub(crate) fn get(&self, view: &'static str, key: &[u8]) -> Result<Option<(Timestamp, Vec<u8>)>, redb::Error> {
        let found = self.derived.read()?.open_table(Table::new(view))?.get(key)?;
        Ok(found.map(|it| {
            let (came_at, answer) = unpack(it.value());
            (came_at, answer.to_vec())
        }))
    }

    /// Answers from that key on, in order and as of one moment, each with when it came to be, until `each` breaks off.
    pub(crate) fn walk(
        &self,
        view: &'static str,
        start: &[u8],
        mut each: impl FnMut(&[u8], Timestamp, &[u8]) -> ControlFlow<()>,
    ) -> Result<(), redb::Error> {
        let table = self.derived.read()?.open_table(Table::new(view))?;
        for found in table.range::<&[u8]>(start..)? {
            let (key, stored) = found?;
            let (came_at, answer) = unpack(stored.value());
            if each(key.value(), came_at, answer).is_break() {
                break;
            }
        }
        Ok(())
    }

    /// Views of these versions, and so readable to the end.
    pub(super) fn is_current(&self) -> Result<bool, ViewError> {
        let Checkpoint { position, versions, .. } = self.checkpoint()?;
        Ok(position == 0 || versions == self.versions())
    }

    pub(super) fn checkpoint(&self) -> Result<Checkpoint, ViewError> {
        let read = || Ok::<_, redb::Error>(self.derived.read()?.open_table(PROGRESS)?.get(CHECKPOINT)?);
        match read()? {
            Some(stored) => Ok(Checkpoint::decode(stored.value())?),
            None => Ok(Checkpoint::default()),
        }
    }

    /// Folds facts into every view, in one step with the checkpoint. It lasts as long as the process, or the next sync.
    pub(super) fn fold(
        &self,
        facts: &[Arc<Envelope>],
        position: u64,
        reached: &HashMap<String, u64>,
        threads: usize,
    ) -> Result<(), redb::Error> {
        let write = self.derived.write(Lasting::Process)?;
        let next = AtomicUsize::new(0);
        let fold_some = || {
            let mut views = std::iter::from_fn(|| self.views.get(next.fetch_add(1, Ordering::Relaxed)));
            views.try_for_each(|it| fold_one(&write, &**it, facts))
        };
        thread::scope(|scope| {
            let others: Vec<_> = (1..threads).map(|_| scope.spawn(fold_some)).collect();
            let own = fold_some();
            others.into_iter().fold(own, |so_far, other| so_far.and(joined(other)))
        })?;
        let checkpoint = Checkpoint { position, reached: reached.clone(), versions: self.begun_by.clone(), form: FORM };
        write.open_table(PROGRESS)?.insert(CHECKPOINT, &checkpoint.encode_to_vec()[..])?;
        Ok(write.commit()?)
    }

    pub(super) fn sync(&self) -> Result<(), redb::Error> {
        self.derived.sync()
    }

    fn make_tables(&self) -> Result<(), redb::Error> {
        let write = self.derived.write(Lasting::Process)?;
        write.open_table(PROGRESS)?;
        for view in self.views.iter() {
            write.open_table(Table::new(view.name()))?;
        }
        Ok(write.commit()?)
    }

    fn versions(&self) -> HashMap<String, u32> {
        self.views.iter().map(|it| (it.name().to_owned(), it.version())).collect()
    }
}

/// What a thread came to; its panic goes on here.
pub(super) fn joined<T>(thread: ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|panicked| resume_unwind(panicked))
}

/// A view is a table of its own: it is folded beside others.
fn fold_one(write: &WriteTransaction, view: &dyn View, facts: &[Arc<Envelope>]) -> Result<(), redb::Error> {
    let mut fold = Fold::of(write.open_table(Table::new(view.name()))?);
    for fact in facts {
        fold.begin(fact);
        view.project(fact, &mut fold);
    }
    fold.finish()
}
