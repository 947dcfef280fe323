//! The story, embedded and with four processes over NATS; and every command of it again, late and in any order.

use accord::client::Client;
use tempfile::TempDir;
use tests::{Called, Nats, Process, World, embedded};
use uuid::Uuid;

#[tokio::test(flavor = "multi_thread")]
async fn a_goal_is_adopted_measured_and_closed_with_all_services_in_one_process() {
    let folder = TempDir::new().unwrap();
    let (host, client) = embedded(&folder).await;
    let world = World::new(&client);
    play_and_repeat(&world).await;
    host.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_goal_is_adopted_measured_and_closed_with_four_processes_over_nats() {
    let folder = TempDir::new().unwrap();
    let nats = Nats::start();
    let mut processes: Vec<_> = SERVICES.map(|it| Process::new(&[it], folder.path(), Some(&nats.url()))).into();
    for process in &mut processes {
        process.start();
        process.wait_until_it_listens();
    }
    let urls: Vec<_> = SERVICES.into_iter().zip(&processes).map(|(name, process)| (name, process.url())).collect();
    play_and_repeat(&World::new(&Client::at_each(&urls).unwrap())).await;
    for mut process in processes {
        assert!(process.terminate().success(), "it stops cleanly: {}", process.logged());
    }
}

const SERVICES: [&str; 4] = ["partners", "goals", "resources", "evaluation"];

async fn play_and_repeat(world: &World) {
    let story = world.partnership("story").await.unwrap();
    story.play().await.unwrap();
    let numbers = world.numbers().await;
    for mut called in shuffled(world.operator.called()) {
        let again = (called.again)().await.unwrap_or_else(|failure| panic!("{}: {failure}", called.rpc));
        called.receipt.as_of.sort();
        assert_eq!(again, called.receipt, "a late retry of {} gets the same receipt", called.rpc);
    }
    assert_eq!(world.numbers().await, numbers, "late retries change nothing");
}

/// An order that has nothing to do with the one they were called in, the same in every run of the same calls.
fn shuffled(mut calls: Vec<Called>) -> Vec<Called> {
    calls.sort_by_key(|it| kernel::name_based(&Uuid::NAMESPACE_OID, &it.request));
    calls
}
