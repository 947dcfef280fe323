//! Standing in line: order, panics, those who go away, and a line that nobody serves any more.

use contract::log::{Envelope, ReactionParked, envelope::Fact};
use prost::Message;
use uuid::Uuid;

use super::*;
use crate::{
    bare::{Bare, Crowding, acting, at_the_desk},
    caller::Caller,
    desk::{Acting, Cause},
    log::Entry,
};

fn refused(why: &str) -> Outcome {
    Outcome::Refused(Refused::malformed(why.to_owned()))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_that_stand_in_line_are_served_once_and_in_order() {
    at_the_desk(async |shared| {
        let count = 10 * TURNS_MAX + 1;
        let served = Arc::new(Mutex::new(vec![]));
        let mut waiting = vec![];
        for number in 0..count {
            let served = served.clone();
            let ask = move |_: &mut Core<Bare>| {
                served.lock().unwrap().push(number);
                refused(&number.to_string())
            };
            waiting.push(shared.stand_in_line(ask));
        }
        for (number, answer) in waiting.into_iter().enumerate() {
            assert_eq!(answer.await.unwrap().unwrap_err().message, number.to_string());
        }
        assert_eq!(*served.lock().unwrap(), (0..count).collect::<Vec<_>>());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_panics_at_the_desk_keeps_nobody_behind_it_waiting() {
    at_the_desk(async |shared| {
        let step = shared.turn(|_| panic!("a step"));
        let command = shared.stand_in_line(|_| panic!("a command"));
        let next = shared.stand_in_line(|_| refused("it was decided"));
        assert_eq!(step.await, None::<()>);
        assert_eq!(command.await.unwrap().unwrap_err().code, Code::Internal);
        assert_eq!(next.await.unwrap().unwrap_err().message, "it was decided");
        assert_eq!(shared.turn(|_| 7).await, Some(7), "and who comes later");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_on_its_way_to_disk_is_asked_for_again() {
    at_the_desk(async |shared| {
        let mut times = 0;
        let ask = move |_: &mut Core<Bare>| {
            times += 1;
            if times < 3 { Outcome::Pending } else { refused(&times.to_string()) }
        };
        assert_eq!(shared.stand_in_line(ask).await.unwrap().unwrap_err().message, "3");
    })
    .await;
}

#[tokio::test]
async fn a_caller_that_goes_away_before_its_turn_loses_it() {
    at_the_desk(async |shared| {
        let served = Arc::new(AtomicBool::new(false));
        let told = served.clone();
        // Served on this thread, and so not before it waits.
        drop(shared.stand_in_line(move |_| {
            told.store(true, Ordering::SeqCst);
            refused("nobody hears it")
        }));
        let next = shared.stand_in_line(|_| refused("it was decided"));
        assert_eq!(next.await.unwrap().unwrap_err().message, "it was decided");
        assert!(!served.load(Ordering::SeqCst));
    })
    .await;
}

#[tokio::test]
async fn followers_come_before_callers_and_callers_wait_while_they_may_not_be_served() {
    let line = Line::<Bare>::new(Handle::current());
    let caller = || Turn::Step(Box::new(|_: &mut Core<Bare>| ()) as Step<Bare>);
    {
        let mut waiting = line.waiting();
        waiting.callers.extend((0..TURNS_MAX + 1).map(|_| caller()));
        waiting.followers.push(Box::new(|_| ()));
        waiting.is_served = true;
        waiting.callers_from = Some(Instant::now() + Duration::from_secs(3600));
    }
    assert!(matches!(line.next(), Next::Some { followers, callers } if followers.len() == 1 && callers.is_empty()));
    assert!(matches!(line.next(), Next::Later));
    line.waiting().callers_from = Some(Instant::now());
    assert!(matches!(line.next(), Next::Some { callers, .. } if callers.len() == TURNS_MAX));
    assert!(matches!(line.next(), Next::Some { callers, .. } if callers.len() == 1));
    assert!(line.waiting().is_served);
    assert!(matches!(line.next(), Next::Nobody));
    assert!(!line.waiting().is_served);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn when_serving_breaks_off_nobody_waits_for_ever_and_the_next_are_served() {
    at_the_desk(async |shared| {
        let (never, waits) = oneshot::channel::<Answer>();
        {
            let mut waiting = shared.line.waiting();
            let ask: Ask<Bare> = Box::new(|_| refused("it was decided"));
            waiting.callers.push_back(Turn::Command { ask, answer: never });
            waiting.is_served = true;
        }
        drop(Serving { shared: shared.clone(), is_over: false });
        assert!(waits.await.is_err());
        assert_eq!(shared.turn(|_| 7).await, Some(7));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_somebody_waits_for_is_followed_though_callers_crowd() {
    at_the_desk(async |shared| {
        let crowd = Crowding::at(shared);
        for number in 1..=20 {
            let written = shared.turn(move |core| {
                core.stage(Entry::heard(vec![number]));
                core.flush()
            });
            written.await.unwrap().unwrap();
            let end = shared.log.queued_end();
            shared.views.wait_for(end, Duration::from_secs(5)).await.unwrap();
        }
        drop(crowd);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_fact_keeps_nothing_of_the_one_before_it() {
    at_the_desk(async |shared| {
        let bare = Acting { command_id: Uuid::from_u128(2), digest: [2; 16], ..acting() };
        let cause = Cause { event_id: "the cause".into(), as_of: vec!["here/goals@1".into()] };
        let full = Acting {
            who: Arc::new(Caller::service("a partner", "a person", "reaction")),
            command_id: Uuid::from_u128(1),
            digest: [1; 16],
            traceparent: "a trace".into(),
            cause: Some(cause),
            occurred_on: Some(jiff::Timestamp::UNIX_EPOCH),
            ..bare.clone()
        };
        let parked = |event_id: &str| ReactionParked { event_id: event_id.into(), ..Default::default() };
        let queued = shared.turn(move |core| {
            // What nobody follows closely serves the next fact.
            core.set_followed(false);
            let caused = Envelope { partnership: "p".into(), ..Default::default() };
            core.park(&caused, parked("a fact"), &full)?;
            core.park(&Envelope::default(), parked("another"), &bare)?;
            core.flush()
        });
        queued.await.unwrap().unwrap();
        shared.log.durable(2).await.unwrap();
        let entries = shared.log.read(0, 2, usize::MAX).unwrap();
        let [first, second] = [0, 1].map(|at| Envelope::decode(&entries[at].bytes[..]).unwrap());
        assert_eq!((&*first.caused_by, &*first.traceparent, first.as_of.len()), ("the cause", "a trace", 1));
        let expected = Envelope {
            event_id: second.event_id.clone(),
            node: "test".into(),
            service: "goals".into(),
            number: 2,
            sequence: 1,
            stream: "directory/parked/another".into(),
            revision: 1,
            recorded_at: second.recorded_at,
            channel: "reaction".into(),
            command_id: Uuid::from_u128(2).to_string(),
            command_digest: vec![2; 16],
            fact: Some(Fact::ReactionParked(parked("another"))),
            ..Default::default()
        };
        assert_eq!(second, expected);
        assert_ne!(first.event_id, second.event_id);
    })
    .await;
}
