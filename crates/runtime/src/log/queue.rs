//! What waits to be written, in order, and can be read by stream before it is.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use bytes::Bytes;

use super::Options;
use super::entry::{Entry, Queued};
use super::error::LogError;

pub(super) struct Queue {
    state: Mutex<State>,
    changed: Condvar,
    end: AtomicU64,
    batch_bytes_max: usize,
    waiting_bytes_max: usize,
}

#[derive(Default)]
struct State {
    batches: VecDeque<Batch>,
    waiting_bytes: usize,
    /// What the committer is writing: still read from here.
    written: Arc<Vec<Entry>>,
    /// The last position that the committer has taken.
    taken: u64,
    /// How many entries the last batch had: as many are likely to come again.
    taken_entries: usize,
    /// The sleeping committer is woken when so many entries wait.
    wake_at: Option<usize>,
    closing: Option<Closing>,
}

/// What one commit will take. What was queued together is in one batch.
#[derive(Default)]
struct Batch {
    entries: Vec<Entry>,
    bytes: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Closing {
    /// What waits is written first.
    Drained,
    /// What waits is lost, as in a crash.
    Abandoned,
}

/// What the committer is to do next.
pub(super) enum Next {
    Commit { first: u64, entries: Arc<Vec<Entry>> },
    Idle,
    Close,
}

impl Queue {
    pub(super) fn after(end: u64, options: &Options) -> Queue {
        let state = State { taken: end, ..State::default() };
        let Options { batch_bytes_max, waiting_bytes_max, .. } = *options;
        Queue { state: Mutex::new(state), changed: Condvar::new(), end: end.into(), batch_bytes_max, waiting_bytes_max }
    }

    pub(super) fn end(&self) -> u64 {
        self.end.load(Ordering::Acquire)
    }

    /// All of them or none. None is Ok where the log is closing.
    pub(super) fn push(&self, entries: Vec<Entry>) -> Result<Option<Queued>, LogError> {
        let bytes: usize = entries.iter().map(Entry::weight).sum();
        let mut state = self.locked();
        let first = self.end() + 1;
        let last = self.end() + entries.len() as u64;
        if state.closing.is_some() {
            return Ok(None);
        }
        if entries.is_empty() {
            return Ok(Some(Queued { first, last }));
        }
        if state.waiting_bytes + bytes > self.waiting_bytes_max {
            return Err(LogError::Full { bytes: state.waiting_bytes, bytes_max: self.waiting_bytes_max });
        }
        state.waiting_bytes += bytes;
        state.batch_for(bytes, self.batch_bytes_max).add(entries, bytes);
        self.end.store(last, Ordering::Release);
        let waiting = state.waiting_entries();
        let wake = state.wake_at.take_if(|wake_at| waiting >= *wake_at).is_some();
        drop(state);
        // Each of these calls is one to the kernel, so only where somebody sleeps.
        if wake {
            self.changed.notify_one();
        }
        Ok(Some(Queued { first, last }))
    }

    /// Waits for something to do, until the deadline if there is one. Until `gathered` it waits for as many entries as
    /// were just answered and wait already: callers that take turns with the disk would halve each other's rate.
    pub(super) fn next(&self, gathered: Instant, deadline: Option<Instant>) -> Next {
        let mut state = self.locked();
        let expected = (state.taken_entries + state.waiting_entries()).max(1);
        loop {
            let now = Instant::now();
            let enough = if now < gathered && state.closing.is_none() { expected } else { 1 };
            match state.closing {
                Some(Closing::Abandoned) => return Next::Close,
                _ if state.waiting_entries() >= enough => return state.take(),
                Some(Closing::Drained) => return Next::Close,
                None => {}
            }
            let until = if now < gathered { Some(gathered) } else { deadline };
            let left = until.map(|until| until.saturating_duration_since(now));
            if left.is_some_and(|left| left.is_zero()) {
                return Next::Idle;
            }
            state.wake_at = Some(enough);
            state = match left {
                Some(left) => self.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0,
                None => self.changed.wait(state).unwrap_or_else(PoisonError::into_inner),
            };
            state.wake_at = None;
        }
    }

    /// What was written last is found on disk: it need not be kept.
    pub(super) fn settle(&self) {
        let settled = std::mem::take(&mut self.locked().written);
        // Freed here, outside the lock that every caller takes.
        drop(settled);
    }

    /// The facts of a stream that may not be on disk yet, with their revisions. Seldom asked for: the desk remembers
    /// what has just begun or was asked for, but for bulk facts.
    pub(super) fn of_stream(&self, stream: &str) -> Vec<(u64, Bytes)> {
        let state = self.locked();
        let entries = state.written.iter().chain(state.batches.iter().flat_map(|batch| &batch.entries));
        let facts =
            entries.filter_map(|entry| Some((entry.place().filter(|place| place.stream == stream)?.revision, entry)));
        facts.map(|(revision, entry)| (revision, entry.bytes.clone())).collect()
    }

    pub(super) fn close(&self, closing: Closing) {
        self.locked().closing.get_or_insert(closing);
        self.changed.notify_one();
    }

    fn locked(&self) -> MutexGuard<'_, State> {
        super::locked(&self.state)
    }
}

impl State {
    fn waiting_entries(&self) -> usize {
        self.batches.iter().map(|batch| batch.entries.len()).sum()
    }

    /// The last batch if so much more fits into it.
    fn batch_for(&mut self, bytes: usize, batch_bytes_max: usize) -> &mut Batch {
        if self.batches.back().is_none_or(|batch| batch.bytes + bytes > batch_bytes_max) {
            self.batches.push_back(Batch::default());
        }
        let last = self.batches.len() - 1;
        &mut self.batches[last]
    }

    fn take(&mut self) -> Next {
        let batch = self.batches.pop_front().unwrap_or_default();
        let first = self.taken + 1;
        self.taken += batch.entries.len() as u64;
        self.taken_entries = batch.entries.len();
        self.waiting_bytes -= batch.bytes;
        self.written = Arc::new(batch.entries);
        Next::Commit { first, entries: self.written.clone() }
    }
}

impl Batch {
    fn add(&mut self, entries: Vec<Entry>, bytes: usize) {
        self.bytes += bytes;
        self.entries.extend(entries);
    }
}
