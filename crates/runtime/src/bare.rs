//! What this crate's tests stand on: a service that only runs, and a crowd at it.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
    time::{Duration, Instant},
};

use contract::log::Envelope;
use jiff::Timestamp;
use tempfile::TempDir;
use tokio::runtime::Handle;
use uuid::Uuid;

use crate::{
    Clock,
    caller::Caller,
    crowd::Work,
    desk::{Acting, Shared},
    node::{Running, Settings},
    service::{Reaction, Room, Service},
    views::View,
};

/// A service that remembers nothing and shows nothing.
pub(crate) struct Bare;

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

impl Bare {
    /// Keep the folder as long as it runs.
    pub(crate) fn start(node: &str) -> (Arc<Running<Bare>>, TempDir) {
        let data = TempDir::new().unwrap();
        let settings =
            Settings { node: node.into(), data: data.path().into(), clock: Clock::System, log: Default::default() };
        (Running::start(&settings, &Handle::current()).unwrap(), data)
    }
}

/// A reaction of a service, for nobody in particular.
pub(crate) fn acting() -> Acting {
    Acting {
        who: Arc::new(Caller::service("", "", "reaction")),
        is_call: false,
        command_id: Uuid::now_v7(),
        digest: [0; 16],
        validate_only: false,
        expected_revision: None,
        traceparent: String::new(),
        cause: None,
        occurred_on: None,
    }
}

pub(crate) async fn at_the_desk(test: impl AsyncFnOnce(&Arc<Shared<Bare>>)) {
    let (running, _data) = Bare::start("test");
    test(&running.desk().shared).await;
    running.stop().await;
}

/// Callers crowd at a service until this goes.
pub(crate) struct Crowding {
    is_over: Arc<AtomicBool>,
    crowd: Option<JoinHandle<()>>,
}

impl Crowding {
    pub(crate) fn at(shared: &Arc<Shared<Bare>>) -> Crowding {
        let come = |shared: &Shared<Bare>| (0..100).for_each(|_| shared.log.crowd().came(64, Work::without_rest));
        // Their work is looked at only every so often.
        let began = Instant::now();
        while !shared.is_crowded() {
            assert!(began.elapsed() < Duration::from_secs(10), "never crowded");
            come(shared);
        }
        let is_over = Arc::new(AtomicBool::new(false));
        let (crowded, ended) = (shared.clone(), is_over.clone());
        let crowd = std::thread::spawn(move || {
            while !ended.load(Ordering::SeqCst) {
                come(&crowded);
                std::thread::sleep(Duration::from_millis(1));
            }
        });
        Crowding { is_over, crowd: Some(crowd) }
    }
}

impl Drop for Crowding {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::SeqCst);
        if let Some(crowd) = self.crowd.take() {
            crowd.join().unwrap();
        }
    }
}
