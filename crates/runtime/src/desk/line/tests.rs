//! Standing in line: order, panics, those who go away, and a line that nobody serves any more.

use contract::log::Envelope;
use jiff::Timestamp;
use tempfile::TempDir;

use super::*;
use crate::{
    Clock,
    log::Entry,
    node::{Running, Settings},
    service::{Reaction, Room},
    views::View,
};

/// A service that remembers nothing and shows nothing.
struct Bare;

impl Service for Bare {
    type Event = contract::goals::event::Kind;
    type Memory = ();

    fn react(_: &Room<Self>, _: &Envelope) -> Vec<Reaction<Self>> {
        vec![]
    }

    fn due(_: &Room<Self>, _: Timestamp) -> Vec<Reaction<Self>> {
        vec![]
    }

    fn views() -> Vec<Box<dyn View>> {
        vec![]
    }
}

async fn at_the_desk(test: impl AsyncFnOnce(&Arc<Shared<Bare>>)) {
    let data = TempDir::new().unwrap();
    let settings =
        Settings { node: "test".into(), data: data.path().into(), clock: Clock::System, log: Default::default() };
    let running = Running::<Bare>::start(&settings, &Handle::current()).unwrap();
    test(&running.desk().shared).await;
    running.stop().await;
}

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
        assert_eq!(command.await.unwrap().unwrap_err().code, tonic::Code::Internal);
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
        let came = |shared: &Shared<Bare>| {
            (0..100).for_each(|_| shared.log.crowd().came(TURNS_MAX, Work::without_rest));
        };
        // Their work is looked at only every so often.
        let began = Instant::now();
        while !shared.is_crowded() {
            assert!(began.elapsed() < Duration::from_secs(10), "never crowded");
            came(shared);
        }
        let is_over = Arc::new(AtomicBool::new(false));
        let (crowding, ended) = (shared.clone(), is_over.clone());
        let crowd = std::thread::spawn(move || {
            while !ended.load(Ordering::SeqCst) {
                came(&crowding);
                std::thread::sleep(Duration::from_millis(1));
            }
        });
        for number in 1..=20 {
            let written = shared.turn(move |core| {
                core.stage(Entry::heard(vec![number]));
                core.flush()
            });
            written.await.unwrap().unwrap();
            let end = shared.log.queued_end();
            shared.views.wait_for(end, Duration::from_secs(5)).await.unwrap();
        }
        is_over.store(true, Ordering::SeqCst);
        crowd.join().unwrap();
    })
    .await;
}
