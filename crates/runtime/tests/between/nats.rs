//! Hearing over NATS while NATS does what it may do: every fact comes once and in order all the same.

use std::time::Duration;

use crate::ground::{
    PATIENCE,
    facts::Facts,
    hearing::{Hearer, Inbox, heard, serve, until_published},
    server::Server,
    until,
};
use bytes::Bytes;
use runtime::{
    as_of::{Horizon, Token},
    bus::{Lane, reads},
    desk::Cursor,
    origin::OriginError,
    outbox::Outbox,
};
use tokio_util::sync::CancellationToken;

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_server_interrupts_but_loses_and_doubles_nothing() {
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
async fn one_reading_survives_a_short_absence() {
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
async fn a_server_that_lost_everything_is_no_rewritten_record() {
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
async fn a_stream_deleted_and_filled_again_doubles_nothing() {
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
async fn facts_flow_without_any_stream() {
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
async fn facts_flow_though_the_server_keeps_no_streams() {
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
async fn facts_flow_past_an_outbox_that_stands_still() {
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
async fn who_waits_hears_in_time_what_is_published_late() {
    let server = Server::start();
    let mut facts = Facts::of("n", "goals");
    facts.write(10).await;
    let (theirs, origin) = (server.bus().await, heard(server.bus().await));
    let publishing = serve(&theirs, &facts, true).await;
    let horizon = Horizon::new("n/partners".into());
    let mut hearer = Hearer::awaited(&origin, Cursor::default(), horizon.waiting());
    hearer.hear(10).await;
    drop(publishing);
    let _serving = serve(&theirs, &facts, false).await;
    // More than come in one answer.
    facts.write(5_000).await;
    let last = [Token { origin: "n/goals".into(), number: 5_010 }];
    tokio::select! {
        given_up = horizon.wait_for(&last, None) => panic!("heard {} of 5,010: {given_up:?}", hearer.end()),
        () = hearer.hear(5_010) => (),
    }
    let _publishing = serve(&theirs, &facts, true).await;
    facts.write(10).await;
    hearer.hear(5_020).await;
    hearer.assert_all_of(&facts);
}

#[tokio::test(flavor = "multi_thread")]
async fn purged_messages_come_from_the_origins_log() {
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
async fn nothing_is_acknowledged_before_it_was_heard() {
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
    let end = 100 + first.facts.len() as u64;
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(acknowledged().await, end);
    drop(second.heard);
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(acknowledged().await, end, "given up is not heard");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hearer_that_was_away_hears_the_rest_only() {
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
async fn neither_stream_nor_origin_is_a_trouble_worth_another_try() {
    let server = Server::start();
    let origin = heard(server.bus().await);
    let broken = Hearer::after(&origin, Cursor::default()).batch().await.err();
    assert!(matches!(broken, Some(OriginError::Broken(_))), "{broken:?}");
    let nobody = heard(Server::not_yet().bus().await);
    let broken = Hearer::after(&nobody, Cursor::default()).batch().await.err();
    assert!(matches!(broken, Some(OriginError::Broken(_))), "{broken:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_origin_that_has_nothing_new_says_that_nothing_is_wrong() {
    let server = Server::start();
    let mut facts = Facts::of("n", "goals");
    let bus = server.bus().await;
    let origin = heard(server.bus().await);
    let serving = serve(&bus, &facts, false).await;
    let mut hearer = Hearer::after(&origin, Cursor::default());
    assert!(hearer.batch().await.unwrap().facts.is_empty(), "without a stream");
    let publishing = serve(&bus, &facts, true).await;
    facts.write(3).await;
    hearer.hear(3).await;
    drop(serving);
    assert!(hearer.batch().await.unwrap().facts.is_empty(), "with one");
    drop(publishing);
    assert!(hearer.batch().await.unwrap().facts.is_empty(), "nor where the stream alone is there");
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
