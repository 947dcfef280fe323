//! One contract for all origins: every fact after the cursor, once, in order, as the very bytes of the origin's log.

mod ground;

use std::time::Duration;

use bytes::Bytes;
use futures::{StreamExt, future::BoxFuture};
use ground::{
    PATIENCE,
    facts::{Facts, number},
    server::Server,
    until,
};
use runtime::{
    bus::{Bus, Lane, reads},
    desk::Cursor,
    origin::{Batch, Batches, LogOrigin, NatsOrigin, Origin, OriginError},
    outbox::Outbox,
};
use tokio_util::sync::{CancellationToken, DropGuard};

/// An origin, and what has to live as long as it.
struct Made {
    origin: Box<dyn Origin>,
    _kept: Vec<Box<dyn std::any::Any>>,
}

type Maker = for<'f> fn(&'f Facts) -> BoxFuture<'f, Made>;

/// Every source of facts that a service can be given.
const MAKERS: [(&str, Maker); 2] =
    [("log", |facts| Box::pin(over_the_log(facts))), ("nats", |facts| Box::pin(over_nats(facts)))];

async fn over_the_log(facts: &Facts) -> Made {
    Made { origin: Box::new(LogOrigin(facts.source.clone())), _kept: vec![] }
}

async fn over_nats(facts: &Facts) -> Made {
    let server = Server::start();
    let bus = server.bus().await;
    let serving = serve(&bus, facts, true).await;
    Made { origin: Box::new(heard(bus)), _kept: vec![Box::new(serving), Box::new(server)] }
}

fn heard(bus: Bus) -> NatsOrigin {
    NatsOrigin::new(bus, "n", "goals", "n/partners")
}

/// The origin's own side: it answers readers, from when this returns, and publishes.
async fn serve(bus: &Bus, facts: &Facts, publishes: bool) -> DropGuard {
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
struct Hearer {
    batches: Batches,
    heard: Vec<Bytes>,
    from: u64,
}

impl Hearer {
    fn after(origin: &dyn Origin, cursor: Cursor) -> Hearer {
        Hearer { from: cursor.number, batches: origin.read(cursor), heard: vec![] }
    }

    /// Hears up to that number; each in its turn.
    async fn hear(&mut self, end: u64) {
        while self.end() < end {
            let batch = self.batch().await.unwrap();
            for envelope in batch.envelopes {
                assert_eq!(number(&envelope), self.end() + 1, "in order, without a gap");
                self.heard.push(envelope);
            }
            batch.heard.map(|heard| heard.send(()));
        }
    }

    async fn batch(&mut self) -> Result<Batch, OriginError> {
        let next = tokio::time::timeout(PATIENCE, self.batches.next()).await;
        next.expect("something comes").expect("the origin goes on")
    }

    fn end(&self) -> u64 {
        self.from + self.heard.len() as u64
    }

    fn assert_all_of(&self, facts: &Facts) {
        assert!(self.heard == facts.written[self.from as usize..], "the very bytes");
    }
}

/// Hears as an inbox does: a broken origin is asked again from the cursor.
struct Inbox<'o> {
    origin: &'o dyn Origin,
    facts: Vec<Bytes>,
    broken: usize,
}

impl<'o> Inbox<'o> {
    fn of(origin: &'o dyn Origin) -> Self {
        Inbox { origin, facts: vec![], broken: 0 }
    }

    async fn hear(&mut self, facts: &Facts, end: u64) {
        let heard = async {
            while (self.facts.len() as u64) < end {
                self.read(facts, end).await;
            }
        };
        tokio::time::timeout(PATIENCE, heard).await.expect("all is heard");
        assert!(self.facts == facts.written[..self.facts.len()], "every fact once, in order, the very bytes");
    }

