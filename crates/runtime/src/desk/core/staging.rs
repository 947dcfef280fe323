//! What a decision leads to on its way to the log's queue.

use std::sync::Arc;

use contract::log::Envelope;

use super::Core;
use crate::{desk::log_stopped, log::Entry, refusal::Refused, service::Service};

impl<S: Service> Core<S> {
    /// Whether what is staged from now on is followed closely.
    pub(crate) fn set_followed(&mut self, is_followed: bool) {
        self.is_followed = is_followed;
    }

    /// Where nobody follows closely the fact itself is not handed on, to be freed by another thread: it is freed here,
    /// and its memory is at hand for the next.
    pub(super) fn stage_own(&mut self, entry: Entry, envelope: Envelope) {
        self.stage(if self.is_followed { entry.saying(Arc::new(envelope)) } else { entry });
    }

    pub(crate) fn stage(&mut self, entry: Entry) {
        self.staged.push(entry);
    }

    /// What is staged from now on stands for itself: a crash may leave what is staged already without it.
    pub(crate) fn end_group(&mut self) {
        self.staged.last_mut().into_iter().for_each(Entry::end_group);
    }

    /// All that is staged goes into the queue together, and so into one commit.
    pub(crate) fn flush(&mut self) -> Result<(), Refused> {
        if self.staged.is_empty() {
            return Ok(());
        }
        let queued = self.log.enqueue(std::mem::take(&mut self.staged));
        queued.map(drop).map_err(|error| {
            // The state has moved on and the log has not: nothing more may be decided on it.
            self.broken = Some(error.to_string());
            log_stopped(&error)
        })
    }

    /// Why nothing more may be decided; None while all is well.
    pub(crate) fn broken(&self) -> Option<String> {
        self.broken.clone()
    }

    pub(super) fn next_position(&self) -> u64 {
        self.log.queued_end() + self.staged.len() as u64 + 1
    }
}
