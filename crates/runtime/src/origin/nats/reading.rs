//! One reading of an origin: whatever happens to NATS, every number once and in order.

use std::{collections::VecDeque, time::Duration};

use async_nats::jetstream::{message::Acker, stream::Stream};
use bytes::Bytes;
use tokio::{sync::oneshot, time::Instant};

use super::arrivals::{Arrival, Arrivals, Arrived};
use crate::{
    as_of::Waiting,
    bus::{Bus, Heading, Lane, Names, message_at, reads},
    desk::Cursor,
    origin::{Batch, OriginError, Told},
};

/// How long NATS may be away before whoever hears is told.
const AWAY_MAX: Duration = Duration::from_secs(10);
/// How often a missing stream is looked for, and a consumer made again.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Where somebody waits for so long, the origin is asked, whatever arrives: an outbox lets a crowd of callers by, and what
/// it then publishes comes in its turn.
const AWAITED_MAX: Duration = Duration::from_millis(100);
/// How long the stream is not looked at while the origin is asked in passing.
const PASSING_MAX: Duration = Duration::from_secs(1);

pub(super) struct Reading {
    bus: Bus,
    /// node/service
    origin: String,
    names: Names,
    durable: String,
    /// The last fact handed on.
    cursor: Cursor,
    arrivals: Option<Arrivals>,
    /// Arrived, not handed on yet.
    arrived: VecDeque<Arrival>,
    opened: Option<Instant>,
    waiting: Waiting,
    /// Since when somebody waits and the origin was not asked.
    awaited: Option<Instant>,
    /// Of what came last from the origin there may be more.
    has_more: bool,
}

impl Reading {
    pub(super) fn new(
        bus: Bus,
        origin: String,
        names: Names,
        durable: String,
        cursor: Cursor,
        waiting: Waiting,
    ) -> Self {
        let (arrivals, arrived, opened, awaited) = (None, VecDeque::new(), None, None);
        Reading { bus, origin, names, durable, cursor, arrivals, arrived, opened, waiting, awaited, has_more: false }
    }

    pub(super) async fn next(&mut self) -> Result<Batch, OriginError> {
        loop {
            if let Some(batch) = self.take_arrived().await? {
                return Ok(batch);
            }
            let facts = match &mut self.arrivals {
                None => match self.open().await? {
                    Some(facts) => facts,
                    None => continue,
                },
                Some(_) if self.has_more && self.waiting.is_any() => self.ask_in_passing().await?,
                Some(arrivals) => match arrivals.next(awaited_long(&mut self.waiting, &mut self.awaited)).await {
                    Arrived::Facts(facts) => {
                        self.arrived.extend(facts);
                        continue;
                    }
                    Arrived::Nothing => self.ask_in_passing().await?,
                    Arrived::Broken(why) => {
                        tracing::debug!(origin = self.origin, why, "the stream is asked anew");
                        self.arrivals = None;
                        continue;
                    }
                },
            };
            return self.hand_on(facts, None);
        }
    }

    /// The next facts that have arrived; those that did not arrive in between come from the origin.
    async fn take_arrived(&mut self) -> Result<Option<Batch>, OriginError> {
        let next = self.cursor.number + 1;
        // Redelivered, or come from the origin meanwhile: the stream need not send them again.
        let known = self.arrived.iter().take_while(|it| it.number < next).count();
        if let Some(last) = self.arrived.drain(..known).next_back() {
            tokio::spawn(acknowledge(last.acker));
        }
        let Some(first) = self.arrived.front().map(|it| it.number) else { return Ok(None) };
        if first > next {
            let facts = self.ask().await?;
            if facts.is_empty() {
                return Err(OriginError::Broken(format!(
                    "the stream of {} has {first}, but nobody {next}",
                    self.origin
                )));
            }
            return self.hand_on(facts, None).map(Some);
        }
        let mut facts = Vec::new();
        let mut acker = None;
        while self.arrived.front().is_some_and(|it| it.number == next + facts.len() as u64)
            && let Some(arrival) = self.arrived.pop_front()
        {
            facts.push(arrival.bytes);
            acker = Some(arrival.acker);
        }
        self.hand_on(facts, acker).map(Some)
    }

