//! Publishing to a real nats-server: every fact once, in order, whatever happens to the server and its streams.

use std::{sync::Arc, time::Duration};

use crate::ground::{
    facts::{Facts, event_id},
    server::Server,
    until,
};
use async_nats::jetstream::{self, stream};
use bytes::Bytes;
use contract::log::Envelope;
use prost::Message;
use runtime::{
    bus::{Bus, Lane},
    outbox::{Outbox, OutboxError},
};
use tokio_util::sync::{CancellationToken, DropGuard};

const STREAM: &str = "accord-log-n-goals";

fn started(bus: &Bus, facts: &Facts, lane: Lane) -> (Arc<Outbox>, DropGuard) {
    let stop = CancellationToken::new();
    (Outbox::start(bus.clone(), facts.source.clone(), lane, stop.clone()), stop.drop_guard())
}

async fn caught_up(outbox: &Outbox, facts: &Facts) {
    until("all is published", || outbox.published() == Some(facts.end())).await;
}

async fn messages(operator: &jetstream::Context, stream: &str) -> Vec<Bytes> {
    let stream = operator.get_stream(stream).await.unwrap();
    let mut messages = vec![];
    for sequence in 1..=stream.cached_info().state.last_sequence {
        messages.push(stream.get_raw_message(sequence).await.unwrap().payload);
    }
    messages
}

