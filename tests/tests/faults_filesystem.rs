//! The file system crashing under the logs, and a disk that fills up: what was acknowledged stays, and nobody has to help.

use std::{
    fs,
    io::Write,
    path::Path,
    time::{Duration, Instant},
};

use accord::client::Client;
use contract::resources::{ListOffers, ListOffersResponse};
use tests::{
    Process, World,
    faults::{
        Dice, Ground, Image, Insistent, Load, Receipts, SERVICES, assert_same, cannot_run, check_logs, offer,
        rebuild_views, settle, shown,
    },
};
use tonic_health::pb::{HealthCheckRequest, health_check_response::ServingStatus, health_client::HealthClient};

const ROUNDS: u64 = 50;
const RUNS_MAX: Duration = Duration::from_millis(300);
/// Of each kind of command: a commit is of one block at times, and of several at others.
const CALLERS: usize = 48;

#[tokio::test(flavor = "multi_thread")]
async fn a_file_system_that_crashes_keeps_everything_acknowledged() {
    let mut image = match Image::make(1024) {
        Ok(image) => image,
        Err(why) => return cannot_run("a_file_system_that_crashes_keeps_everything_acknowledged", &why),
    };
    let data = image.at().join("data");
    let mut process = Process::new(&[], &data, None);
    process.start();
    process.wait_until_it_listens();
    let client = process.client();
    let ground = Ground::prepare(&World::new(&client), "crash").await;
    let receipts = Receipts::default();
    let load = Load::start(&client, &ground, &receipts, CALLERS, Duration::from_millis(2));
    let mut dice = Dice::cast();
    let began = Instant::now();
    for round in 1..=ROUNDS {
        // Every fifth time the crash comes while the logs are being opened, or just after.
        if round % 5 != 0 {
            until_more_than(&receipts, receipts.count(), &mut process).await;
        }
        tokio::time::sleep(dice.moment(RUNS_MAX)).await;
        image.crash();
        process.kill();
        image.unmount();
        image.mount();
        let found = check_logs(&data, &receipts.all());
        println!("round {round} after {:?}: {found:?}", began.elapsed());
        process.start();
    }
    until_more_than(&receipts, receipts.count(), &mut process).await;
    load.stop().await;
    settle(&client).await;
    let before = shown(&client, &ground.partnership).await;
    rebuild_views(&client).await;
    assert_same(&before, &shown(&client, &ground.partnership).await, "views equal a rebuild");
    assert!(process.terminate().success(), "it stops cleanly: {}", process.logged());
    println!("unanswered attempts: {:#?}", receipts.unanswered());
    println!("{ROUNDS} rounds: {:?}", check_logs(&data, &receipts.all()));
    image.unmount();
}

