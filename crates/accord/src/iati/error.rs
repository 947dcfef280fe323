//! Why a file is not read at all, with the place where it goes wrong.

use std::{io, path::PathBuf};

pub use crate::importing::Place;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("{} cannot be read: {source}", path.display())]
    Unreadable { path: PathBuf, source: io::Error },
    #[error("reading stopped at {at}: {source}")]
    Interrupted { at: Place, source: io::Error },
    #[error("{at}: this is not XML: {why}")]
    NotXml { at: Place, why: String },
    #[error("{at}: the file ends too early: {open} is never closed")]
    Truncated { at: Place, open: String },
    #[error("{at}: the root is <{found}>, not <iati-activities>: only IATI activity files are read")]
    WrongRoot { at: Place, found: String },
    #[error("{at}: version {version:?} of IATI is not known: 1.0x and 2.0x are")]
    UnknownVersion { at: Place, version: String },
    #[error("{at}: a document type with declarations of its own is refused: entities can grow without end")]
    Declarations { at: Place },
    #[error("{at}: one tag, attribute or text is larger than {limit_bytes} bytes")]
    PieceTooLarge { at: Place, limit_bytes: u64 },
    #[error("{at}: elements are nested more than {limit} deep")]
    TooDeep { at: Place, limit: usize },
    #[error("{at}: one activity has more than {limit_bytes} bytes, or {limit_things} elements and attributes")]
    ActivityTooLarge { at: Place, limit_bytes: u64, limit_things: usize },
    #[error("{at}: there are more than {limit} {what}: split the file")]
    TooMany { at: Place, limit: usize, what: &'static str },
    #[error("the file is larger than {limit_bytes} bytes: split it")]
    FileTooLarge { limit_bytes: u64 },
    #[error("{at}: the file changed while it was read")]
    Changed { at: Place },
}

impl Error {
    /// Where the file goes wrong, if it is about a place in it.
    pub fn place(&self) -> Option<Place> {
        match self {
            Error::Unreadable { .. } | Error::FileTooLarge { .. } => None,
            Error::Interrupted { at, .. }
            | Error::NotXml { at, .. }
            | Error::Truncated { at, .. }
            | Error::WrongRoot { at, .. }
            | Error::UnknownVersion { at, .. }
            | Error::Declarations { at }
            | Error::PieceTooLarge { at, .. }
            | Error::TooDeep { at, .. }
            | Error::ActivityTooLarge { at, .. }
            | Error::TooMany { at, .. }
            | Error::Changed { at } => Some(*at),
        }
    }
}
