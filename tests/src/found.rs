//! What stands in the bytes of files, whatever wrote them.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// How many files in the folder, and in those within it, hold these bytes.
pub fn found(folder: &Path, bytes: &[u8]) -> usize {
    let entries = fs::read_dir(folder).expect("a folder").map(|it| it.expect("an entry").path());
    let count = |path: PathBuf| match path.is_dir() {
        true => found(&path, bytes),
        false => usize::from(fs::read(&path).is_ok_and(|it| it.windows(bytes.len()).any(|it| it == bytes))),
    };
    entries.map(count).sum()
}
