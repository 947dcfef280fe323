//! Callers that wait for a position to be on disk: each woken once, when its own is, and none for another's.

use std::collections::VecDeque;
use std::sync::Mutex;

use tokio::sync::oneshot;

/// In order of position, which is nearly the order in which they come.
#[derive(Default)]
pub(super) struct Waiters {
    waiting: Mutex<VecDeque<Waiter>>,
}

struct Waiter {
    position: u64,
    woken: oneshot::Sender<()>,
}

impl Waiters {
    /// None where there is nothing to wait for. `over` is asked under the lock that `wake` takes after it became so:
    /// nobody is forgotten in between.
    pub(super) fn wait(&self, position: u64, over: impl FnOnce() -> bool) -> Option<oneshot::Receiver<()>> {
        let mut waiting = super::locked(&self.waiting);
        if over() {
            return None;
        }
        let (woken, receiver) = oneshot::channel();
        let at = waiting.partition_point(|waiter| waiter.position <= position);
        waiting.insert(at, Waiter { position, woken });
        Some(receiver)
    }

    pub(super) fn wake(&self, through: u64) {
        let mut waiting = super::locked(&self.waiting);
        let due = waiting.partition_point(|waiter| waiter.position <= through);
        let due: Vec<Waiter> = waiting.drain(..due).collect();
        drop(waiting);
        for waiter in due {
            // A caller may have gone away; what it asked for is on disk all the same.
            let _ = waiter.woken.send(());
        }
    }

    /// Their receivers fail.
    pub(super) fn dismiss(&self) {
        super::locked(&self.waiting).clear();
    }
}
