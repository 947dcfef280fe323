//! The committer: one thread that writes everything waiting in one batch, syncs it, and then answers all who wait.

use std::fs::File;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use tokio::sync::watch;

use super::Shared;
use super::block::pack;
use super::entry::Entry;
use super::error::{LogError, Stopped};
use super::head::Head;
use super::queue::Next;
use super::store::Store;

/// A head at every commit would cost 40 % of the rate; a head a second old still shows a lost tail.
const HEAD_EVERY: Duration = Duration::from_secs(1);

pub(super) struct Committer {
    pub(super) shared: Arc<Shared>,
    pub(super) store: Store,
    pub(super) file: File,
    pub(super) folder: PathBuf,
    pub(super) batch_bytes_max: usize,
    /// Followers learn from its end that nothing more will come.
    pub(super) moved: watch::Sender<u64>,
    pub(super) head: Head,
    pub(super) head_written: Instant,
    pub(super) head_is_old: bool,
}

impl Committer {
    /// Until the log is closed or something fails; then nobody waits any longer, whatever the reason.
    pub(super) fn run(mut self) {
        let shared = self.shared.clone();
        let _at_the_end = Dismissal { shared: &shared };
        match self.commit_all() {
            Ok(()) => shared.stop(super::closed()),
            Err(error) => {
                tracing::error!(%error, "the log stops");
                shared.stop(Stopped { why: error.to_string().into() });
            }
        }
    }

    fn commit_all(&mut self) -> Result<(), LogError> {
        loop {
            let deadline = self.head_is_old.then(|| self.head_written + HEAD_EVERY);
            match self.shared.queue.next(self.batch_bytes_max, deadline) {
                Next::Commit { first, entries } => self.commit(first, entries)?,
                Next::Idle => {}
                Next::Close => return self.close(),
            }
            if self.head_is_old && self.head_written.elapsed() >= HEAD_EVERY {
                self.write_head()?;
            }
        }
    }

    /// The order matters: on disk, then found through the overlay, then dropped from the queue, then acknowledged.
    fn commit(&mut self, first: u64, entries: Vec<Entry>) -> Result<(), LogError> {
        let blocks = pack(first, &entries);
        self.fold(first, &entries);
        self.store.write(&self.file, &blocks)?;
        let mut overlay = super::locked(&self.shared.overlay);
        blocks.into_iter().for_each(|block| overlay.push(block.indexed));
        drop(overlay);
        self.shared.queue.settle(&entries);
        *super::locked(&self.shared.head) = self.head.clone();
        self.shared.durable_end.store(self.head.position, Ordering::Release);
        self.shared.waiters.wake(self.head.position);
        self.moved.send_replace(self.head.position);
        Ok(())
    }

    fn fold(&mut self, first: u64, entries: &[Entry]) {
        for entry in entries {
            if let Some(place) = &entry.place {
                if !place.bulk {
                    self.head.number = place.number;
                }
                self.head.frontier.append(&entry.bytes);
            }
        }
        self.head.position = first + entries.len() as u64 - 1;
        self.head_is_old = true;
    }

    fn write_head(&mut self) -> Result<(), LogError> {
        self.head.write(&self.folder)?;
        self.head_written = Instant::now();
        self.head_is_old = false;
        Ok(())
    }

    fn close(&mut self) -> Result<(), LogError> {
        if self.head_is_old {
            self.write_head()?;
        }
        self.store.check_blobs()
    }
}

/// Runs when the committer ends, even by a panic inside sled: no caller is left waiting for a thread that is gone.
struct Dismissal<'a> {
    shared: &'a Shared,
}

impl Drop for Dismissal<'_> {
    fn drop(&mut self) {
        self.shared.stop(Stopped { why: "its committer broke off".into() });
        self.shared.waiters.dismiss();
    }
}
