//! A million measurements through `ImportMeasurements`: how fast they are durable, what they take, and how fast they are read.
//!
//! `cargo bench -p tests --bench measurements`, with `-- bus` while NATS takes them too; needs `cargo build --release -p accord` first.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use accord::{
    client::{Client, to_the_end},
    measurements::{Next, Read, name, send},
};
use contract::{
    evaluation::{
        DefineIndicator, Direction, GetTotals, MeasurementReported, OverPeriods, ReportMeasurement, Totals, ValueKind,
    },
    log::{Envelope, RebuildViews, Rebuilding, envelope::Fact, operations_client::OperationsClient},
};
use jiff::{ToSpan, civil::date};
use runtime::log::{Entry, Log, Options};
use tempfile::TempDir;
use tests::{Members, Nats, Process, TIMED_HEADING, World, timed};
use uuid::Uuid;

const PARTNERSHIPS: usize = 10;
const PARTNERS: usize = 10;
const INDICATORS: usize = 50;
/// 16 years and 8 months.
const MONTHS: usize = 200;
const VALUES: usize = PARTNERSHIPS * PARTNERS * INDICATORS * MONTHS;
/// Partners that import at a time.
const STREAMS: usize = 4;

#[tokio::main]
async fn main() {
    println!("the log alone, 500 entries of the same bytes in a group: {:.0}/s", log_alone().await);
    let folder = TempDir::new().expect("a temporary folder");
    let mut nats = Nats::start();
    let mut partners = Process::new(&["partners"], &folder.path().join("data"), Some(&nats.url()));
    let mut evaluation = Process::new(&["evaluation"], &folder.path().join("data"), Some(&nats.url()));
    for process in [&mut partners, &mut evaluation] {
        process.start();
        process.wait_until_it_listens();
    }
    let client = Client::at_each(&[("partners", partners.url()), ("evaluation", evaluation.url())]).expect("URLs");
    let world = World { operator: tests::Caller::operator(&client) };
    let all = Arc::new(set_up(&world).await);
    println!("empty: {:.0} MiB resident", resident_mib(&evaluation));
    if !std::env::args().any(|it| it == "bus") {
        // What is durable is asked here, and not how fast NATS takes it.
        nats.pause();
    }
    import(&all).await;
    println!("{:.0} MiB resident when all is durable", resident_mib(&evaluation));
    let began = Instant::now();
    let viewed = viewed(&client).await;
    println!(
        "views {viewed} behind then, and complete {:.1} s later: {:.0} MiB",
        began.elapsed().as_secs_f64(),
        resident_mib(&evaluation)
    );
    totals(&all).await;
    rebuild(&client).await;
    println!("{:.0} MiB resident after that, at most {:.0}", resident_mib(&evaluation), peak_mib(&evaluation));
    evaluation.terminate();
    let began = Instant::now();
    evaluation.start();
    evaluation.wait_until_it_listens();
    totals(&all[..1]).await;
    println!(
        "started, and answered, in {:.2} s; {:.0} MiB resident",
        began.elapsed().as_secs_f64(),
        resident_mib(&evaluation)
    );
}

/// A partnership with its indicators.
struct Ground {
    members: Members,
    indicators: Vec<String>,
}

async fn set_up(world: &World) -> Vec<Ground> {
    let mut all = Vec::new();
    for place in 0..PARTNERSHIPS {
        let members = Members::invited(world, &format!("bench {place}"), PARTNERS).await;
        members.accept().await;
        let mut indicators = Vec::new();
        for number in 0..INDICATORS {
            let define = DefineIndicator {
                command_id: Uuid::now_v7().to_string(),
                partnership_id: members.partnership.clone(),
                title: format!("Borrowers {number}"),
                definition: "People with an outstanding loan at the end of the period".into(),
                unit: "people".into(),
                value_kind: ValueKind::Number.into(),
                direction: Direction::Rising.into(),
                over_periods: OverPeriods::Latest.into(),
                ..Default::default()
            };
            indicators.push(members.callers[0].ask(define).await.expect("an indicator").id);
        }
        all.push(Ground { members, indicators });
    }
    all
}

