//! Publishing while callers crowd.

use std::time::Duration;

use contract::log::{Envelope, ReactionParked};

use self::server::Server;
use crate::bare::{Bare, Crowding, acting};

#[path = "../../tests/between/ground/server.rs"]
mod server;

/// Longer than publishing one fact takes, and much shorter than a crowd is let by.
const A_WHILE: Duration = Duration::from_millis(200);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn publishing_lets_a_crowd_by_and_comes_when_it_has_gone() {
    let server = Server::start();
    let (running, _data) = Bare::start("n");
    running.publish(&server.bus().await);
    let shared = running.desk().shared;
    let published = || running.status().published.unwrap_or_default();
    let write = async |event_id: u64| {
        let parked = ReactionParked { event_id: event_id.to_string(), ..Default::default() };
        let written = shared.turn(move |core| {
            core.park(&Envelope::default(), parked, &acting())?;
            core.flush()
        });
        written.await.unwrap().unwrap();
    };
    let all_of = async |number: u64| {
        while published() < number {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    // Where the machine is too busy for the crowd itself, it has to come again.
    for number in 1..=20 {
        let crowd = Crowding::at(&shared);
        write(number).await;
        tokio::time::sleep(A_WHILE).await;
        let is_held_back = published() < number;
        drop(crowd);
        tokio::time::timeout(Duration::from_secs(60), all_of(number)).await.expect("it comes when the crowd has gone");
        if 1 < number && is_held_back {
            return running.stop().await;
        }
    }
    panic!("a crowd was never let by");
}
