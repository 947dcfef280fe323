//! What arrives from an origin's stream, through a consumer made for this reading.

use std::time::Duration;

use async_nats::jetstream::{
    ErrorCode,
    consumer::{AckPolicy, DeliverPolicy, pull},
    message::Acker,
    stream::{ConsumerErrorKind, Stream},
};
use bytes::Bytes;
use futures::{StreamExt, stream::ReadyChunks};
use tokio::sync::watch;

use crate::bus::{Bus, BusError, Heading, Link, Names};

const BATCH_MESSAGES_MAX: usize = 512;
/// Long: whoever hears may be slow, and what comes again is dropped.
const ACK_WAIT: Duration = Duration::from_secs(600);
const PULL_EXPIRES: Duration = Duration::from_secs(30);
/// Two missed ones, and the consumer is taken for lost.
const HEARTBEAT: Duration = Duration::from_secs(5);
/// After so long without a fact the origin is asked.
const QUIET_MAX: Duration = Duration::from_secs(5);
/// A hearer that is gone for good leaves nothing behind.
const FORGOTTEN_AFTER: Duration = Duration::from_secs(24 * 3600);

pub(super) struct Arrivals {
    messages: ReadyChunks<pull::Stream>,
    link: watch::Receiver<Link>,
    names: Names,
    /// Why there will be no more, known before those that came were handed on.
    broken: Option<String>,
}

pub(super) struct Arrival {
    pub(super) number: u64,
    pub(super) bytes: Bytes,
    pub(super) acker: Acker,
}

pub(super) enum Arrived {
    Facts(Vec<Arrival>),
    /// For a while.
    Nothing,
    Broken(String),
}

impl Arrivals {
    /// The consumer is made anew: its place is the hearer's own cursor, never what it acknowledged once. Acknowledging
    /// all up to a message is enough, and one message a batch: a hearer keeps the order.
    pub(super) async fn open(
        bus: &Bus,
        stream: &Stream,
        names: &Names,
        durable: &str,
        after: u64,
    ) -> Result<Arrivals, BusError> {
        let link = bus.link();
        match stream.delete_consumer(durable).await {
            Ok(_) => {}
            Err(error) if is_missing(&error.kind()) => {}
            Err(error) => return Err(BusError::failed("end the consumer")(error)),
        }
        let consumer = stream.create_consumer(pull::Config {
            durable_name: Some(durable.to_owned()),
            deliver_policy: DeliverPolicy::ByStartSequence { start_sequence: after + 1 },
            ack_policy: AckPolicy::All,
            ack_wait: ACK_WAIT,
            // Nothing comes that wasn't asked for; a count of its own could only stop a hearer.
            max_ack_pending: -1,
            inactive_threshold: FORGOTTEN_AFTER,
            ..pull::Config::default()
        });
        let consumer = consumer.await.map_err(BusError::failed("make the consumer"))?;
        let messages = consumer
            .stream()
            .max_messages_per_batch(BATCH_MESSAGES_MAX)
            .expires(PULL_EXPIRES)
            .heartbeat(HEARTBEAT)
            .messages();
        let messages = messages.await.map_err(BusError::failed("read the stream"))?;
        Ok(Arrivals { messages: messages.ready_chunks(BATCH_MESSAGES_MAX), link, names: names.clone(), broken: None })
    }

    /// What comes before `hurry` is ready.
    pub(super) async fn next(&mut self, hurry: impl Future<Output = ()>) -> Arrived {
        if let Some(why) = self.broken.take() {
            return Arrived::Broken(why);
        }
        let chunk = tokio::select! {
            chunk = self.messages.next() => chunk,
            _ = self.link.changed() => return Arrived::Broken("the connection was lost".into()),
            () = hurry => return Arrived::Nothing,
            () = tokio::time::sleep(QUIET_MAX) => return Arrived::Nothing,
        };
        let Some(chunk) = chunk else { return Arrived::Broken("the consumer has ended".into()) };
        let mut facts = Vec::with_capacity(chunk.len());
        for message in chunk {
            match message {
                Ok(message) => facts.extend(self.arrival(message)),
                Err(error) => self.broken = Some(error.to_string()),
            }
        }
        Arrived::Facts(facts)
    }

    /// What is no fact of this origin is passed over: the gap it leaves is filled from the origin.
    fn arrival(&self, message: async_nats::jetstream::Message) -> Option<Arrival> {
        let (message, acker) = message.split();
        let heading = Heading::of(&message.payload).filter(|it| self.names.is(&it.node, &it.service));
        if heading.is_none() {
            tracing::warn!(subject = %message.subject, "a message that is no fact of its subject's service is ignored");
        }
        Some(Arrival { number: heading?.number, bytes: message.payload, acker })
    }
}

fn is_missing(kind: &ConsumerErrorKind) -> bool {
    matches!(kind, ConsumerErrorKind::JetStream(why) if why.error_code() == ErrorCode::CONSUMER_NOT_FOUND)
}
