//! Services killed at any moment, again and again, while commands run: nothing acknowledged is lost, nothing happens twice.

use std::time::{Duration, Instant};

use tempfile::TempDir;
use tests::{
    World,
    faults::{Dice, Four, Ground, Load, Receipts, assert_same, check_logs, rebuild_views, settle, shown},
};

/// Of each service.
const KILLS: usize = 13;
/// From the start of one service to the end of another: sometimes before the first answers.
const PAUSE_MAX: Duration = Duration::from_millis(900);
const AWAY_MAX: Duration = Duration::from_millis(200);

#[tokio::test(flavor = "multi_thread")]
async fn services_killed_at_any_moment_lose_nothing_acknowledged_and_do_nothing_twice() {
    let folder = TempDir::new().unwrap();
    let mut four = Four::start(folder.path());
    let client = four.client();
    let ground = Ground::prepare(&World::new(&client), "kill").await;
    let receipts = Receipts::default();
    let load = Load::start(&client, &ground, &receipts, 2, Duration::from_millis(5));
    let mut dice = Dice::cast();
    let began = Instant::now();
    for _ in 0..KILLS {
        for which in dice.order(four.processes.len()) {
            tokio::time::sleep(dice.moment(PAUSE_MAX)).await;
            let process = &mut four.processes[which];
            assert!(!process.has_ended(), "it ended by itself: {}", process.logged());
            process.kill();
            tokio::time::sleep(dice.moment(AWAY_MAX)).await;
            process.start();
        }
    }
    four.wait_until_all_listen();
    load.stop().await;
    four.kill_all();
    println!("{} kills in {:?}; attempts unanswered: {:#?}", KILLS * 4 + 4, began.elapsed(), receipts.unanswered());
    println!("after the kills: {:?}", check_logs(folder.path(), &receipts.all()));

    four.start_all();
    println!("everything heard, reacted to and shown after {:?}", settle(&client).await);
    let before = shown(&client, &ground.partnership).await;
    rebuild_views(&client).await;
    assert_same(&before, &shown(&client, &ground.partnership).await, "views equal a rebuild");
    four.terminate_all();
    println!("at the end: {:?}", check_logs(folder.path(), &receipts.all()));
}
