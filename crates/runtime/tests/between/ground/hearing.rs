//! Both ends of hearing: an origin that serves and publishes, and those that hear it.

use std::time::Duration;

use bytes::Bytes;
use futures::StreamExt;
use runtime::{
    as_of::Waiting,
    bus::{Bus, Lane, reads},
    desk::Cursor,
    origin::{Batch, Batches, NatsOrigin, Origin, OriginError},
    outbox::Outbox,
};
use tokio_util::sync::{CancellationToken, DropGuard};

use super::{
    PATIENCE,
    facts::{Facts, number},
    server::Server,
};

pub(crate) fn heard(bus: Bus) -> NatsOrigin {
    NatsOrigin::new(bus, "n", "goals", "n/partners")
}

/// The origin's own side: it answers readers, from when this returns, and publishes.
pub(crate) async fn serve(bus: &Bus, facts: &Facts, publishes: bool) -> DropGuard {
    let stop = CancellationToken::new();
    tokio::spawn(reads::serve(bus.clone(), facts.source.clone(), stop.clone()));
    if publishes {
        Outbox::start(bus.clone(), facts.source.clone(), Lane::Log, stop.clone());
    }
    let answers = async {
        while reads::after(bus, "n", "goals", 0, 1).await.is_err() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(PATIENCE, answers).await.expect("the log can be read");
    stop.drop_guard()
}

/// A hearer that knows what it has heard.
pub(crate) struct Hearer {
    pub(crate) batches: Batches,
    pub(crate) heard: Vec<Bytes>,
    pub(crate) from: u64,
}

impl Hearer {
    pub(crate) fn after(origin: &dyn Origin, cursor: Cursor) -> Hearer {
        Hearer::awaited(origin, cursor, Waiting::nobody())
    }

    /// Somebody may wait for what it hears.
    pub(crate) fn awaited(origin: &dyn Origin, cursor: Cursor, waiting: Waiting) -> Hearer {
        Hearer { from: cursor.number, batches: origin.read(cursor, waiting), heard: vec![] }
    }

    /// Hears up to that number; each in its turn.
    pub(crate) async fn hear(&mut self, end: u64) {
        while self.end() < end {
            let batch = self.batch().await.unwrap();
            for fact in batch.facts {
                assert_eq!(number(&fact.bytes), self.end() + 1, "in order, without a gap");
                self.heard.push(fact.bytes);
            }
            batch.heard.map(|heard| heard.send(()));
        }
    }

    pub(crate) async fn batch(&mut self) -> Result<Batch, OriginError> {
        let next = tokio::time::timeout(PATIENCE, self.batches.next()).await;
        next.expect("something comes").expect("the origin goes on")
    }

    pub(crate) fn end(&self) -> u64 {
        self.from + self.heard.len() as u64
    }

    pub(crate) fn assert_all_of(&self, facts: &Facts) {
        assert!(self.heard == facts.written[self.from as usize..], "the very bytes");
    }
}

/// Hears as an inbox does: a broken origin is asked again from the cursor.
pub(crate) struct Inbox<'o> {
    pub(crate) origin: &'o dyn Origin,
    pub(crate) facts: Vec<Bytes>,
    pub(crate) broken: usize,
}

impl<'o> Inbox<'o> {
    pub(crate) fn of(origin: &'o dyn Origin) -> Self {
        Inbox { origin, facts: vec![], broken: 0 }
    }

    pub(crate) async fn hear(&mut self, facts: &Facts, end: u64) {
        let heard = async {
            while (self.facts.len() as u64) < end {
                self.read(facts, end).await;
            }
        };
        tokio::time::timeout(PATIENCE, heard).await.expect("all is heard");
        assert!(self.facts == facts.written[..self.facts.len()], "every fact once, in order, the very bytes");
    }

    pub(crate) async fn read(&mut self, facts: &Facts, end: u64) {
        let mut batches = self.origin.read(facts.cursor(self.facts.len() as u64), Waiting::nobody());
        while (self.facts.len() as u64) < end {
            match batches.next().await.expect("the origin goes on") {
                Ok(batch) => {
                    for fact in batch.facts {
                        let bytes = fact.bytes;
                        assert_eq!(number(&bytes), self.facts.len() as u64 + 1, "nothing twice, nothing left out");
                        self.facts.push(bytes);
                    }
                    batch.heard.map(|heard| heard.send(()));
                }
                Err(OriginError::Broken(why)) => {
                    self.broken += 1;
                    println!("broken: {why}");
                    return tokio::time::sleep(Duration::from_millis(100)).await;
                }
                Err(error) => panic!("{error}"),
            }
        }
    }
}

/// Waits until the stream has all.
pub(crate) async fn until_published(server: &Server, last: u64) {
    let operator = server.operator().await;
    let published = async {
        loop {
            if let Ok(stream) = operator.get_stream("accord-log-n-goals").await
                && stream.cached_info().state.last_sequence == last
            {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(PATIENCE, published).await.expect("all is published");
}