#[tokio::test(flavor = "multi_thread")]
async fn facts_go_out_as_they_stand_in_the_log() {
    let server = Server::start();
    let mut facts = Facts::of("n", "goals");
    facts.write(300).await;
    let (outbox, _stop) = started(&server.bus().await, &facts, Lane::Log);
    caught_up(&outbox, &facts).await;
    facts.write(5).await;
    facts.write_of(3, 45_000).await;
    caught_up(&outbox, &facts).await;
    let operator = server.operator().await;
    assert_eq!(messages(&operator, STREAM).await, facts.written);
    let stream = operator.get_stream(STREAM).await.unwrap();
    let config = &stream.cached_info().config;
    assert_eq!(config.subjects, ["accord.log.v1.n.goals.*"]);
    assert_eq!((config.max_age, config.duplicate_window), (Duration::ZERO, Duration::from_secs(120)));
    assert_eq!((config.discard, config.retention), (stream::DiscardPolicy::New, stream::RetentionPolicy::Limits));
    assert_eq!(outbox.trouble(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_says_outside_what_it_is() {
    let server = Server::start();
    let mut facts = Facts::of("n", "goals");
    facts.write(2).await;
    let (outbox, _stop) = started(&server.bus().await, &facts, Lane::Log);
    caught_up(&outbox, &facts).await;
    let message = server.operator().await.get_stream(STREAM).await.unwrap().get_raw_message(2).await.unwrap();
    let partnership = Envelope::decode(&facts.written[1][..]).unwrap().partnership;
    assert_eq!(message.subject.as_str(), format!("accord.log.v1.n.goals.{partnership}"));
    let header = |name| message.headers.get(name).map(|it| it.as_str());
    assert_eq!(header("Nats-Msg-Id"), Some(event_id(&facts.written[1]).as_str()));
    assert_eq!(header("Accord-Number"), Some("2"));
    assert_eq!(header("traceparent"), Some("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));
    assert_eq!(header("Nats-Expected-Last-Sequence"), Some("1"));
}

#[tokio::test(flavor = "multi_thread")]
async fn bulk_facts_go_apart_under_their_own_numbers() {
    let server = Server::start();
    let mut facts = Facts::of("n", "goals");
    facts.write(3).await;
    facts.write_bulk(20).await;
    facts.write(4).await;
    let bus = server.bus().await;
    let (log, _stop) = started(&bus, &facts, Lane::Log);
    let (bulk, _stop_too) = started(&bus, &facts, Lane::Bulk);
    caught_up(&log, &facts).await;
    until("bulk facts are published", || bulk.published() == Some(20)).await;
    let operator = server.operator().await;
    assert_eq!(messages(&operator, STREAM).await, facts.written);
    assert_eq!(messages(&operator, "accord-bulk-n-goals").await, facts.bulk);
}

#[tokio::test(flavor = "multi_thread")]
async fn nats_may_come_later() {
    let mut server = Server::not_yet();
    let mut facts = Facts::of("n", "goals");
    facts.write(10).await;
    let (outbox, _stop) = started(&server.bus().await, &facts, Lane::Log);
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!((outbox.published(), outbox.trouble()), (None, None));
    server.run();
    caught_up(&outbox, &facts).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_outbox_goes_on_where_the_first_left_off() {
    let server = Server::start();
    let mut facts = Facts::of("n", "goals");
    facts.write(700).await;
    let bus = server.bus().await;
    let (first, stop) = started(&bus, &facts, Lane::Log);
    until("some are published", || first.published() >= Some(100)).await;
    // In the middle of it: what it has sent may still arrive while the second one works.
    drop(stop);
    facts.write(50).await;
    let (second, _stop) = started(&bus, &facts, Lane::Log);
    caught_up(&second, &facts).await;
    assert_eq!(messages(&server.operator().await, STREAM).await, facts.written);
    assert_eq!(first.republish().await, Err(OutboxError::Stopped));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_outboxes_of_one_log_publish_every_fact_once() {
    let server = Server::start();
    let mut facts = Facts::of("n", "goals");
    let (one, _stop) = started(&server.bus().await, &facts, Lane::Log);
    let (two, _stop_too) = started(&server.bus().await, &facts, Lane::Log);
    for _ in 0..20 {
        facts.write(50).await;
    }
    caught_up(&one, &facts).await;
    caught_up(&two, &facts).await;
    assert_eq!(messages(&server.operator().await, STREAM).await, facts.written);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_server_loses_and_doubles_nothing() {
    let mut server = Server::start();
    let mut facts = Facts::of("n", "goals");
    let (outbox, _stop) = started(&server.bus().await, &facts, Lane::Log);
    for _ in 0..3 {
        facts.write(2_000).await;
        until("some are published", || outbox.published() >= Some(facts.end() - 1_500)).await;
        server.kill();
        facts.write(500).await;
        server.run();
        caught_up(&outbox, &facts).await;
    }
    assert_eq!(messages(&server.operator().await, STREAM).await, facts.written);
    assert_eq!(outbox.trouble(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_lost_everything_gets_everything_again() {
    let mut server = Server::start();
    let mut facts = Facts::of("n", "goals");
    facts.write(500).await;
    let (outbox, _stop) = started(&server.bus().await, &facts, Lane::Log);
    caught_up(&outbox, &facts).await;
    server.kill();
    server.lose_everything();
    server.run();
    let operator = server.operator().await;
    facts.write(1).await;
    caught_up(&outbox, &facts).await;
    assert_eq!(messages(&operator, STREAM).await, facts.written);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_stream_is_filled_again_though_nothing_new_happens() {
    let server = Server::start();
    let mut facts = Facts::of("n", "goals");
    facts.write(500).await;
    let (outbox, _stop) = started(&server.bus().await, &facts, Lane::Log);
    caught_up(&outbox, &facts).await;
    let operator = server.operator().await;
    operator.delete_stream(STREAM).await.unwrap();
    let is_back = async {
        while operator.get_stream(STREAM).await.is_err() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(crate::ground::PATIENCE, is_back).await.expect("it is noticed");
    tokio::time::sleep(Duration::from_millis(100)).await;
    caught_up(&outbox, &facts).await;
    assert_eq!(messages(&operator, STREAM).await, facts.written);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_deleted_while_publishing_is_filled_again() {
    let server = Server::start();
    let mut facts = Facts::of("n", "goals");
    facts.write(20_000).await;
    let (outbox, _stop) = started(&server.bus().await, &facts, Lane::Log);
    let operator = server.operator().await;
    for reached in [1_000, 3_000] {
        until("some are published", || outbox.published() >= Some(reached)).await;
        operator.delete_stream(STREAM).await.unwrap();
    }
    caught_up(&outbox, &facts).await;
    until("it is whole", || outbox.published() == Some(20_000)).await;
    assert_eq!(outbox.republish().await.unwrap().compared, 20_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_record_in_the_stream_stops_publishing_and_names_both() {
    let server = Server::start();
    let bus = server.bus().await;
    let mut facts = Facts::of("n", "goals");
    let mut others = Facts::of("n", "goals");
    facts.write(7).await;
    others.write(5).await;
    let (outbox, stop) = started(&bus, &others, Lane::Log);
    caught_up(&outbox, &others).await;
    drop(stop);
    let (outbox, _stop) = started(&bus, &facts, Lane::Log);
    until("it is noticed", || outbox.trouble().is_some()).await;
    let trouble = outbox.trouble().unwrap();
    for told in [STREAM, "number 5", &event_id(&others.written[4]), &event_id(&facts.written[4]), "rewritten"] {
        assert!(trouble.contains(told), "{trouble}");
    }
    assert!(matches!(outbox.republish().await, Err(OutboxError::Rewritten { number: 5, .. })));
    // A person has decided that the log is right.
    let operator = server.operator().await;
    operator.delete_stream(STREAM).await.unwrap();
    let done = outbox.republish().await.unwrap();
    assert_eq!((done.published, done.compared, outbox.trouble()), (7, 0, None));
    facts.write(1).await;
    caught_up(&outbox, &facts).await;
    assert_eq!(messages(&operator, STREAM).await, facts.written);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_that_has_less_than_the_stream_was_rewritten() {
    let server = Server::start();
    let bus = server.bus().await;
    let mut whole = Facts::of("n", "goals");
    whole.write(5).await;
    let (outbox, stop) = started(&bus, &whole, Lane::Log);
    caught_up(&outbox, &whole).await;
    drop(stop);
    let (outbox, _stop) = started(&bus, &Facts::of("n", "goals"), Lane::Log);
    until("it is noticed", || outbox.trouble().is_some_and(|it| it.contains("the log has nothing"))).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn republishing_compares_all_and_finds_nothing_to_do() {
    let server = Server::start();
    let mut facts = Facts::of("n", "goals");
    facts.write(3_000).await;
    let (outbox, _stop) = started(&server.bus().await, &facts, Lane::Log);
    caught_up(&outbox, &facts).await;
    let done = outbox.republish().await.unwrap();
    assert_eq!((done.published, done.compared), (0, 3_000));
    facts.write(10).await;
    caught_up(&outbox, &facts).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn republishing_makes_a_stream_with_holes_anew() {
    let server = Server::start();
    let mut facts = Facts::of("n", "goals");
    facts.write(400).await;
    let (outbox, _stop) = started(&server.bus().await, &facts, Lane::Log);
    caught_up(&outbox, &facts).await;
    let operator = server.operator().await;
    let stream = operator.get_stream(STREAM).await.unwrap();
    stream.purge().sequence(100).await.unwrap();
    stream.delete_message(200).await.unwrap();
    stream.delete_message(400).await.unwrap();
    // Publishing goes on behind the holes.
    facts.write(1).await;
    caught_up(&outbox, &facts).await;
    let done = outbox.republish().await.unwrap();
    assert_eq!((done.published, done.compared), (401, 401 - 99 - 2));
    assert_eq!(messages(&operator, STREAM).await, facts.written);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_purged_beyond_its_end_is_told_and_made_anew() {
    let server = Server::start();
    let mut facts = Facts::of("n", "goals");
    facts.write(40).await;
    let (outbox, _stop) = started(&server.bus().await, &facts, Lane::Log);
    caught_up(&outbox, &facts).await;
    let operator = server.operator().await;
    operator.get_stream(STREAM).await.unwrap().purge().sequence(90).await.unwrap();
    facts.write(5).await;
    until("it is noticed", || outbox.trouble().is_some()).await;
    assert!(outbox.trouble().unwrap().contains("epublish"), "{:?}", outbox.trouble());
    let done = outbox.republish().await.unwrap();
    assert_eq!((done.published, outbox.trouble()), (45, None));
    assert_eq!(messages(&operator, STREAM).await, facts.written);
    facts.write(5).await;
    caught_up(&outbox, &facts).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn republishing_finds_the_message_that_differs() {
    let server = Server::start();
    let bus = server.bus().await;
    let mut facts = Facts::of("n", "goals");
    facts.write(600).await;
    let operator = server.operator().await;
    let config =
        stream::Config { subjects: vec!["accord.log.v1.n.goals.*".into()], name: STREAM.into(), ..Default::default() };
    operator.create_stream(config).await.unwrap();
    for (at, fact) in facts.written.iter().enumerate() {
        let payload = if at == 320 { Bytes::from("forged") } else { fact.clone() };
        operator.publish("accord.log.v1.n.goals.directory", payload).await.unwrap().await.unwrap();
    }
    let (outbox, _stop) = started(&bus, &facts, Lane::Log);
    caught_up(&outbox, &facts).await;
    assert_eq!(outbox.trouble(), None, "the last one is ours");
    assert!(matches!(outbox.republish().await, Err(OutboxError::Rewritten { number: 321, .. })));
    until("it is told", || outbox.trouble().is_some_and(|it| it.contains("forged") || it.contains("number 321"))).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn republishing_without_nats_says_so() {
    let mut server = Server::start();
    let mut facts = Facts::of("n", "goals");
    facts.write(10).await;
    let (outbox, _stop) = started(&server.bus().await, &facts, Lane::Log);
    caught_up(&outbox, &facts).await;
    server.kill();
    let error = outbox.republish().await.unwrap_err();
    assert!(matches!(error, OutboxError::Bus(_) | OutboxError::Interrupted { .. }), "{error}");
    server.run();
    facts.write(1).await;
    caught_up(&outbox, &facts).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_nats_cannot_carry_is_told() {
    let server = Server::not_yet();
    let (outbox, _stop) = started(&server.bus().await, &Facts::of("n.x", "goals"), Lane::Log);
    assert!(outbox.trouble().unwrap().contains("n.x"));
    assert_eq!(outbox.republish().await, Err(OutboxError::Stopped));
}
