//! One generation of a service's views: a table a view and the log's index in one file, and how far they have come.

use std::{collections::HashMap, io, ops::ControlFlow, path::Path, sync::Arc};

use contract::log::Envelope;
use prost::Message;

use super::{Fold, View};
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
}

impl Store {
    pub(super) fn open(path: &Path, views: Arc<Vec<Box<dyn View>>>) -> Result<Self, ViewError> {
        let store = Store { derived: Derived::open(path)?, views };
        store.make_tables()?;
        Ok(store)
    }

    pub(super) fn derived(&self) -> Derived {
        self.derived.clone()
    }

    /// One answer, as it is served.
    pub(crate) fn get(&self, view: &'static str, key: &[u8]) -> Result<Option<Vec<u8>>, redb::Error> {
        let found = self.derived.read()?.open_table(Table::new(view))?.get(key)?;
        Ok(found.map(|it| it.value().to_vec()))
    }

    /// Answers from that key on, in order and as of one moment, until `each` breaks off.
    pub(crate) fn walk(
        &self,
        view: &'static str,
        start: &[u8],
        mut each: impl FnMut(&[u8], &[u8]) -> ControlFlow<()>,
    ) -> Result<(), redb::Error> {
        let table = self.derived.read()?.open_table(Table::new(view))?;
        for found in table.range::<&[u8]>(start..)? {
            let (key, answer) = found?;
            if each(key.value(), answer.value()).is_break() {
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
        match self.get(PROGRESS_NAME, CHECKPOINT)? {
            Some(stored) => Ok(Checkpoint::decode(&stored[..])?),
            None => Ok(Checkpoint::default()),
        }
    }

    /// Folds facts into every view, in one step with the checkpoint. It lasts as long as the process, or the next sync.
    pub(super) fn fold(
        &self,
        facts: &[Arc<Envelope>],
        position: u64,
        reached: &HashMap<String, u64>,
    ) -> Result<(), redb::Error> {
        let write = self.derived.write(Lasting::Process)?;
        for view in self.views.iter() {
            let mut fold = Fold::of(write.open_table(Table::new(view.name()))?);
            facts.iter().for_each(|fact| view.project(fact, &mut fold));
            fold.finish()?;
        }
        let checkpoint = Checkpoint { position, reached: reached.clone(), versions: self.versions() };
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
