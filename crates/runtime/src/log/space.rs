//! Room on the disk: sled cannot even be opened on a full one, so a reserve is kept that commands may not use.

use std::path::PathBuf;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// At its highest rate a log takes some 10 MB in that time: the reserve has to be several times as much.
const ASKED_EVERY: Duration = Duration::from_millis(100);

pub(super) struct Space {
    folder: PathBuf,
    reserve_bytes: u64,
    /// When the file system was last asked, and what it said.
    asked: Mutex<Option<(Instant, bool)>>,
}

impl Space {
    pub(super) fn of(folder: PathBuf, reserve_bytes: u64) -> Space {
        Space { folder, reserve_bytes, asked: Mutex::default() }
    }

    pub(super) fn has_room(&self) -> bool {
        let mut asked = super::locked(&self.asked);
        match *asked {
            Some((when, answer)) if when.elapsed() < ASKED_EVERY => answer,
            _ => {
                let answer = self.free_bytes().is_none_or(|free| free >= self.reserve_bytes);
                *asked = Some((Instant::now(), answer));
                answer
            }
        }
    }

    /// None where the file system does not say; then nothing is refused on its account.
    fn free_bytes(&self) -> Option<u64> {
        let found = rustix::fs::statvfs(&self.folder);
        let free = found.map(|space| space.f_bavail.saturating_mul(space.f_frsize));
        free.inspect_err(|error| tracing::warn!(%error, "cannot ask how much room the disk has")).ok()
    }
}
