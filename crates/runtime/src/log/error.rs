//! What can go wrong with the log, each with what an operator can do about it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::entry::ENTRY_BYTES_MAX;

/// The log takes nothing more: it failed, or was stopped. Nothing is ever taken back; the process ends.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the log has stopped: {why}")]
pub struct Stopped {
    pub why: Arc<str>,
}

#[derive(Debug, thiserror::Error)]
pub enum LogError {
    #[error(transparent)]
    Stopped(#[from] Stopped),
    #[error("an entry of {bytes} bytes is too big for the log; {ENTRY_BYTES_MAX} are the limit")]
    TooBig { bytes: usize },
    #[error(
        "{bytes} bytes wait to be written, and more than {bytes_max} may not: try again when the disk has caught up"
    )]
    Full { bytes: usize, bytes_max: usize },
    #[error(
        "the log in {} ends at position {end}, but it had reached {head}: its tail is lost. Do not start on what is left. \
         Restore the folder from its backup; what that lacks comes back from the stream and the neighbours", folder.display()
    )]
    Behind { folder: PathBuf, head: u64, end: u64 },
    #[error("position {position} is missing from the log. Restore the log's folder from its backup")]
    Gap { position: u64 },
    #[error("the entry at position {position} cannot be read: {why}. Restore the log's folder from its backup")]
    Damaged { position: u64, why: &'static str },
    #[error(
        "{what} at position {position}: expected {expected}, found {found}. Restore the log's folder from its backup"
    )]
    OutOfOrder { position: u64, what: String, expected: u64, found: u64 },
    #[error(
        "the record's root over {tree_size} facts is not the one in the head: a fact was changed after it was written"
    )]
    OtherRoot { tree_size: u64 },
    #[error(
        "{} is damaged: {why}. Restore it from the backup; without one, delete it to accept the log beside it as it is, \
         after `accord verify`", path.display()
    )]
    HeadDamaged { path: PathBuf, why: &'static str },
    #[error("{} is not empty, and sled never syncs what is in it: the log cannot vouch for its entries", path.display())]
    Blobs { path: PathBuf },
    #[error("the index lacks {what} {expected}; it is derived: delete the views' database to have it made anew")]
    IndexIncomplete { what: String, expected: u64 },
    #[error("cannot {doing} {}: {source}", path.display())]
    Io { doing: &'static str, path: PathBuf, source: std::io::Error },
    #[error("the store failed: {0}")]
    Store(#[from] sled::Error),
    #[error("the index failed: {0}; it is derived: delete the views' database to have it made anew")]
    Index(#[from] redb::Error),
}

impl LogError {
    /// For `map_err`: names the file and what was being done to it.
    pub(super) fn io(doing: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> LogError {
        move |source| LogError::Io { doing, path: path.to_path_buf(), source }
    }
}