/// Commands are acknowledged again.
async fn until_more_than(receipts: &Receipts, count: usize, process: &mut Process) {
    let until = Instant::now() + Duration::from_secs(60);
    while receipts.count() <= count {
        assert!(!process.has_ended(), "it ended by itself: {}", process.logged());
        assert!(Instant::now() < until, "nothing is acknowledged: {}", process.logged());
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// The reserve is 64 MiB where nothing else is configured.
const RESERVE: u64 = 64 << 20;
const LEFT_FOR_COMMANDS: u64 = 4 << 20;

#[tokio::test(flavor = "multi_thread")]
async fn on_a_full_disk_commands_are_refused_in_time_and_taken_again_once_there_is_room() {
    let mut image = match Image::make(192) {
        Ok(image) => image,
        Err(why) => return cannot_run("on_a_full_disk_commands_are_refused_in_time", &why),
    };
    let data = image.at().join("data");
    let mut process = Process::new(&[], &data, None);
    process.start();
    process.wait_until_it_listens();
    let client = process.client();
    let ground = Ground::prepare(&World::new(&client), "full").await;
    let receipts = Receipts::default();
    let trainer = Insistent::new(&client, &ground.trainer, &receipts);
    settle(&client).await;
    let ballast = image.at().join("ballast");
    fill(&ballast, image.free_bytes() - RESERVE - LEFT_FOR_COMMANDS);

    let refused = until_refused(&trainer, &ground).await;
    assert!(refused.is_unavailable(), "{refused}");
    assert_eq!(refused.reason, "REASON_LOG_UNAVAILABLE", "{refused}");
    println!("refused after {} commands, with {} bytes free: {refused}", receipts.count(), image.free_bytes());
    assert!(RESERVE / 2 < image.free_bytes(), "long before the disk is full");
    expect_health(&client, "Commands", ServingStatus::NotServing).await;
    expect_health(&client, "Queries", ServingStatus::Serving).await;
    let query = ListOffers { partnership_id: ground.partnership.clone(), page_size: 1, ..Default::default() };
    let answer: ListOffersResponse = trainer.get(&query).await;
    assert_eq!(answer.offers.len(), 1, "queries answer");
    assert!(trainer.try_once(&offer(&ground)).await.is_err(), "and commands are still refused");

    fs::remove_file(&ballast).unwrap();
    let before = receipts.count();
    trainer.ask(&offer(&ground)).await;
    assert_eq!(receipts.count(), before + 1, "taken again, by the same process");
    expect_health(&client, "Commands", ServingStatus::Serving).await;
    settle(&client).await;

    // To the last byte, by somebody else, and the power goes too: nothing can be opened then, and nothing is lost.
    fill(&ballast, u64::MAX);
    assert!(trainer.try_once(&offer(&ground)).await.is_err());
    process.kill();
    process.start();
    tokio::time::sleep(Duration::from_secs(1)).await;
    println!("with {} bytes free it {}", image.free_bytes(), if process.has_ended() { "has ended" } else { "runs" });
    process.kill();
    fs::remove_file(&ballast).unwrap();
    process.start();
    process.wait_until_it_listens();
    trainer.ask(&offer(&ground)).await;
    settle(&client).await;
    assert!(process.terminate().success(), "it stops cleanly: {}", process.logged());
    println!("{:?}", check_logs(&data, &receipts.all()));
    image.unmount();
}

/// So many bytes, or all there are.
fn fill(path: &Path, bytes: u64) {
    let mut file = fs::File::create(path).unwrap();
    for block in [1 << 20, 1 << 12] {
        let block = vec![7; block];
        while file.metadata().unwrap().len() + block.len() as u64 <= bytes && file.write_all(&block).is_ok() {}
    }
    // Where it is full not even this has to succeed.
    let _ = file.sync_all();
}

/// Many callers, until each was refused; the first refusal.
async fn until_refused(trainer: &Insistent, ground: &Ground) -> accord::client::Failure {
    let until = Instant::now() + Duration::from_secs(120);
    let mut callers = tokio::task::JoinSet::new();
    for _ in 0..32 {
        let (trainer, ground) = (trainer.clone(), ground.clone());
        callers.spawn(async move {
            loop {
                assert!(Instant::now() < until, "the disk does not fill up");
                if let Err(refused) = trainer.try_once(&offer(&ground)).await {
                    return refused;
                }
            }
        });
    }
    callers.join_all().await.remove(0)
}

async fn expect_health(client: &Client, which: &str, expected: ServingStatus) {
    let until = Instant::now() + Duration::from_secs(20);
    loop {
        let mut found = Vec::new();
        for service in contract::services().into_iter().filter(|it| it.ends_with(which)) {
            let channel = client.channel(SERVICES[0]).unwrap();
            let answer = HealthClient::new(channel).check(HealthCheckRequest { service }).await;
            found.push(answer.unwrap().into_inner().status());
        }
        if found.iter().all(|it| *it == expected) {
            return assert_eq!(found.len(), SERVICES.len());
        }
        assert!(Instant::now() < until, "{which}: {found:?}, and not {expected:?}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}
