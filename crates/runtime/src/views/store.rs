//! The sled database of a service's views: one tree a view, the log's index, and how far each has come.

use std::{
    collections::HashMap,
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use contract::log::Envelope;
use prost::Message;
use sled::{Db, Tree};

use super::{Fold, View};

/// What sled keeps of the views in memory, approximately.
const CACHE_BYTES: u64 = 8 << 20;
/// Not a key that `views::key` makes, so no list sees it.
const CHECKPOINT: &[u8] = b"\0checkpoint";

#[derive(Debug, thiserror::Error)]
pub enum ViewError {
    #[error("the views' database: {0}")]
    Sled(#[from] sled::Error),
    #[error("the views' folder: {0}")]
    Io(#[from] io::Error),
    #[error("an answer in the views cannot be read: {0}")]
    Unreadable(#[from] prost::DecodeError),
    #[error("the log behind the views: {0}")]
    Log(#[from] crate::log::LogError),
}

/// One generation of the views.
pub struct Store {
    db: Db,
    folder: PathBuf,
    trees: HashMap<&'static str, Tree>,
    views: Arc<Vec<Box<dyn View>>>,
}

/// How far a view has come; written in the same batch as its answers.
#[derive(Clone, PartialEq, Message)]
pub(super) struct Checkpoint {
    #[prost(uint64, tag = "1")]
    pub(super) position: u64,
    #[prost(uint32, tag = "2")]
    version: u32,
    /// node/service → number, as folded.
    #[prost(map = "string, uint64", tag = "3")]
    pub(super) reached: HashMap<String, u64>,
}

impl Store {
    pub(super) fn open(folder: &Path, views: Arc<Vec<Box<dyn View>>>) -> Result<Self, ViewError> {
        remove_half_snapshots(folder)?;
        let db = sled::Config::new().path(folder).cache_capacity(CACHE_BYTES).flush_every_ms(Some(1_000)).open()?;
        let trees =
            views.iter().map(|it| Ok((it.name(), db.open_tree(it.name())?))).collect::<Result<_, sled::Error>>()?;
        Ok(Store { db, folder: folder.to_owned(), trees, views })
    }

    pub(super) fn index_tree(&self) -> Result<Tree, ViewError> {
        Ok(self.db.open_tree("index")?)
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    pub fn tree(&self, view: &str) -> Option<&Tree> {
        self.trees.get(view)
    }

    /// Views of this version, and so readable to the end.
    pub(super) fn is_current(&self) -> Result<bool, ViewError> {
        for view in self.views.iter() {
            let checkpoint = self.checkpoint(view.name())?;
            if checkpoint.position != 0 && checkpoint.version != view.version() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// How far the view that is furthest behind has come.
    pub(super) fn behind(&self) -> Result<Checkpoint, ViewError> {
        let mut behind: Option<Checkpoint> = None;
        for view in self.views.iter() {
            let checkpoint = self.checkpoint(view.name())?;
            if behind.as_ref().is_none_or(|it| checkpoint.position < it.position) {
                behind = Some(checkpoint);
            }
        }
        Ok(behind.unwrap_or_default())
    }

    fn checkpoint(&self, view: &str) -> Result<Checkpoint, ViewError> {
        match self.trees[view].get(CHECKPOINT)? {
            Some(stored) => Ok(Checkpoint::decode(&*stored)?),
            None => Ok(Checkpoint::default()),
        }
    }

    /// Folds facts into every view that has not seen them, each in one batch with its checkpoint.
    pub(super) fn fold(
        &self,
        facts: &[(u64, Envelope)],
        position: u64,
        reached: &HashMap<String, u64>,
    ) -> Result<(), ViewError> {
        for view in self.views.iter() {
            let tree = &self.trees[view.name()];
            let seen = self.checkpoint(view.name())?.position;
            let mut fold = Fold::new(tree);
            for (at, fact) in facts.iter().filter(|(at, _)| seen < *at) {
                tracing::trace!(position = at, view = view.name(), "folding");
                view.project(fact, &mut fold);
            }
            let mut batch = fold.finish()?;
            let checkpoint = Checkpoint { position, version: view.version(), reached: reached.clone() };
            batch.insert(CHECKPOINT, checkpoint.encode_to_vec());
            tree.apply_batch(batch)?;
        }
        Ok(())
    }

    pub(super) fn flush(&self) {
        // The views may be lost: they are made again from the log.
        if let Err(error) = self.db.flush() {
            tracing::warn!(%error, "the views were not flushed; they catch up at the next start");
        }
    }
}

/// A crash while sled opens leaves these, and the next open would take them for whole ones (sled#1527).
fn remove_half_snapshots(folder: &Path) -> io::Result<()> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(()) };
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|it| it == "generating") {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}
