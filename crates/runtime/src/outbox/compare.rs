//! Comparing the stream with the log, byte for byte.

use std::{collections::VecDeque, time::Duration};

use async_nats::jetstream::{
    Message,
    consumer::{AckPolicy, DeliverPolicy, pull},
    stream::Stream,
};
use bytes::Bytes;
use futures::StreamExt;

use super::{OutboxError, publisher::Publisher};
use crate::bus::{ANSWER_TIMEOUT, BusError};

const STEP_FACTS: usize = 512;
/// The consumer goes by itself when we forget it.
const FORGOTTEN_AFTER: Duration = Duration::from_secs(60);

pub(super) struct Compared {
    pub(super) messages: u64,
    /// A message is missing before the last, or stands in a wrong place.
    pub(super) is_broken: bool,
}

impl Publisher {
    /// Everything the stream has now.
    pub(super) async fn compare(&self) -> Result<Compared, OutboxError> {
        let stream = self.bus.stream_made(&self.names, self.lane).await?;
        let state = &stream.cached_info().state;
        let (messages, mut is_broken) = (state.messages, state.messages != state.last_sequence);
        let mut stored = self.all(&stream).await?;
        let mut ours = Ours::default();
        for _ in 0..messages {
            let message = tokio::time::timeout(ANSWER_TIMEOUT, stored.next()).await;
            let message = message.map_err(|_| self.interrupted("a message is not delivered"))?;
            let message = message.ok_or_else(|| self.interrupted("its messages end early"))?;
            match self.compare_one(&message.map_err(|error| self.interrupted(error))?, &mut ours).await {
                Err(OutboxError::Displaced { .. }) => is_broken = true,
                other => other?,
            }
        }
        Ok(Compared { messages, is_broken })
    }

    async fn compare_one(&self, message: &Message, ours: &mut Ours) -> Result<(), OutboxError> {
        let number = message.info().map_err(|error| self.interrupted(error))?.stream_sequence;
        let fact = ours.at(self, number).await?;
        self.check_stored(number, Some(&message.payload), fact.as_ref())
    }

    async fn all(&self, stream: &Stream) -> Result<pull::Stream, BusError> {
        let consumer = stream.create_consumer(pull::Config {
            deliver_policy: DeliverPolicy::All,
            ack_policy: AckPolicy::None,
            inactive_threshold: FORGOTTEN_AFTER,
            memory_storage: true,
            ..pull::Config::default()
        });
        let consumer = consumer.await.map_err(BusError::failed("read the stream"))?;
        let messages = consumer.stream().max_messages_per_batch(STEP_FACTS).messages().await;
        messages.map_err(BusError::failed("read the stream"))
    }
}

/// The log's facts, read ahead.
#[derive(Default)]
struct Ours {
    first: u64,
    facts: VecDeque<Bytes>,
}

impl Ours {
    async fn at(&mut self, publisher: &Publisher, number: u64) -> Result<Option<Bytes>, OutboxError> {
        if !(self.first..self.first + self.facts.len() as u64).contains(&number) {
            let (source, is_bulk) = (publisher.source.clone(), publisher.lane.is_bulk());
            let read = tokio::task::spawn_blocking(move || source.after(number - 1, is_bulk, STEP_FACTS));
            self.facts = read.await.map_err(|error| OutboxError::Log(error.to_string()))??.into();
            self.first = number;
        }
        Ok(self.facts.get((number - self.first) as usize).cloned())
    }
}