/// As `accord import measurements` sends them: partners one after the other, some at a time.
async fn import(all: &Arc<Vec<Ground>>) {
    let began = Instant::now();
    let tasks: Vec<_> = (0..STREAMS)
        .map(|stream| {
            let all = all.clone();
            tokio::spawn(async move {
                for place in (stream..PARTNERSHIPS * PARTNERS).step_by(STREAMS) {
                    let ground = &all[place / PARTNERS];
                    let client = ground.members.callers[place % PARTNERS].client().clone();
                    let came = send(values(all.clone(), place), &client, |_| ()).await.expect("imported");
                    assert_eq!(
                        (came.stand, came.refused),
                        ((INDICATORS * MONTHS) as u64, 0),
                        "{:?}",
                        came.wrong.first()
                    );
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.expect("no panic");
    }
    let seconds = began.elapsed().as_secs_f64();
    println!("{VALUES} values durable in {seconds:.1} s: {:.0}/s", VALUES as f64 / seconds);
}

/// All that one partner reports.
fn values(all: Arc<Vec<Ground>>, place: usize) -> impl Iterator<Item = Next> + Send + 'static {
    let count = INDICATORS * MONTHS;
    (0..count).map(move |number| {
        let ground = &all[place / PARTNERS];
        let first = date(2010, 1, 1) + i32::try_from(number % MONTHS).expect("some years").months();
        let mut report = ReportMeasurement {
            partnership_id: ground.members.partnership.clone(),
            indicator_id: ground.indicators[number / MONTHS].clone(),
            period_start: first.to_string(),
            period_end: first.last_of_month().to_string(),
            value: (1_000 + number).to_string(),
            taken_from: "Loan book".into(),
            ..Default::default()
        };
        name(&mut report, Some(&ground.members.ids[place % PARTNERS]));
        Next::Report(Box::new(Read { lines: vec![number as u64], report }))
    })
}

async fn totals(all: &[Ground]) {
    println!("{TIMED_HEADING}");
    let questions = all.iter().flat_map(|ground| ground.indicators.iter().map(move |indicator| (ground, indicator)));
    let questions: Vec<_> = questions
        .map(|(ground, indicator_id)| {
            let (partnership_id, indicator_id) = (ground.members.partnership.clone(), indicator_id.clone());
            (ground.members.callers[1].clone(), GetTotals { partnership_id, indicator_id, ..Default::default() })
        })
        .collect();
    let turn = std::cell::Cell::new(0);
    let ask = async || {
        let (caller, question) = &questions[turn.replace(turn.get() + 1) % questions.len()];
        let totals: Totals = caller.client().call(question).await.expect("totals");
        assert_eq!(totals.partners.len(), PARTNERS);
    };
    timed("totals of 10 partners' 200 periods", 200, ask).await;
}

async fn rebuild(client: &Client) {
    let mut operations = OperationsClient::new(client.channel("evaluation").expect("it is there"));
    let request = client.caller(None, "", "operator", "grpc").request(RebuildViews { service: "evaluation".into() });
    let told = operations.rebuild_views(request.expect("plain text")).await.expect("it begins").into_inner();
    let Rebuilding { position, took_millis, .. } = to_the_end(told, |_| ()).await.expect("rebuilt");
    println!(
        "views of {position} entries built anew in {took_millis} ms: {:.0}/s",
        position as f64 * 1e3 / took_millis as f64
    );
}

/// How far views were behind at first; returns when they are not.
async fn viewed(client: &Client) -> u64 {
    let mut first = None;
    loop {
        let mut operations = OperationsClient::new(client.channel("evaluation").expect("it is there"));
        let request = client
            .caller(None, "", "operator", "grpc")
            .request(contract::log::GetStatus { service: "evaluation".into() });
        let status = operations.get_status(request.expect("plain text")).await.expect("a status").into_inner();
        let behind = status.position - status.viewed;
        let at_first = *first.get_or_insert(behind);
        if behind == 0 {
            return at_first;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// The same bytes in groups of as many as a message holds.
async fn log_alone() -> f64 {
    let folder = TempDir::new().expect("a temporary folder");
    let log = Log::open(folder.path(), Options::default()).expect("a log");
    let began = Instant::now();
    let mut count = 0;
    while began.elapsed() < Duration::from_secs(4) {
        let group = (1..=500).map(|place| entry(count + place)).collect();
        count += 500;
        log.enqueue(group).expect("it is taken");
        if count % 2_000 == 0 {
            log.durable(log.queued_end()).await.expect("it is on disk");
        }
    }
    log.durable(log.queued_end()).await.expect("it is on disk");
    count as f64 / began.elapsed().as_secs_f64()
}

fn entry(number: u64) -> Entry {
    let uuid = || Uuid::now_v7().to_string();
    let reported = MeasurementReported {
        partnership_id: uuid(),
        measurement_id: uuid(),
        indicator_id: uuid(),
        partner_id: uuid(),
        period_start: "2026-01-01".into(),
        period_end: "2026-01-31".into(),
        value: "1234".into(),
        taken_from: "Loan book".into(),
        indicator_version: 1,
        ..Default::default()
    };
    let fact = Envelope {
        event_id: uuid(),
        node: "home".into(),
        service: "evaluation".into(),
        number,
        sequence: number,
        partnership: reported.partnership_id.clone(),
        stream: format!("{}/measurement/{}", reported.partnership_id, reported.measurement_id),
        revision: 1,
        partner: reported.partner_id.clone(),
        channel: "import".into(),
        command_id: uuid(),
        command_digest: vec![0; 16],
        bulk: true,
        fact: Some(Fact::Evaluation(contract::evaluation::Event { kind: Some(reported.into()) })),
        ..Default::default()
    };
    Entry::own(&fact).saying(Arc::new(fact))
}

fn resident_mib(process: &Process) -> f64 {
    memory_mib(process, "VmRSS")
}

fn peak_mib(process: &Process) -> f64 {
    memory_mib(process, "VmHWM")
}

fn memory_mib(process: &Process, what: &str) -> f64 {
    let pid = process.pid().expect("it runs");
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).expect("its status");
    let line = status.lines().find(|it| it.starts_with(what)).expect("its memory");
    line.split_whitespace().nth(1).and_then(|it| it.parse::<f64>().ok()).expect("a number") / 1024.0
}
