//! What the stream already has: how many facts, and whether the last is ours.

use super::{OutboxError, publisher::Publisher};
use crate::bus::{message_at, named};

impl Publisher {
    /// The number of the last fact in the stream, made where it is missing.
    pub(super) async fn last_stored(&self) -> Result<u64, OutboxError> {
        let stream = self.bus.stream_made(&self.names, self.lane).await?;
        let last = stream.cached_info().state.last_sequence;
        if last == 0 {
            return Ok(0);
        }
        let stored = message_at(&stream, last).await?;
        let ours = self.source.at(last, self.lane.is_bulk())?;
        match (&stored, &ours) {
            (Some(stored), Some(ours)) if stored == ours => Ok(last),
            // Somebody purged the stream, which keeps its count; readers come to the log for what is gone.
            (None, Some(_)) => Ok(last),
            _ => Err(OutboxError::Rewritten {
                stream: self.stream(),
                number: last,
                stored: named(stored.as_ref()),
                ours: named(ours.as_ref()),
            }),
        }
    }
}
