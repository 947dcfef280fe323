//! The bus away, emptied, or half of the services gone: commands go on, and everybody hears everything afterwards.

use std::{collections::BTreeSet, time::Duration};

use async_nats::jetstream::{self, stream::Stream};
use bytes::Bytes;
use contract::partners::Choice;
use futures::TryStreamExt;
use tempfile::TempDir;
use tests::{
    Nats, World,
    faults::{
        Contents, Four, Ground, Insistent, Load, Receipts, SERVICES, check_logs, heard_through, position, proposal,
        republish, settle, statuses,
    },
};

/// A minute is what we promise; ACCORD_FAULTS_SECONDS=60 tries it.
const AWAY: Duration = Duration::from_secs(10);
const HEARD_WITHIN: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_millis(10);

#[tokio::test(flavor = "multi_thread")]
async fn commands_succeed_while_nats_is_away_and_all_is_heard_within_ten_seconds_of_its_return() {
    let folder = TempDir::new().unwrap();
    let mut four = Four::start(folder.path());
    let client = four.client();
    let ground = Ground::prepare(&World::new(&client), "away").await;
    let receipts = Receipts::default();
    let load = Load::start(&client, &ground, &receipts, 2, PAUSE);
    tokio::time::sleep(Duration::from_secs(1)).await;

    four.nats.pause();
    let before = SERVICES.map(|it| receipts.count_of(it));
    tokio::time::sleep(away()).await;
    let after = SERVICES.map(|it| receipts.count_of(it));
    let done: Vec<_> = SERVICES.iter().zip(after.iter().zip(before)).map(|(it, (now, was))| (it, now - was)).collect();
    println!("acknowledged while NATS was away for {:?}: {done:?}", away());
    assert!(done.iter().all(|(_, count)| 20 < *count), "each service goes on: {done:?}");
    assert!(receipts.unanswered().is_empty(), "no command noticed: {:?}", receipts.unanswered());

    let then = statuses(&client).await.unwrap();
    four.nats.resume();
    let took = heard_through(&client, &then).await;
    println!("every service had heard all {took:?} after the return of NATS");
    assert!(took < HEARD_WITHIN, "it took {took:?}");
    load.stop().await;
    settle(&client).await;
    four.terminate_all();
    println!("{:?}", check_logs(folder.path(), &receipts.all()));
}

fn away() -> Duration {
    let given = std::env::var("ACCORD_FAULTS_SECONDS").ok();
    given.map_or(AWAY, |it| Duration::from_secs(it.parse().expect("ACCORD_FAULTS_SECONDS is a number")))
}

#[tokio::test(flavor = "multi_thread")]
async fn deleted_streams_are_restored_from_the_logs_and_facts_flow_on() {
    let folder = TempDir::new().unwrap();
    let mut four = Four::start(folder.path());
    let client = four.client();
    let ground = Ground::prepare(&World::new(&client), "streams").await;
    let receipts = Receipts::default();
    let load = Load::start(&client, &ground, &receipts, 2, PAUSE);
    tokio::time::sleep(Duration::from_secs(2)).await;

    let jetstream = connected(&four.nats).await;
    let deleted = streams(&jetstream).await;
    for name in &deleted {
        jetstream.delete_stream(name).await.unwrap();
    }
    assert_eq!(deleted.len(), SERVICES.len() + 1, "one a service, and one for bulk facts: {deleted:?}");
    println!("restored: {:?}", republish(&client).await);
    assert_eq!(streams(&jetstream).await, deleted);

    tokio::time::sleep(Duration::from_secs(2)).await;
    load.stop().await;
    settle(&client).await;
    let settled = statuses(&client).await.unwrap();
    println!("nothing left to do: {:?}", republish(&client).await);
    let mut published = Vec::new();
    for service in SERVICES {
        published.push(messages(&jetstream, &format!("accord-log-home-{service}")).await);
    }
    let bulk = messages(&jetstream, "accord-bulk-home-evaluation").await;
    four.terminate_all();
    for (status, published) in settled.iter().zip(published) {
        let service = status.service.as_str();
        assert_equal(service, &published, &Contents::read(folder.path(), service).own, status.number);
        if service == "evaluation" {
            let log = Contents::read(folder.path(), service).bulk;
            assert_equal("evaluation's bulk facts", &bulk, &log, status.bulk_number);
        }
    }
    println!("{:?}", check_logs(folder.path(), &receipts.all()));
}

