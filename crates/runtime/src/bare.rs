//! What this crate's tests stand on: a service that only runs, a thing of its, and a crowd at it.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
    time::{Duration, Instant},
};

use contract::{
    goals::{AcceptGoal, GoalAdopted, event::Kind as Event},
    log::Envelope,
};
use jiff::Timestamp;
use kernel::{Aggregate, Context, Decide, Decision, Invalid, Refusal, Reject};
use serde::{Deserialize, Serialize};
use tempfile::TempDir;
use tokio::runtime::Handle;
use uuid::Uuid;

use crate::{
    Clock,
    caller::Caller,
    crowd::Work,
    desk::{Acting, Shared},
    node::{Running, Settings},
    service::{Memory, Reaction, Room, Service},
    views::View,
};

/// A service that shows nothing.
pub(crate) struct Bare;

/// Remembers nothing.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Frail;

/// What is done in this person's name can be remembered by half: none of a thing's facts but the first.
pub(crate) const BREAKS: &str = "breaks";

impl Memory for Frail {
    fn remember(&mut self, fact: &Envelope) {
        assert!(fact.person != BREAKS || fact.revision < 2, "it breaks");
    }
}

/// The ids of the events it was folded from.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Thing<const KIND: u8>(pub(crate) Vec<String>);

#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{0:?}")]
pub(crate) struct Refusing(Invalid);

impl Reject for Refusing {
    fn refusal(&self) -> Refusal {
        Refusal::invalid(&self.0)
    }
}

impl From<Invalid> for Refusing {
    fn from(invalid: Invalid) -> Self {
        Refusing(invalid)
    }
}

impl<const KIND: u8> Aggregate for Thing<KIND> {
    type Event = Event;
    type Rejection = Refusing;
    const KIND: &'static str = "thing";

    fn evolve(&mut self, _: &Event, event_id: &str) {
        self.0.push(event_id.to_owned());
    }
}

impl Service for Bare {
    type Event = Event;
    type Memory = Frail;

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
        (Bare::start_in(data.path(), node), data)
    }

    pub(crate) fn start_in(data: &Path, node: &str) -> Arc<Running<Bare>> {
        let (node, data) = (node.into(), data.into());
        let settings = Settings { node, data, clock: Clock::System, log: Default::default() };
        Running::start(&settings, &Handle::current()).unwrap()
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

impl Decide<AcceptGoal> for Thing<1> {
    type Known = ();

    fn target(command: &AcceptGoal) -> (&str, &str) {
        (&command.partnership_id, &command.goal_id)
    }

    /// Two facts, so that it can be done by half.
    fn decide(&self, _: &AcceptGoal, _: &(), _: &Context) -> Decision<Self> {
        Ok([GoalAdopted::default(), GoalAdopted::default()].map(Event::from).into())
    }
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
