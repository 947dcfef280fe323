//! Facts that can be remembered by half.

use contract::{common::Reason, goals::AcceptGoal};
use prost::Message;
use tempfile::TempDir;
use tokio::sync::oneshot;
use tonic::Code;

use super::*;
use crate::bare::{BREAKS, Bare, Thing, acting};

fn done_by(person: &str) -> impl FnMut(&mut Core<Bare>) -> Outcome + Send + 'static {
    let acting = Acting { who: Arc::new(Caller::service("", person, "reaction")), ..acting() };
    let command =
        AcceptGoal { partnership_id: "p".into(), goal_id: acting.command_id.to_string(), ..Default::default() };
    move |core| core.carry_out::<Thing<1>, _>(&command, &acting)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_on_disk_of_what_was_done_by_half_and_the_next_start_goes_on_without_it() {
    let data = TempDir::new().unwrap();
    let running = Bare::start_in(data.path(), "n");
    let shared = running.desk().shared;
    assert_eq!(shared.stand_in_line(done_by("somebody")).await.unwrap().unwrap().as_of, ["n/goals@2"]);
    let (held, holds) = oneshot::channel();
    let (go_on, goes_on) = std::sync::mpsc::channel();
    let holding = shared.turn(move |_| (held.send(()).unwrap(), goes_on.recv().unwrap()));
    holds.await.unwrap();
    // All served in one go.
    let [before, broken, after] = ["somebody", BREAKS, "somebody"].map(|it| shared.stand_in_line(done_by(it)));
    go_on.send(()).unwrap();
    holding.await.unwrap();
    assert_eq!(broken.await.unwrap().unwrap_err().code, Code::Internal);
    for other in [before, after, shared.stand_in_line(done_by("somebody"))] {
        assert_eq!(other.await.unwrap().unwrap_err().reason, Reason::LogUnavailable);
    }
    assert!(running.stopped().is_some_and(|why| why.contains("by half")));
    drop(shared);
    running.stop().await;
    let running = Bare::start_in(data.path(), "n");
    let shared = running.desk().shared;
    assert_eq!(shared.log.durable_end(), 2);
    assert_eq!(shared.stand_in_line(done_by("somebody")).await.unwrap().unwrap().as_of, ["n/goals@4"]);
    drop(shared);
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_heard_by_half_is_not_on_disk_and_nothing_is_decided_on_it() {
    let (running, _data) = Bare::start("n");
    let shared = running.desk().shared;
    let heard = [1, 2].map(|number| {
        let person = BREAKS.to_owned();
        let fact = Envelope { node: "theirs".into(), number, revision: number, person, ..Default::default() };
        (Entry::heard(fact.encode_to_vec()), Arc::new(fact))
    });
    assert_eq!(shared.turn(|core| core.hear("theirs/goals", heard.into()).is_ok()).await, None);
    let next = Envelope { node: "theirs".into(), number: 2, ..Default::default() };
    let next = vec![(Entry::heard(next.encode_to_vec()), Arc::new(next))];
    assert!(shared.turn(|core| (core.hear("theirs/goals", next), core.flush())).await.unwrap().1.is_err());
    let refused = shared.stand_in_line(done_by("somebody")).await.unwrap().unwrap_err();
    assert_eq!(refused.reason, Reason::LogUnavailable);
    assert_eq!(shared.log.queued_end(), 0);
    let known = running.desk().known(|_| ()).await.map_err(|it| it.code());
    assert_eq!(known, Err(Code::Unavailable), "what is known is told to nobody");
    drop(shared);
    running.stop().await;
}