/// So many facts at least are published, and nothing that the log does not hold. It may have gone on since they were
/// counted: at midnight partnerships are measured.
fn assert_equal(what: &str, published: &[Bytes], log: &[Bytes], settled: u64) {
    let (messages, facts) = (published.len(), log.len());
    assert!(
        settled as usize <= messages && messages <= facts,
        "{what}: {messages} messages of {settled} to {facts} facts"
    );
    let differing = published.iter().zip(log).position(|(message, fact)| message != fact);
    assert_eq!(differing, None, "{what}: message and fact differ after so many");
    println!("{what}: {messages} messages equal the log");
}

async fn connected(nats: &Nats) -> jetstream::Context {
    jetstream::new(async_nats::connect(nats.url()).await.unwrap())
}

async fn streams(jetstream: &jetstream::Context) -> BTreeSet<String> {
    jetstream.stream_names().try_collect().await.unwrap()
}

/// All of a stream, from its first message on.
async fn messages(jetstream: &jetstream::Context, name: &str) -> Vec<Bytes> {
    let stream: Stream = jetstream.get_stream(name).await.unwrap();
    let count = stream.cached_info().state.messages;
    let mut messages = Vec::new();
    for sequence in 1..=count {
        messages.push(stream.get_raw_message(sequence).await.unwrap().payload);
    }
    messages
}

#[tokio::test(flavor = "multi_thread")]
async fn two_services_stop_and_start_while_the_others_go_on() {
    let folder = TempDir::new().unwrap();
    let mut four = Four::start(folder.path());
    let client = four.client();
    let ground = Ground::prepare(&World::new(&client), "halves").await;
    let receipts = Receipts::default();
    let load = Load::start(&client, &ground, &receipts, 2, PAUSE);
    for stopped in [[0, 1], [2, 3], [1, 2]] {
        tokio::time::sleep(Duration::from_secs(1)).await;
        for which in stopped {
            let process = &mut four.processes[which];
            assert!(process.terminate().success(), "it stops cleanly: {}", process.logged());
        }
        let others: Vec<_> = (0..4).filter(|it| !stopped.contains(it)).map(|it| SERVICES[it]).collect();
        let before: Vec<_> = others.iter().map(|it| receipts.count_of(it)).collect();
        tokio::time::sleep(Duration::from_secs(2)).await;
        for (service, before) in others.iter().zip(before) {
            assert!(before + 20 < receipts.count_of(service), "{service} goes on");
        }
        stopped.into_iter().for_each(|which| four.processes[which].start());
        four.wait_until_all_listen();
    }
    load.stop().await;
    println!("everything heard, reacted to and shown {:?} after the last command", settle(&client).await);
    four.terminate_all();
    println!("{:?}", check_logs(folder.path(), &receipts.all()));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_and_fifty_six_callers_on_one_stream_all_succeed() {
    const CALLERS: usize = 256;
    const EACH: usize = 4;
    let folder = TempDir::new().unwrap();
    let mut four = Four::start(folder.path());
    let client = four.client();
    let ground = Ground::prepare(&World::new(&client), "hot").await;
    let receipts = Receipts::default();
    // The funder keeps silent: so the proposal stays open.
    let members = [&ground.lender, &ground.trainer].map(|it| Insistent::new(&client, it, &receipts));
    let hot = members[0].ask(&proposal(&ground)).await.id;
    let mut callers = tokio::task::JoinSet::new();
    for caller in 0..CALLERS {
        let (member, ground, hot) = (members[caller % 2].clone(), ground.clone(), hot.clone());
        callers.spawn(async move {
            let mut revisions = Vec::new();
            for place in 0..EACH {
                let said =
                    position(&ground, &hot, Choice::Agree, &format!("says caller {caller} for the {place}th time"));
                revisions.push(member.try_once(&said).await.expect("it succeeds at once").revision);
            }
            revisions
        });
    }
    let revisions: BTreeSet<_> = callers.join_all().await.into_iter().flatten().collect();
    let expected: BTreeSet<_> = (2..=1 + (CALLERS * EACH) as u64).collect();
    assert_eq!(revisions, expected, "one after the other, each with a revision of its own");
    settle(&client).await;
    four.terminate_all();
    println!("{:?}", check_logs(folder.path(), &receipts.all()));
}