    async fn read(&mut self, facts: &Facts, end: u64) {
        let mut batches = self.origin.read(facts.cursor(self.facts.len() as u64));
        while (self.facts.len() as u64) < end {
            match batches.next().await.expect("the origin goes on") {
                Ok(batch) => {
                    for envelope in batch.envelopes {
                        assert_eq!(number(&envelope), self.facts.len() as u64 + 1, "nothing twice, nothing left out");
                        self.facts.push(envelope);
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

#[tokio::test(flavor = "multi_thread")]
async fn facts_come_in_order_without_a_gap_then_live() {
    for (name, make) in MAKERS {
        let mut facts = Facts::of("n", "goals");
        facts.write(1_000).await;
        let made = make(&facts).await;
        let mut hearer = Hearer::after(&*made.origin, Cursor::default());
        assert_eq!(made.origin.name(), "n/goals", "{name}");
        hearer.hear(1_000).await;
        for facts_more in [1, 3, 700] {
            facts.write(facts_more).await;
            hearer.hear(facts.end()).await;
        }
        hearer.assert_all_of(&facts);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn facts_come_though_there_were_none_at_first() {
    for (_, make) in MAKERS {
        let mut facts = Facts::of("n", "goals");
        let made = make(&facts).await;
        let mut hearer = Hearer::after(&*made.origin, Cursor::default());
        let nothing = tokio::time::timeout(Duration::from_millis(300), hearer.batches.next()).await;
        assert!(nothing.is_err(), "nothing has happened yet");
        facts.write(2).await;
        hearer.hear(2).await;
        hearer.assert_all_of(&facts);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_goes_on_behind_its_cursor() {
    for (_, make) in MAKERS {
        let mut facts = Facts::of("n", "goals");
        facts.write(600).await;
        let made = make(&facts).await;
        for at in [1, 255, 256, 257, 599, 600] {
            let mut hearer = Hearer::after(&*made.origin, facts.cursor(at));
            facts.write(1).await;
            hearer.hear(facts.end()).await;
            hearer.assert_all_of(&facts);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_fact_at_the_cursor_is_a_rewritten_record() {
    for (name, make) in MAKERS {
        let mut facts = Facts::of("n", "goals");
        facts.write(20).await;
        let made = make(&facts).await;
        let cursor = Cursor { number: 20, event_id: facts.cursor(19).event_id };
        let refused = Hearer::after(&*made.origin, cursor.clone()).batch().await.err();
        let expected = OriginError::Rewritten {
            origin: "n/goals".into(),
            number: 20,
            expected: cursor.event_id,
            found: facts.cursor(20).event_id,
        };
        assert_eq!(refused, Some(expected), "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cursor_behind_the_origins_end_is_a_rewritten_record() {
    for (name, make) in MAKERS {
        let mut facts = Facts::of("n", "goals");
        facts.write(20).await;
        let made = make(&facts).await;
        for number in [21, 2_000] {
            let cursor = Cursor { number, event_id: facts.cursor(20).event_id };
            let refused = Hearer::after(&*made.origin, cursor).batch().await.err();
            let is_refused = matches!(&refused, Some(OriginError::Rewritten { found, .. }) if found == "nothing");
            assert!(is_refused, "{name}: {refused:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn large_facts_come_whole() {
    for (_, make) in MAKERS {
        let mut facts = Facts::of("n", "goals");
        facts.write_of(100, 48 * 1024 - 512).await;
        let made = make(&facts).await;
        let mut hearer = Hearer::after(&*made.origin, Cursor::default());
        hearer.hear(100).await;
        facts.write_of(30, 40_000).await;
        hearer.hear(130).await;
        hearer.assert_all_of(&facts);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn thousands_of_facts_come_while_more_are_written() {
    for (_, make) in MAKERS {
        let mut facts = Facts::of("n", "goals");
        let made = make(&facts).await;
        let mut hearer = Hearer::after(&*made.origin, Cursor::default());
        for _ in 0..40 {
            facts.write(250).await;
            hearer.hear(facts.end() - 200).await;
        }
        hearer.hear(10_000).await;
        hearer.assert_all_of(&facts);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn bulk_facts_are_not_heard() {
    for (_, make) in MAKERS {
        let mut facts = Facts::of("n", "goals");
        facts.write(3).await;
        facts.write_bulk(50).await;
        facts.write(3).await;
        let made = make(&facts).await;
        let mut hearer = Hearer::after(&*made.origin, Cursor::default());
        hearer.hear(6).await;
        hearer.assert_all_of(&facts);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn over_nats_a_killed_server_interrupts_but_loses_and_doubles_nothing() {
    let mut server = Server::start();
    let mut facts = Facts::of("n", "goals");
    let (theirs, ours) = (server.bus().await, server.bus().await);
    let _serving = serve(&theirs, &facts, true).await;
    let origin = heard(ours);
    let mut inbox = Inbox::of(&origin);
    for _ in 0..3 {
        facts.write(3_000).await;
        inbox.hear(&facts, facts.end() - 2_000).await;
        server.kill();
        facts.write(100).await;
        server.run();
        inbox.hear(&facts, facts.end()).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn over_nats_one_reading_survives_a_short_absence() {
    let mut server = Server::start();
    let mut facts = Facts::of("n", "goals");
    let _serving = serve(&server.bus().await, &facts, true).await;
    let origin = heard(server.bus().await);
    facts.write(100).await;
    let mut hearer = Hearer::after(&origin, Cursor::default());
    hearer.hear(100).await;
    server.kill();
    facts.write(100).await;
    server.run();
    hearer.hear(200).await;
    hearer.assert_all_of(&facts);
}

#[tokio::test(flavor = "multi_thread")]
async fn over_nats_a_server_that_lost_everything_is_no_rewritten_record() {
    let mut server = Server::start();
    let mut facts = Facts::of("n", "goals");
    let _serving = serve(&server.bus().await, &facts, true).await;
    let origin = heard(server.bus().await);
    let mut inbox = Inbox::of(&origin);
    facts.write(2_000).await;
    inbox.hear(&facts, 2_000).await;
    server.kill();
    server.lose_everything();
    facts.write(500).await;
    server.run();
    inbox.hear(&facts, 2_500).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn over_nats_a_stream_deleted_and_filled_again_doubles_nothing() {
    let server = Server::start();
    let mut facts = Facts::of("n", "goals");
    let _serving = serve(&server.bus().await, &facts, true).await;
    let origin = heard(server.bus().await);
    let operator = server.operator().await;
    facts.write(5_000).await;
    let mut hearer = Hearer::after(&origin, Cursor::default());
    hearer.hear(1_000).await;
    operator.delete_stream("accord-log-n-goals").await.unwrap();
    hearer.hear(5_000).await;
    facts.write(100).await;
    hearer.hear(5_100).await;
    until_published(&server, 5_100).await;
    operator.delete_stream("accord-log-n-goals").await.unwrap();
    facts.write(100).await;
    hearer.hear(5_200).await;
    hearer.assert_all_of(&facts);
}

#[tokio::test(flavor = "multi_thread")]
async fn over_nats_facts_flow_without_any_stream() {
    let server = Server::start();
    let mut facts = Facts::of("n", "goals");
    facts.write(3_000).await;
    let _serving = serve(&server.bus().await, &facts, false).await;
    let origin = heard(server.bus().await);
    let mut hearer = Hearer::after(&origin, facts.cursor(10));
    hearer.hear(3_000).await;
    facts.write(5).await;
    hearer.hear(3_005).await;
    hearer.assert_all_of(&facts);
}

#[tokio::test(flavor = "multi_thread")]
async fn over_nats_facts_flow_though_the_server_keeps_no_streams() {
    let server = Server::start_without_jetstream();
    let mut facts = Facts::of("n", "goals");
    facts.write(20).await;
    let _serving = serve(&server.bus().await, &facts, true).await;
    let origin = heard(server.bus().await);
    let mut hearer = Hearer::after(&origin, facts.cursor(10));
    hearer.hear(20).await;
    facts.write(5).await;
    hearer.hear(25).await;
    hearer.assert_all_of(&facts);
}

#[tokio::test(flavor = "multi_thread")]
async fn over_nats_facts_flow_past_an_outbox_that_stands_still() {
    let server = Server::start();
    let mut facts = Facts::of("n", "goals");
    facts.write(10).await;
    let (theirs, origin) = (server.bus().await, heard(server.bus().await));
    let publishing = serve(&theirs, &facts, true).await;
    let mut hearer = Hearer::after(&origin, Cursor::default());
    hearer.hear(10).await;
    drop(publishing);
    let _serving = serve(&theirs, &facts, false).await;
    facts.write(10).await;
    hearer.hear(20).await;
    let _publishing = serve(&theirs, &facts, true).await;
    facts.write(10).await;
    hearer.hear(30).await;
    hearer.assert_all_of(&facts);
}

#[tokio::test(flavor = "multi_thread")]
async fn over_nats_purged_messages_come_from_the_origins_log() {
    let server = Server::start();
    let mut facts = Facts::of("n", "goals");
    facts.write(2_000).await;
    let bus = server.bus().await;
    let stop = CancellationToken::new();
    let outbox = Outbox::start(bus.clone(), facts.source.clone(), Lane::Log, stop.clone());
    until("all is published", || outbox.published() == Some(2_000)).await;
    let stream = server.operator().await.get_stream("accord-log-n-goals").await.unwrap();
    stream.purge().sequence(500).await.unwrap();
    for number in [700, 701, 900, 2_000] {
        stream.delete_message(number).await.unwrap();
    }
    let origin = heard(server.bus().await);
    let broken = Hearer::after(&origin, Cursor::default()).batch().await.err();
    assert!(matches!(broken, Some(OriginError::Broken(_))), "nobody has the first: {broken:?}");
    let _serving = serve(&bus, &facts, false).await;
    let mut hearer = Hearer::after(&origin, Cursor::default());
    hearer.hear(2_000).await;
    facts.write(10).await;
    hearer.hear(2_010).await;
    hearer.assert_all_of(&facts);
    // A cursor whose message is gone is checked at the origin.
    let mut hearer = Hearer::after(&origin, facts.cursor(700));
    hearer.hear(2_010).await;
    hearer.assert_all_of(&facts);
    let other = Cursor { number: 701, event_id: facts.cursor(700).event_id };
    let refused = Hearer::after(&origin, other).batch().await.err();
    assert!(matches!(refused, Some(OriginError::Rewritten { .. })), "{refused:?}");
    stop.cancel();
}

#[tokio::test(flavor = "multi_thread")]
async fn over_nats_nothing_is_acknowledged_before_it_was_heard() {
    let server = Server::start();
    let mut facts = Facts::of("n", "goals");
    facts.write(600).await;
    let _serving = serve(&server.bus().await, &facts, true).await;
    let origin = heard(server.bus().await);
    let operator = server.operator().await;
    until_published(&server, 600).await;
    let mut hearer = Hearer::after(&origin, facts.cursor(100));
    let first = hearer.batch().await.unwrap();
    let second = hearer.batch().await.unwrap();
    let acknowledged = async || {
        let stream = operator.get_stream("accord-log-n-goals").await.unwrap();
        stream.consumer_info("heard-by-n-partners").await.unwrap().ack_floor.stream_sequence
    };
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(acknowledged().await <= 100);
    first.heard.unwrap().send(()).unwrap();
    let end = 100 + first.envelopes.len() as u64;
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(acknowledged().await, end);
    drop(second.heard);
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(acknowledged().await, end, "given up is not heard");
}

#[tokio::test(flavor = "multi_thread")]
async fn over_nats_a_hearer_that_was_away_hears_the_rest_only() {
    let server = Server::start();
    let mut facts = Facts::of("n", "goals");
    facts.write(300).await;
    let _serving = serve(&server.bus().await, &facts, true).await;
    let origin = heard(server.bus().await);
    let mut hearer = Hearer::after(&origin, Cursor::default());
    hearer.hear(300).await;
    drop(hearer);
    facts.write(50).await;
    // It had heard, but lost what wasn't on disk: its cursor counts, not what it acknowledged.
    let mut hearer = Hearer::after(&origin, facts.cursor(250));
    hearer.hear(350).await;
    hearer.assert_all_of(&facts);
}

#[tokio::test(flavor = "multi_thread")]
async fn over_nats_neither_stream_nor_origin_is_a_trouble_worth_another_try() {
    let server = Server::start();
    let origin = heard(server.bus().await);
    let broken = Hearer::after(&origin, Cursor::default()).batch().await.err();
    assert!(matches!(broken, Some(OriginError::Broken(_))), "{broken:?}");
    let nobody = heard(Server::not_yet().bus().await);
    let broken = Hearer::after(&nobody, Cursor::default()).batch().await.err();
    assert!(matches!(broken, Some(OriginError::Broken(_))), "{broken:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_is_read_over_nats_in_parts_that_fit_a_message() {
    let server = Server::start();
    let mut facts = Facts::of("n", "goals");
    facts.write_of(50, 45_000).await;
    let bus = server.bus().await;
    let _serving = serve(&bus, &facts, false).await;
    bus.connected(PATIENCE).await.unwrap();
    let mut read = vec![];
    while read.len() < 50 {
        let part = reads::after(&bus, "n", "goals", read.len() as u64, 1_000).await.unwrap();
        let bytes: usize = part.iter().map(Bytes::len).sum();
        assert!((1..=900 * 1024).contains(&bytes), "{bytes}");
        read.extend(part);
    }
    assert_eq!(read, facts.written);
    assert_eq!(reads::after(&bus, "n", "goals", 7, 3).await.unwrap(), facts.written[7..10]);
    assert!(reads::after(&bus, "n", "goals", 50, 3).await.unwrap().is_empty());
    assert!(reads::after(&bus, "n", "partners", 0, 3).await.is_err(), "nobody serves it");
}

/// A failure says its seed: set ACCORD_SEED to it to see it again.
#[tokio::test(flavor = "multi_thread")]
async fn over_nats_every_fact_comes_once_whatever_happens() {
    let seed = std::env::var("ACCORD_SEED").ok().and_then(|it| it.parse().ok()).unwrap_or_else(rand);
    println!("ACCORD_SEED={seed}");
    let _ = tracing_subscriber::fmt().with_env_filter(tracing_subscriber::EnvFilter::from_default_env()).try_init();
    let mut chance = Chance(seed | 1);
    let mut server = Server::start();
    let mut facts = Facts::of("n", "goals");
    let bus = server.bus().await;
    let mut serving = Some(serve(&bus, &facts, true).await);
    let origin = heard(server.bus().await);
    let mut inbox = Inbox::of(&origin);
    for _ in 0..12 {
        facts.write(1 + chance.of(1_500) as usize).await;
        let heard = inbox.facts.len() as u64;
        inbox.hear(&facts, heard + chance.of(facts.end() - heard + 1)).await;
        facts.write(1 + chance.of(500) as usize).await;
        let happens = chance.of(6);
        println!("{happens} happens at {}, heard {}", facts.end(), inbox.facts.len());
        let operator = server.operator().await;
        // There may be no stream at that moment: then there is nothing to be done to it.
        match happens {
            0 | 1 => {
                server.kill();
                if happens == 1 {
                    server.lose_everything();
                }
                facts.write(10).await;
                server.run();
            }
            2 => drop(operator.delete_stream("accord-log-n-goals").await),
            3 | 4 => {
                if let Ok(stream) = operator.get_stream("accord-log-n-goals").await {
                    let at = 1 + chance.of(facts.end());
                    let _ = stream.delete_message(at).await;
                    if happens == 4 {
                        let _ = stream.purge().sequence(at).await;
                    }
                }
            }
            _ => {
                drop(serving.take());
                facts.write(10).await;
                serving = Some(serve(&bus, &facts, true).await);
            }
        }
    }
    inbox.hear(&facts, facts.end()).await;
    until_published(&server, facts.end()).await;
    println!("{} facts, broken {} times", facts.end(), inbox.broken);
}

/// Chance that can be repeated.
struct Chance(u64);

impl Chance {
    fn of(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }
}

fn rand() -> u64 {
    uuid::Uuid::new_v4().as_u64_pair().0
}

async fn until_published(server: &Server, last: u64) {
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

/// `cargo test --release -p runtime --test origins -- --ignored --nocapture`
#[tokio::test(flavor = "multi_thread")]
#[ignore = "measures, asserts little"]
async fn hearing_is_fast() {
    for (name, make) in MAKERS {
        let mut facts = Facts::of("n", "goals");
        for _ in 0..20 {
            facts.write_of(5_000, 130).await;
        }
        let made = make(&facts).await;
        if name == "nats" {
            tokio::time::sleep(Duration::from_secs(10)).await;
        }
        let began = std::time::Instant::now();
        let mut hearer = Hearer::after(&*made.origin, Cursor::default());
        hearer.hear(facts.end()).await;
        println!("{name}: heard {:.0} a second", facts.end() as f64 / began.elapsed().as_secs_f64());
    }
}