    /// Moves on. The stream is told only once the facts are on disk: acknowledging the last acknowledges all before it.
    fn hand_on(&mut self, envelopes: Vec<Bytes>, acker: Option<Acker>) -> Result<Batch, OriginError> {
        for envelope in &envelopes {
            let heading = self.heading(envelope)?;
            if heading.number != self.cursor.number + 1 {
                return Err(OriginError::Broken(format!("{} skips to number {}", self.origin, heading.number)));
            }
            self.cursor = Cursor { number: heading.number, event_id: heading.event_id };
        }
        let heard = acker.map(|acker| {
            let (heard, told) = oneshot::channel();
            tokio::spawn(async move {
                if told.await.is_ok() {
                    acknowledge(acker).await;
                }
            });
            heard
        });
        Ok(Batch { facts: envelopes.into_iter().map(Told::from).collect(), heard })
    }

    /// Opens the stream; where that cannot be, whatever the reason, what the origin itself has. None: it is open.
    async fn open(&mut self) -> Result<Option<Vec<Bytes>>, OriginError> {
        if let Some(opened) = self.opened {
            tokio::time::sleep_until(opened + LOOK_EVERY).await;
        }
        self.opened = Some(Instant::now());
        self.bus.connected(AWAY_MAX).await.map_err(OriginError::broken)?;
        let Err(error) = self.open_stream().await else { return Ok(None) };
        let OriginError::Broken(why) = error else { return Err(error) };
        tracing::debug!(origin = self.origin, why, "there is no stream to hear: the origin is asked");
        let facts = self.ask().await.map_err(|error| match error {
            OriginError::Broken(asked) => OriginError::Broken(format!("{why}; {asked}")),
            rewritten => rewritten,
        })?;
        if !facts.is_empty() {
            // There may be more: no need to wait.
            self.opened = None;
        }
        Ok(Some(facts))
    }

    async fn open_stream(&mut self) -> Result<(), OriginError> {
        let stream = self.bus.stream(&self.names, Lane::Log).await.map_err(OriginError::broken)?;
        let stream = stream.ok_or_else(|| OriginError::Broken(format!("there is no stream of {}", self.origin)))?;
        self.check(&stream).await?;
        let after = self.cursor.number;
        let opened = Arrivals::open(&self.bus, &stream, &self.names, &self.durable, after).await;
        self.arrived.clear();
        self.arrivals = Some(opened.map_err(OriginError::broken)?);
        Ok(())
    }

    /// Whether the fact at the cursor is the one we know: asked of the stream, or else of the origin.
    async fn check(&self, stream: &Stream) -> Result<(), OriginError> {
        if self.cursor.number == 0 {
            return Ok(());
        }
        let stored = message_at(stream, self.cursor.number).await.map_err(OriginError::broken)?;
        let heading = stored.and_then(|it| self.heading(&it).ok()).filter(|it| it.number == self.cursor.number);
        match heading {
            Some(heading) => OriginError::check(&self.origin, &self.cursor, Some(heading.event_id)),
            None => self.ask().await.map(drop),
        }
    }

    /// What the origin has after the cursor. The fact at the cursor comes along, to be checked.
    async fn ask(&self) -> Result<Vec<Bytes>, OriginError> {
        let known = self.cursor.number.min(1);
        let after = self.cursor.number - known;
        let mut facts =
            reads::ask(&self.bus, &self.names, after, reads::FACTS_MAX).await.map_err(OriginError::broken)?;
        if known == 1 {
            let found = facts.first().map(|it| self.heading(it)).transpose()?;
            OriginError::check(&self.origin, &self.cursor, found.map(|it| it.event_id))?;
            facts.remove(0);
        }
        Ok(facts)
    }

    /// A stream that stands still may have lost its outbox, or that lets callers by: then facts come from the origin all the
    /// same. Where it doesn't answer either, there is nothing new.
    async fn ask_in_passing(&mut self) -> Result<Vec<Bytes>, OriginError> {
        let facts = match tokio::time::timeout(PASSING_MAX, self.ask()).await {
            Ok(Err(OriginError::Broken(_))) | Err(_) => vec![],
            Ok(other) => other?,
        };
        self.has_more = !facts.is_empty();
        self.awaited = None;
        Ok(facts)
    }

    fn heading(&self, envelope: &[u8]) -> Result<Heading, OriginError> {
        let heading = Heading::of(envelope).filter(|it| self.names.is(&it.node, &it.service));
        heading.ok_or_else(|| OriginError::Broken(format!("what {} sends is not one of its facts", self.origin)))
    }
}

/// Never ready where nobody waits.
async fn awaited_long(waiting: &mut Waiting, awaited: &mut Option<Instant>) {
    waiting.any().await;
    let since = *awaited.get_or_insert_with(Instant::now);
    tokio::time::sleep_until(since + AWAITED_MAX).await;
}

async fn acknowledge(acker: Acker) {
    if let Err(error) = acker.ack().await {
        tracing::debug!(error, "a batch could not be acknowledged: it comes again, and is dropped");
    }
}
