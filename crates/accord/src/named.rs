//! Whose a data folder is: its facts bear the node's name, so that name stays with it.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

const FILE: &str = "node";

#[derive(Debug, thiserror::Error)]
pub enum NameError {
    #[error("{} is the data of node {stored}, whose name its facts bear; {asked} needs a folder of its own", folder.display())]
    Another { folder: PathBuf, stored: String, asked: String },
    #[error("the node's name in {}: {error}", folder.display())]
    Io { folder: PathBuf, error: io::Error },
}

/// The name that the folder was given; None where it has none yet, or there is no folder.
pub(crate) fn stored(folder: &Path) -> Option<String> {
    fs::read_to_string(folder.join(FILE)).ok().map(|it| it.trim().to_owned())
}

/// Gives the folder its name, or holds it to the one that it has. Services of one node may start at once.
pub(crate) fn keep(folder: &Path, name: &str) -> Result<(), NameError> {
    let failed = |error| NameError::Io { folder: folder.to_owned(), error };
    fs::create_dir_all(folder).map_err(failed)?;
    if let Some(stored) = stored(folder) {
        return match stored == name {
            true => Ok(()),
            false => Err(NameError::Another { folder: folder.to_owned(), stored, asked: name.to_owned() }),
        };
    }
    let making = folder.join(format!("{FILE}.{}", std::process::id()));
    fs::write(&making, format!("{name}\n")).and_then(|()| fs::rename(&making, folder.join(FILE))).map_err(failed)
}
