//! Running it: health, a stop that ends, views made anew, and logs that tell who did what and why.

use std::{
    net::TcpStream,
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use accord::{
    client::Client,
    host::{ALL, Host, HostSettings},
};
use contract::{
    common::Receipt,
    goals::{GetGoal, Goal, GoalState, ProposeGoal},
    log::{Batch, Envelope, ReadLog, envelope::Fact, log_reader_client::LogReaderClient},
    partners::{ListProposals, ListProposalsResponse, TakePosition, event::Kind as PartnersEvent},
};
use futures::{StreamExt, future::ready};
use prost::Message;
use prost_reflect::{DynamicMessage, Value};
use runtime::{
    Clock,
    caller::{CHANNEL, PERSON},
    log::Options,
};
use tempfile::TempDir;
use tests::{
    Process, Stranger, World, accord_binary, embedded, faults::rebuild_views, id, path, reason, rpcs, violations::valid,
};
use tonic::{Code, Status};
use tonic_health::pb::{HealthCheckRequest, health_check_response::ServingStatus, health_client::HealthClient};
use uuid::Uuid;

const SERVICES: [&str; 4] = ["partners", "goals", "resources", "evaluation"];
const TRACEPARENT: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
/// A stop drains calls for 5 s at most, then closes the logs.
const STOP_MAX: Duration = Duration::from_secs(15);

#[tokio::test(flavor = "multi_thread")]
async fn every_service_says_that_it_serves_from_the_first_call_on() {
    let folder = TempDir::new().unwrap();
    let (host, client) = embedded(&folder).await;
    let mut health = HealthClient::new(client.channel("partners").unwrap());
    for service in contract::services().into_iter().chain([String::new()]) {
        let answer = health.check(HealthCheckRequest { service: service.clone() }).await.expect(&service);
        assert_eq!(answer.into_inner().status(), ServingStatus::Serving, "{service}");
    }
    let unknown = health.check(HealthCheckRequest { service: "accord.none.v1.None".into() }).await.unwrap_err();
    assert_eq!((unknown.code(), reason(&unknown).as_str()), (Code::NotFound, "REASON_NOT_FOUND"));
    host.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_ends_in_time_with_a_stream_open_and_an_idle_connection() {
    let folder = TempDir::new().unwrap();
    let mut process = Process::new(&[], folder.path(), None);
    process.start();
    process.wait_until_it_listens();
    let client = process.client();
    let mut health = HealthClient::new(client.channel("partners").unwrap());
    let mut watched = health.watch(HealthCheckRequest { service: String::new() }).await.unwrap().into_inner();
    assert_eq!(watched.next().await.unwrap().unwrap().status(), ServingStatus::Serving);
    let asked = ReadLog { service: "partners".into(), follow: true, ..Default::default() };
    let mut reader = LogReaderClient::new(client.channel("partners").unwrap());
    let mut facts =
        reader.read(client.caller(None, "", "", "grpc").request(asked).unwrap()).await.unwrap().into_inner();
    let idle = TcpStream::connect(process.url().trim_start_matches("http://")).unwrap();

    let started = Instant::now();
    let stopping = tokio::task::spawn_blocking(move || (process.terminate(), process));
    // It is told again and again while it serves.
    let mut told = watched.map(|it| it.unwrap().status()).skip_while(|it| ready(*it == ServingStatus::Serving));
    assert_eq!(told.next().await, Some(ServingStatus::NotServing), "first it says so");
    while facts.next().await.is_some_and(|it| it.is_ok()) {}
    let (status, process) = stopping.await.unwrap();
    assert_eq!(status.code(), Some(0), "{}", process.logged());
    assert!(started.elapsed() < STOP_MAX, "it took {:?}: {}", started.elapsed(), process.logged());
    drop(idle);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_program_on_the_same_data_is_told_so_and_the_first_goes_on() {
    let folder = TempDir::new().unwrap();
    let mut first = Process::new(&[], folder.path(), None);
    first.start();
    first.wait_until_it_listens();
    // It listens before its logs are open, and answers after.
    World::new(&first.client()).numbers().await;
    let second = Command::new(accord_binary())
        .args(["up", "--listen", "127.0.0.1:0", "--data", &folder.path().display().to_string()])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&second.stderr).into_owned();
    assert_eq!(second.status.code(), Some(3), "{said}");
    assert!(said.contains("lock") && !said.contains("panicked"), "{said}");
    told(&first.client(), "first").await;
    assert!(first.terminate().success(), "{}", first.logged());
}

#[test]
fn services_that_start_at_once_share_one_secret() {
    for _ in 0..50 {
        let folder = TempDir::new().unwrap();
        let secrets = thread::scope(|scope| {
            let starting = [(); 4].map(|()| scope.spawn(|| runtime::pages::secret(folder.path()).unwrap()));
            starting.map(|it| it.join().unwrap())
        });
        let kept = std::fs::read(folder.path().join("secret")).unwrap();
        assert!(secrets.iter().all(|it| it[..] == kept[..]), "a page token of one is none to another");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "and nothing else is left");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn views_that_are_lost_or_damaged_are_made_again_and_answer_the_same() {
    let folder = TempDir::new().unwrap();
    let (host, client) = embedded(&folder).await;
    let (world, partnership) = told(&client, "lost").await;
    let before = answers(&client, &partnership).await;
    let numbers = world.settled(&partnership).await;
    host.stop().await.unwrap();
    let [lost, cut, overwritten, torn] = SERVICES.map(|it| folder.path().join(it).join("views.redb"));
    std::fs::remove_file(lost).unwrap();
    let whole = std::fs::read(&cut).unwrap();
    std::fs::write(cut, &whole[..whole.len() / 2]).unwrap();
    std::fs::write(overwritten, "these are no views").unwrap();
    let mut whole = std::fs::read(&torn).unwrap();
    whole[64..4096].fill(0x5a);
    std::fs::write(torn, whole).unwrap();
    let (host, client) = embedded(&folder).await;
    for (place, method) in questions().iter().enumerate() {
        let answer = loop {
            match ask(&client, method, &partnership).await {
                Ok(answer) => break answer,
                Err(early) => assert_eq!(reason(&early), "REASON_VIEWS_BUILDING", "{}: {early}", path(method)),
            }
        };
        assert_eq!(answer, before[place], "{}", path(method));
    }
    assert_eq!(World::new(&client).settled(&partnership).await, numbers, "rebuilding writes nothing");
    host.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_data_folder_keeps_its_nodes_name() {
    let folder = TempDir::new().unwrap();
    let settings = |node: &str| HostSettings {
        services: ALL.to_vec(),
        node: node.into(),
        data: folder.path().to_owned(),
        listen: ([127, 0, 0, 1], 0).into(),
        nats: None,
        clock: Clock::System,
        log: Options::default(),
    };
    for _ in 0..2 {
        Host::start(settings("north")).await.unwrap().stop().await.unwrap();
    }
    let refused = Host::start(settings("south")).await.err().expect("the facts bear another name").to_string();
    assert!(refused.contains("north") && refused.contains("south"), "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_query_answers_while_the_views_are_rebuilt() {
    let folder = TempDir::new().unwrap();
    let (host, client) = embedded(&folder).await;
    let (_, partnership) = told(&client, "rebuilt").await;
    let before = Arc::new(answers(&client, &partnership).await);
    let done = Arc::new(AtomicBool::new(false));
    let asking: Vec<_> = (0..3)
        .map(|_| tokio::spawn(keep_asking(client.clone(), partnership.clone(), before.clone(), done.clone())))
        .collect();
    for _ in 0..5 {
        rebuild_views(&client).await;
    }
    done.store(true, Ordering::Relaxed);
    for asking in asking {
        assert!(0 < asking.await.unwrap(), "nobody asked meanwhile");
    }
    assert_eq!(answers(&client, &partnership).await, *before);
    host.stop().await.unwrap();
}

async fn keep_asking(
    client: Client,
    partnership: String,
    expected: Arc<Vec<DynamicMessage>>,
    done: Arc<AtomicBool>,
) -> u32 {
    let mut rounds = 0;
    while !done.load(Ordering::Relaxed) {
        assert_eq!(answers(&client, &partnership).await, *expected);
        rounds += 1;
    }
    rounds
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_whose_cursor_names_another_fact_is_refused() {
    let folder = TempDir::new().unwrap();
    let (host, client) = embedded(&folder).await;
    let (_, partnership) = told(&client, "cursor").await;
    let facts = log(&client, "partners").await;
    let (third, last) = (&facts[2], facts.last().unwrap());
    let cursor = |after_number, after_event_id: &str| ReadLog {
        service: "partners".into(),
        after_number,
        after_event_id: after_event_id.into(),
        ..Default::default()
    };
    let right = read(&client, cursor(3, &third.event_id)).await.unwrap();
    assert_eq!(right, facts[3..], "it goes on behind the cursor");
    for wrong in [cursor(3, &last.event_id), cursor(3, &id("nothing")), cursor(1_000, &third.event_id)] {
        let refused = read(&client, wrong).await.unwrap_err();
        assert_eq!(refused.code(), Code::DataLoss, "{refused}");
        reason(&refused);
    }
    let own = read(&client, ReadLog { partnership_id: partnership.clone(), ..cursor(0, "") }).await.unwrap();
    assert!(!own.is_empty() && own.iter().all(|it| it.partnership == partnership));
    let sequences: Vec<_> = own.iter().map(|it| it.sequence).collect();
    assert_eq!(sequences, (1..=own.len() as u64).collect::<Vec<_>>(), "a reader would see a gap");
    host.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn facts_tell_who_acted_and_what_led_to_them_through_every_reaction() {
    let folder = TempDir::new().unwrap();
    let (host, client) = embedded(&folder).await;
    let world = World::new(&client);
    let partnership = world.partnership("traced").await.unwrap().partnership;
    let seen = world.seen(&partnership).await;
    let lender = id("traced/lender");
    let officer = Stranger::partner(&client, &lender, "admin").with(PERSON, "officer-7").with(CHANNEL, "cli");
    let (command_id, goal_id) = (Uuid::now_v7().to_string(), Uuid::now_v7().to_string());
    let propose = ProposeGoal {
        command_id: command_id.clone(),
        partnership_id: partnership.clone(),
        goal_id: goal_id.clone(),
        title: "Two thousand borrow".into(),
        level: 2,
        ..Default::default()
    };
    let traced = officer.clone().with("traceparent", TRACEPARENT).seeing(&seen);
    let receipt: Receipt = traced.call(&propose).await.unwrap();
    let query =
        ListProposals { as_of: receipt.as_of.clone(), partnership_id: partnership.clone(), ..Default::default() };
    let proposals: ListProposalsResponse = officer.call(&query).await.unwrap();

    let proposed = log(&client, "goals").await.pop().unwrap();
    assert_eq!((proposed.partner.as_str(), proposed.person.as_str()), (lender.as_str(), "officer-7"));
    assert_eq!((proposed.channel.as_str(), proposed.command_id.as_str()), ("cli", command_id.as_str()));
    assert_eq!((proposed.traceparent.as_str(), proposed.caused_by.as_str()), (TRACEPARENT, ""));
    assert_eq!(receipt.as_of, [format!("home/goals@{}", proposed.number)]);

    let opened = log(&client, "partners").await.pop().unwrap();
    assert!(matches!(kind(&opened), PartnersEvent::ProposalOpened(_)), "{opened:?}");
    follows(&opened, &proposed, "reaction:partners");
    assert_eq!(opened.as_of, receipt.as_of, "it has seen its cause");

    let mut decided = Receipt::default();
    for member in ["trainer", "funder", "lender"] {
        let position = TakePosition {
            partnership_id: partnership.clone(),
            proposal_id: proposals.proposals[0].proposal_id.clone(),
            choice: 1,
            ..Default::default()
        };
        let traced = TRACEPARENT.replace("4bf92f35", "5bf92f35");
        let voter = Stranger::partner(&client, &id(&format!("traced/{member}")), "coordinator");
        decided = voter.with("traceparent", &traced).call(&position).await.unwrap();
    }
    let query = GetGoal { as_of: decided.as_of, partnership_id: partnership, goal_id };
    assert_eq!(officer.call::<_, Goal>(&query).await.unwrap().state(), GoalState::Active);
    let outcome = log(&client, "partners").await.pop().unwrap();
    assert!(matches!(kind(&outcome), PartnersEvent::ProposalAdopted(_)), "{outcome:?}");
    let adopted = log(&client, "goals").await.pop().unwrap();
    follows(&adopted, &outcome, "reaction:goals");
    assert_eq!(adopted.as_of, [format!("home/partners@{}", outcome.number)]);
    assert_eq!(adopted.stream, proposed.stream);
    assert_eq!(adopted.revision, proposed.revision + 1);
    host.stop().await.unwrap();
}

/// A reaction's fact: the same partner, person and trace, with the service as channel and the fact as cause.
#[track_caller]
fn follows(fact: &Envelope, cause: &Envelope, channel: &str) {
    assert_eq!((fact.partner.as_str(), fact.person.as_str()), (cause.partner.as_str(), cause.person.as_str()));
    assert_eq!((fact.channel.as_str(), fact.caused_by.as_str()), (channel, cause.event_id.as_str()));
    assert_eq!(trace(fact), trace(cause), "one trace");
    assert_ne!(fact.command_id, cause.command_id);
}

fn trace(fact: &Envelope) -> &str {
    fact.traceparent.split('-').nth(1).expect("a trace context")
}

fn kind(fact: &Envelope) -> &PartnersEvent {
    match &fact.fact {
        Some(Fact::Partners(event)) => event.kind.as_ref().expect("known"),
        other => panic!("no fact of partners: {other:?}"),
    }
}

async fn told(client: &Client, name: &str) -> (World, String) {
    let world = World::new(client);
    let story = world.partnership(name).await.unwrap();
    story.play().await.unwrap();
    world.settled(&story.partnership).await;
    (world, story.partnership)
}

/// The queries that a partnership's id is enough for.
fn questions() -> Vec<prost_reflect::MethodDescriptor> {
    let asks_for = |it: &prost_reflect::MethodDescriptor| {
        let request = valid(&it.input());
        path(it).contains("Queries/") && request.fields().all(|(field, _)| field.name() == "partnership_id")
    };
    rpcs().into_iter().filter(asks_for).collect()
}

async fn answers(client: &Client, partnership: &str) -> Vec<DynamicMessage> {
    let questions = questions();
    assert!(10 < questions.len());
    let mut answers = Vec::new();
    for method in &questions {
        answers.push(ask(client, method, partnership).await.unwrap_or_else(|it| panic!("{}: {it}", path(method))));
    }
    answers
}

async fn ask(
    client: &Client,
    method: &prost_reflect::MethodDescriptor,
    partnership: &str,
) -> Result<DynamicMessage, Status> {
    let mut request = valid(&method.input());
    if request.fields().next().is_some() {
        request.set_field_by_name("partnership_id", Value::String(partnership.into()));
    }
    let answer = Stranger::allowed(client, method, partnership).await?.call_dynamic(method, &request).await?;
    Ok(DynamicMessage::decode(method.output(), answer).expect("the answer that the contract promises"))
}

async fn log(client: &Client, service: &str) -> Vec<Envelope> {
    read(client, ReadLog { service: service.into(), ..Default::default() }).await.unwrap()
}

async fn read(client: &Client, asked: ReadLog) -> Result<Vec<Envelope>, Status> {
    let client = client.caller(None, "", "", "grpc");
    let mut batches =
        LogReaderClient::new(client.channel("log").unwrap()).read(client.request(asked).unwrap()).await?.into_inner();
    let mut facts = Vec::new();
    while let Some(batch) = batches.next().await {
        let Batch { envelopes } = batch?;
        facts.extend(envelopes.iter().map(|it| Envelope::decode(&it[..]).expect("an envelope")));
    }
    Ok(facts)
}
