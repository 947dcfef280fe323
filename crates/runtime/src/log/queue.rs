//! What waits to be written, in order, and can be read by stream before it is.

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use bytes::Bytes;

use super::entry::{Entry, Queued};
use super::error::LogError;

pub(super) struct Queue {
    state: Mutex<State>,
    changed: Condvar,
    end: AtomicU64,
    waiting_bytes_max: usize,
}

#[derive(Default)]
struct State {
    /// What was queued together stays together: it is found after a crash as a whole or not at all.
    waiting: VecDeque<Vec<Entry>>,
    waiting_bytes: usize,
    /// The last position that the committer has taken.
    taken: u64,
    /// Own facts not yet on disk: of each stream revision and bytes, in order.
    streams: HashMap<String, VecDeque<(u64, Bytes)>>,
    closing: Option<Closing>,
    committer_sleeps: bool,
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
    Commit { first: u64, entries: Vec<Entry> },
    Idle,
    Close,
}

impl Queue {
    pub(super) fn after(end: u64, waiting_bytes_max: usize) -> Queue {
        let state = State { taken: end, ..State::default() };
        Queue { state: Mutex::new(state), changed: Condvar::new(), end: end.into(), waiting_bytes_max }
    }

    pub(super) fn end(&self) -> u64 {
        self.end.load(Ordering::Acquire)
    }

    /// All of them or none. None is Ok where the log is closing.
    pub(super) fn push(&self, entries: Vec<Entry>) -> Result<Option<Queued>, LogError> {
        let bytes: usize = entries.iter().map(Entry::weight).sum();
        let mut state = self.locked();
        if state.closing.is_some() {
            return Ok(None);
        }
        if state.waiting_bytes + bytes > self.waiting_bytes_max {
            return Err(LogError::Full { bytes: state.waiting_bytes, bytes_max: self.waiting_bytes_max });
        }
        state.waiting_bytes += bytes;
        let first = self.end() + 1;
        let last = self.end() + entries.len() as u64;
        entries.iter().for_each(|entry| state.remember(entry));
        state.waiting.push_back(entries);
        self.end.store(last, Ordering::Release);
        let wake = std::mem::take(&mut state.committer_sleeps);
        drop(state);
        if wake {
            self.changed.notify_one();
        }
        Ok(Some(Queued { first, last }))
    }

    /// Waits for something to do, until the deadline if there is one.
    pub(super) fn next(&self, batch_bytes_max: usize, deadline: Option<Instant>) -> Next {
        let mut state = self.locked();
        loop {
            match state.closing {
                Some(Closing::Abandoned) => return Next::Close,
                Some(Closing::Drained) if state.waiting.is_empty() => return Next::Close,
                _ if !state.waiting.is_empty() => {
                    let first = state.taken + 1;
                    return Next::Commit { first, entries: state.batch(batch_bytes_max) };
                }
                _ => {}
            }
            let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
            if left.is_some_and(|left| left.is_zero()) {
                return Next::Idle;
            }
            state.committer_sleeps = true;
            state = match left {
                Some(left) => self.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0,
                None => self.changed.wait(state).unwrap_or_else(PoisonError::into_inner),
            };
            state.committer_sleeps = false;
        }
    }

    /// These are on disk and found there: they need not be kept.
    pub(super) fn settle(&self, entries: &[Entry]) {
        let mut state = self.locked();
        entries.iter().for_each(|entry| state.forget(entry));
    }

    /// The facts of a stream that may not be on disk yet.
    pub(super) fn of_stream(&self, stream: &str) -> Vec<(u64, Bytes)> {
        let state = self.locked();
        state.streams.get(stream).map(|facts| facts.iter().cloned().collect()).unwrap_or_default()
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
    fn remember(&mut self, entry: &Entry) {
        let Some(place) = &entry.place else { return };
        let fact = (place.revision, entry.bytes.clone());
        match self.streams.get_mut(&place.stream) {
            Some(facts) => facts.push_back(fact),
            None => drop(self.streams.insert(place.stream.clone(), VecDeque::from([fact]))),
        }
    }

    fn forget(&mut self, entry: &Entry) {
        let Some(place) = &entry.place else { return };
        let Some(facts) = self.streams.get_mut(&place.stream) else { return };
        facts.pop_front();
        if facts.is_empty() {
            self.streams.remove(&place.stream);
        }
    }

    /// As many groups as fit, at least one.
    fn batch(&mut self, batch_bytes_max: usize) -> Vec<Entry> {
        let mut batch = self.waiting.pop_front().unwrap_or_default();
        let mut bytes: usize = batch.iter().map(Entry::weight).sum();
        while let Some(group) = self.waiting.front() {
            let more: usize = group.iter().map(Entry::weight).sum();
            if bytes + more > batch_bytes_max {
                break;
            }
            bytes += more;
            batch.extend(self.waiting.pop_front().unwrap_or_default());
        }
        self.waiting_bytes -= bytes;
        self.taken += batch.len() as u64;
        batch
    }
}
