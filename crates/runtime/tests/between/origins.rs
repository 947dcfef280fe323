//! One contract for all origins: every fact after the cursor, once, in order, as the very bytes of the origin's log.

use std::time::Duration;

use crate::ground::{
    facts::Facts,
    hearing::{Hearer, heard, serve},
    server::Server,
};
use contract::log::log_reader_server::LogReaderServer;
use futures::future::BoxFuture;
use runtime::{
    desk::Cursor,
    operations::Reader,
    origin::{GrpcOrigin, LogOrigin, Origin, OriginError},
};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tonic::transport::{Endpoint, server::TcpIncoming};

/// An origin, and what has to live as long as it.
struct Made {
    origin: Box<dyn Origin>,
    _kept: Vec<Box<dyn std::any::Any>>,
}

type Maker = for<'f> fn(&'f Facts) -> BoxFuture<'f, Made>;

/// Every source of facts that a service can be given.
const MAKERS: [(&str, Maker); 3] = [
    ("log", |facts| Box::pin(over_the_log(facts))),
    ("nats", |facts| Box::pin(over_nats(facts))),
    ("grpc", |facts| Box::pin(over_grpc(facts))),
];

async fn over_the_log(facts: &Facts) -> Made {
    Made { origin: Box::new(LogOrigin(facts.source.clone())), _kept: vec![] }
}

async fn over_nats(facts: &Facts) -> Made {
    let server = Server::start();
    let bus = server.bus().await;
    let serving = serve(&bus, facts, true).await;
    Made { origin: Box::new(heard(bus)), _kept: vec![Box::new(serving), Box::new(server)] }
}

async fn over_grpc(facts: &Facts) -> Made {
    let stop = CancellationToken::new();
    let reader = LogReaderServer::new(Reader::new([facts.source.clone()], stop.clone()));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = Endpoint::from_shared(format!("http://{}", listener.local_addr().unwrap())).unwrap();
    let serving = tonic::transport::Server::builder().add_service(reader);
    tokio::spawn(serving.serve_with_incoming_shutdown(TcpIncoming::from(listener), stop.clone().cancelled_owned()));
    let origin = GrpcOrigin { node: "n".into(), service: "goals".into(), endpoint };
    Made { origin: Box::new(origin), _kept: vec![Box::new(stop.drop_guard())] }
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
        let heard = tokio::time::timeout(Duration::from_millis(300), hearer.hear(1)).await;
        assert!(heard.is_err(), "nothing has happened yet");
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
