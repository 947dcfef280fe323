//! Whose a data folder is: its facts bear the node's name, so that name stays with it.

use std::{
    fs,
    io::{self, Write},
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
    let name = fs::read_to_string(folder.join(FILE)).ok()?;
    Some(name.trim().to_owned()).filter(|it| !it.is_empty())
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
    write(folder, name).map_err(failed)
}

/// Written aside, synced and renamed: a crash of the machine leaves the whole name or none.
fn write(folder: &Path, name: &str) -> io::Result<()> {
    let making = folder.join(format!("{FILE}.{}", std::process::id()));
    let mut file = fs::File::create(&making)?;
    writeln!(file, "{name}")?;
    file.sync_all()?;
    fs::rename(making, folder.join(FILE))?;
    fs::File::open(folder)?.sync_all()
}
