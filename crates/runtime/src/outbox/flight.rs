//! Publishes under way: loaded from the log in order, at most so many unacknowledged, each naming its place.

use std::{collections::VecDeque, str::FromStr, time::Duration};

use async_nats::{
    HeaderMap, HeaderValue,
    jetstream::{
        context::{PublishAckFuture, PublishError},
        message::PublishMessage,
        publish::PublishAck,
    },
};
use bytes::Bytes;
use futures::{StreamExt, future::BoxFuture, stream::FuturesOrdered};
use tokio::sync::watch;

use super::{OutboxError, publisher::Publisher};
use crate::bus::{ANSWER_TIMEOUT, BusError, Heading, Link};

const IN_FLIGHT_MAX: usize = 256;
/// Read from the log at a time.
const STEP_FACTS: usize = 256;
const NUMBER: &str = "Accord-Number";
const TRACEPARENT: &str = "traceparent";

type Acknowledgement = (u64, Result<PublishAck, PublishError>);

/// Whatever becomes of a publish, late or twice, it can only land in its own place: it carries the sequence that must
/// be the stream's last. So nothing has to be known of those that were under way when an error came.
pub(super) struct Flight {
    stream: String,
    sent: u64,
    under_way: FuturesOrdered<BoxFuture<'static, Acknowledgement>>,
    waiting: VecDeque<Bytes>,
    /// Whether the log may hold more than was read.
    has_more: bool,
    log: watch::Receiver<u64>,
    link: watch::Receiver<Link>,
}

impl Flight {
    /// After the last number that the stream has.
    pub(super) fn from(publisher: &Publisher, last: u64) -> Flight {
        Flight {
            stream: publisher.stream(),
            sent: last,
            under_way: FuturesOrdered::new(),
            waiting: VecDeque::new(),
            has_more: true,
            log: publisher.source.index.log().watch(),
            link: publisher.bus.link(),
        }
    }

    pub(super) fn sent(&self) -> u64 {
        self.sent
    }

    /// Nothing is under way.
    pub(super) fn is_empty(&self) -> bool {
        self.under_way.is_empty()
    }

    /// Sends what is there, until so many are under way.
    pub(super) async fn load(&mut self, publisher: &Publisher) -> Result<(), OutboxError> {
        while self.under_way.len() < IN_FLIGHT_MAX {
            if self.waiting.is_empty() && self.has_more {
                self.log.mark_unchanged();
                self.waiting = read(publisher, self.sent).await?.into();
                self.has_more = self.waiting.len() == STEP_FACTS;
            }
            let Some(fact) = self.waiting.pop_front() else { break };
            self.send(publisher, fact).await?;
        }
        Ok(())
    }

    /// Nothing is sent for now, and the log goes on meanwhile.
    pub(super) fn hold(&mut self) {
        self.has_more = true;
    }

    /// The log was read to its end, and all of it sent.
    pub(super) fn is_at_the_end(&self) -> bool {
        self.waiting.is_empty() && !self.has_more
    }

    /// Ready with a number that was acknowledged, or with None when the log has grown, where that is `wanted`.
    pub(super) async fn news(&mut self, wanted: bool) -> Result<Option<u64>, OutboxError> {
        let Flight { under_way, log, link, .. } = self;
        let (number, acknowledged) = tokio::select! {
            Some(acknowledged) = under_way.next() => acknowledged,
            // Those under way will not be acknowledged any more.
            _ = link.changed() => return Err(BusError::Away.into()),
            moved = log.changed(), if wanted => {
                self.has_more = true;
                return moved.map(|_| None).map_err(|_| OutboxError::Stopped);
            }
        };
        let why = match acknowledged {
            // A duplicate in its own place is what an earlier life of this outbox published.
            Ok(ack) if ack.sequence == number => return Ok(Some(number)),
            Ok(ack) => format!("number {number} stands at {}", ack.sequence),
            Err(error) => error.to_string(),
        };
        Err(OutboxError::Interrupted { stream: self.stream.clone(), why })
    }

    /// Waits for those under way, as long as there is a connection that could tell.
    pub(super) async fn land(&mut self, publisher: &Publisher) {
        let landed = async { while self.under_way.next().await.is_some() {} };
        if publisher.bus.is_connected() {
            let _ = tokio::time::timeout(ANSWER_TIMEOUT + Duration::from_secs(1), landed).await;
        }
        self.waiting.clear();
    }

    async fn send(&mut self, publisher: &Publisher, fact: Bytes) -> Result<(), OutboxError> {
        let number = self.sent + 1;
        let heading = Heading::of(&fact).ok_or(OutboxError::Unfit { number, why: "it is no envelope".into() })?;
        if heading.number != number {
            return Err(OutboxError::Unfit { number, why: format!("it says that its number is {}", heading.number) });
        }
        let subject = publisher.names.subject(publisher.lane, &heading.partnership);
        let subject = subject.map_err(|error| OutboxError::Unfit { number, why: error.to_string() })?;
        let message = PublishMessage::build()
            .headers(headers(&heading))
            .expected_last_sequence(self.sent)
            .expected_stream(&self.stream)
            .payload(fact);
        let sent = publisher.bus.jetstream().send_publish(subject, message).await;
        let acknowledged: PublishAckFuture = sent.map_err(|error| publisher.interrupted(error))?;
        self.under_way.push_back(Box::pin(async move { (number, acknowledged.await) }));
        self.sent = number;
        Ok(())
    }
}

fn headers(heading: &Heading) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(NUMBER, HeaderValue::from(heading.number));
    // What cannot be a header is left out: a message is complete without.
    if let Ok(id) = HeaderValue::from_str(&heading.event_id) {
        headers.insert(async_nats::header::NATS_MESSAGE_ID, id);
    }
    if let Some(trace) = Some(&heading.traceparent).filter(|it| !it.is_empty())
        && let Ok(trace) = HeaderValue::from_str(trace)
    {
        headers.insert(TRACEPARENT, trace);
    }
    headers
}

async fn read(publisher: &Publisher, after: u64) -> Result<Vec<Bytes>, OutboxError> {
    let (source, is_bulk) = (publisher.source.clone(), publisher.lane.is_bulk());
    let read = tokio::task::spawn_blocking(move || source.after(after, is_bulk, STEP_FACTS));
    Ok(read.await.map_err(|error| OutboxError::Log(error.to_string()))??)
}
