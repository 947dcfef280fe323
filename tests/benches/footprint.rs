//! What a million events cost: memory, the time to start, and the rate at which views are built anew.
//!
//! `cargo bench -p tests --bench footprint`; needs `cargo build --release -p accord` first.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use accord::client::{Client, to_the_end};
use contract::{
    common::Receipt,
    log::{RebuildViews, Rebuilding, operations_client::OperationsClient},
    partners::GetPartnership,
    resources::{OfferResource, ResourceKind, Terms},
};
use tempfile::TempDir;
use tests::{Process, World};

const EVENTS: u64 = 1_000_000;
const CALLERS: u64 = 256;

#[tokio::main]
async fn main() {
    let folder = TempDir::new().expect("a temporary folder");
    let mut up = Process::new(&[], folder.path(), None);
    up.start();
    up.wait_until_it_listens();
    println!("empty logs: {:.0} MiB resident", resident_mib(&up));
    let world = World::new(&up.client());
    let story = world.partnership("bench").await.expect("a partnership");
    // It has heard the partnership once it takes what says so.
    story.lender.ask(offer(&story.partnership)).await.expect("an offer");
    let began = Instant::now();
    let callers: Vec<_> = (0..CALLERS)
        .map(|_| {
            tokio::spawn(offers(
                up.client().caller(Some(&tests::id("bench/lender")), "admin", "", "grpc"),
                story.partnership.clone(),
            ))
        })
        .collect();
    for caller in callers {
        caller.await.expect("a caller does not panic");
    }
    println!(
        "{EVENTS} events written in {:.0} s: {:.0} MiB resident",
        began.elapsed().as_secs_f64(),
        resident_mib(&up)
    );
    while caught_up(&world).await.is_err() {
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    println!("all heard and in the views: {:.0} MiB resident", resident_mib(&up));
    // What is left is what it keeps for whoever comes next.
    tokio::time::sleep(Duration::from_secs(10)).await;
    println!("ten seconds later: {:.0} MiB resident", resident_mib(&up));
    let mut operations = OperationsClient::new(up.client().channel("resources").expect("it is there"));
    let request = world.operator.client().request(RebuildViews { service: "resources".into() }).expect("plain text");
    let told = operations.rebuild_views(request).await.expect("it begins").into_inner();
    let Rebuilding { position, took_millis, .. } = to_the_end(told, |_| ()).await.expect("rebuilt");
    println!(
        "views of {position} entries built anew in {took_millis} ms: {:.0}/s",
        position as f64 * 1e3 / took_millis as f64
    );
    up.terminate();
    start(&mut up, &story.partnership, "after a clean stop").await;
    println!("{:.0} MiB resident", resident_mib(&up));
    up.kill();
    start(&mut up, &story.partnership, "after kill -9").await;
    println!("on disk: {} MiB", disk_mib(folder.path()));
}

async fn start(up: &mut Process, partnership: &str, how: &str) {
    let began = Instant::now();
    up.start();
    up.wait_until_it_listens();
    let query = GetPartnership { as_of: vec![], partnership_id: partnership.into() };
    let client = up.client().caller(None, "", "", "grpc");
    client.call::<_, contract::partners::Partnership>(&query).await.expect("an answer");
    println!("start {how}: first answer after {:.2} s", began.elapsed().as_secs_f64());
}

async fn offers(client: Client, partnership: String) {
    for _ in 0..EVENTS / CALLERS {
        client.call::<_, Receipt>(&offer(&partnership)).await.expect("an offer");
    }
}

fn offer(partnership: &str) -> OfferResource {
    OfferResource {
        partnership_id: partnership.into(),
        kind: ResourceKind::Expertise.into(),
        field: "Agronomy".into(),
        title: "Agronomists for the season".into(),
        quantity: "40".into(),
        unit: "days".into(),
        available_from: "2026-02-01".into(),
        terms: Terms::Gift.into(),
        ..Default::default()
    }
}

async fn caught_up(world: &World) -> Result<(), ()> {
    for service in ["partners", "goals", "resources", "evaluation"] {
        let request = contract::log::GetStatus { service: service.into() };
        let request = world.operator.client().request(request).expect("plain text");
        let channel = world.operator.client().channel(service).expect("it is there");
        let status = OperationsClient::new(channel).get_status(request).await.expect("a status").into_inner();
        let heard = status.heard.iter().find(|it| it.origin == "home/resources").map_or(0, |it| it.number);
        let complete = service == "resources" || EVENTS / CALLERS * CALLERS <= heard;
        if status.viewed < status.position || !complete {
            return Err(());
        }
    }
    Ok(())
}

fn resident_mib(process: &Process) -> f64 {
    let pid = process.pid().expect("it runs");
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).expect("its status");
    let line = status.lines().find(|it| it.starts_with("VmRSS")).expect("its memory");
    line.split_whitespace().nth(1).and_then(|it| it.parse::<f64>().ok()).expect("a number") / 1024.0
}

fn disk_mib(folder: &Path) -> u64 {
    fn bytes(path: &Path) -> u64 {
        std::fs::read_dir(path)
            .into_iter()
            .flatten()
            .flatten()
            .map(|it| if it.path().is_dir() { bytes(&it.path()) } else { it.metadata().map_or(0, |it| it.len()) })
            .sum()
    }
    bytes(folder) >> 20
}
