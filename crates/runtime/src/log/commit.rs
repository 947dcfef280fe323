//! The committer: one thread that writes everything waiting in one batch, syncs it, and then answers all who wait.

use std::fs::File;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use tokio::sync::watch;

use super::Shared;
use super::block::pack;
use super::entry::{Entry, Placed};
use super::error::{LogError, Stopped};
use super::head::Head;
use super::queue::Next;
use super::scan;
use super::store::Store;

/// A head at every commit would cost 40 % of the rate; a head a second old still shows a lost tail.
const HEAD_EVERY: Duration = Duration::from_secs(1);

/// After so long without a commit the tail is cut short.
const REST_AFTER: Duration = Duration::from_secs(1);

/// Callers just answered may join the next commit if they come within this part of the time the last one took.
const GATHERING_PART: u32 = 4;
const GATHERING_MAX: Duration = Duration::from_millis(1);

pub(super) struct Committer {
    pub(super) shared: Arc<Shared>,
    pub(super) store: Store,
    pub(super) file: File,
    pub(super) folder: PathBuf,
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
        let mut gathered = Instant::now();
        let mut rests_at: Option<Instant> = None;
        loop {
            let head_due = self.head_is_old.then(|| self.head_written + HEAD_EVERY);
            match self.shared.queue.next(gathered, head_due.into_iter().chain(rests_at).min()) {
                Next::Commit { first, entries } => {
                    let began = Instant::now();
                    self.commit(first, &entries)?;
                    gathered = Instant::now() + (began.elapsed() / GATHERING_PART).min(GATHERING_MAX);
                    rests_at = Some(Instant::now() + REST_AFTER);
                }
                Next::Idle => {}
                Next::Close => return self.close(),
            }
            if rests_at.take_if(|it| *it <= Instant::now()).is_some() {
                let gone = super::locked(&self.shared.tail).rest();
                // Outside the lock.
                drop(gone);
            }
            if self.head_is_old && self.head_written.elapsed() >= HEAD_EVERY {
                self.write_head()?;
            }
        }
    }

    /// Callers are answered as soon as the disk has it; who asks for the head or by key waits for the rest.
    fn commit(&mut self, first: u64, entries: &[Entry]) -> Result<(), LogError> {
        let blocks = pack(first, entries);
        let placed: Vec<Placed<'_>> = entries.iter().map(|entry| (entry, entry.place())).collect();
        self.store.write(&self.file, &blocks)?;
        let end = first + entries.len() as u64 - 1;
        let shared = &self.shared;
        // Before anybody learns of them: who follows finds them here.
        let gone = super::locked(&shared.tail).push(first, &placed);
        let mut head = super::locked(&shared.head);
        let mut overlay = super::locked(&shared.overlay);
        shared.durable_end.store(end, Ordering::Release);
        shared.waiters.wake(end);
        for block in &blocks {
            let within = (block.span.first - first) as usize..=(block.span.last - first) as usize;
            overlay.push(block.span, placed[within].iter().filter_map(|(_, place)| *place));
        }
        drop(overlay);
        head.append(end, &placed);
        self.head.clone_from(&head);
        drop(head);
        self.head_is_old = true;
        self.moved.send_replace(end);
        // Only now: a stream is read from the queue until it is found on disk.
        shared.queue.settle();
        drop(gone);
        for block in &blocks {
            // What was just written need not stay in memory.
            scan::read(&self.store.blocks, block.span.first, 0)?;
        }
        Ok(())
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
