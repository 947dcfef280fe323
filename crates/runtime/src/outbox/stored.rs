//! What the stream already has: how many facts, and whether they are ours.

use bytes::Bytes;

use super::{OutboxError, publisher::Publisher};
use crate::bus::{Heading, message_at, named};

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
            // Somebody purged the stream, which keeps its count; readers come to the log for what is gone.
            (None, Some(_)) => Ok(last),
            _ => self.check_stored(last, stored.as_ref(), ours.as_ref()).map(|()| last),
        }
    }

    /// Whether the stream has at that sequence what the log has under that number.
    pub(super) fn check_stored(
        &self,
        sequence: u64,
        stored: Option<&Bytes>,
        ours: Option<&Bytes>,
    ) -> Result<(), OutboxError> {
        if stored.is_some() && stored == ours {
            return Ok(());
        }
        let (stream, is_ours) =
            (self.stream(), stored.map(|it| self.is_ours(it)).transpose()?.unwrap_or(ours.is_none()));
        let stored = named(stored);
        Err(match is_ours {
            true => OutboxError::Displaced { stream, sequence, stored },
            false => OutboxError::Rewritten { stream, number: sequence, stored, ours: named(ours) },
        })
    }

    /// Whether the log has these bytes, under the number that they state.
    fn is_ours(&self, stored: &Bytes) -> Result<bool, OutboxError> {
        let Some(heading) = Heading::of(stored) else { return Ok(false) };
        Ok(self.source.at(heading.number, self.lane.is_bulk())?.as_ref() == Some(stored))
    }
}
