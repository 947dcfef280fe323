//! One running service: its log, views, desk, and everything that follows the log.

use std::{
    path::PathBuf,
    sync::{Arc, OnceLock},
    thread,
    time::{Duration, Instant},
};

use contract::Fact;
use tokio::runtime::{Handle, Runtime};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    as_of,
    bus::{Bus, Lane, reads},
    clock::{self, Clock},
    crowd::{self, Patience},
    desk::{self, Core, Desk, Follows, Shared},
    inbox::{self, Troubles},
    keys::Keys,
    log::{Log, LogError, Options},
    origin::{Origin, Source},
    outbox::Outbox,
    pages, reactor,
    service::Service,
    views::{Progress, ViewError, Views},
};

/// So many entries may lie behind the snapshot before another one is written.
const SNAPSHOT_ENTRIES: u64 = 500_000;
/// What comes after a pause is folded at once; what goes on coming, so that folding takes at most this part of the time,
/// unless it lags: the more facts share a step, the less it costs.
const PAUSES_A_FOLD: u32 = 10;
const PAUSE_MAX: Duration = Duration::from_millis(50);
/// Commands come before copies: followers run at this niceness, and let crowds by. At 19, or under a policy that gives
/// them only what is idle, it took 20 to 40 s to hear a few seconds' facts where others kept the machine busy.
const FOLLOWER_NICE: i32 = 10;

/// What a node's services have in common.
#[derive(Clone)]
pub struct Settings {
    /// The node's name in every fact: letters, digits, - and _.
    pub node: String,
    /// Holds a folder for each service, and the node's secret.
    pub data: PathBuf,
    pub clock: Clock,
    pub log: Options,
}

#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("{service}: {error}")]
    Log { service: &'static str, error: LogError },
    #[error("{service}: {error}")]
    Views { service: &'static str, error: ViewError },
    #[error("{service}: the keys of what is sealed: {error}")]
    Keys { service: &'static str, error: std::io::Error },
    #[error("the node's secret: {0}")]
    Secret(std::io::Error),
    #[error("a follower's thread: {0}")]
    Thread(std::io::Error),
}

/// A service that answers, hears, reacts and publishes until it is stopped.
pub struct Running<S: Service> {
    shared: Arc<Shared<S>>,
    folder: PathBuf,
    troubles: Troubles,
    /// Of the facts others hear, and of the bulk ones where there are any.
    outboxes: OnceLock<Vec<Arc<Outbox>>>,
    followers: Handle,
    tasks: TaskTracker,
    stop: CancellationToken,
}

impl<S: Service> Running<S> {
    /// Opens the service's folder and starts it; blocks on the disk. Decisions run on the runtime it is started on, where
    /// callers are served; reactions and copies on `followers`.
    pub fn start(settings: &Settings, followers: &Handle) -> Result<Arc<Self>, StartError> {
        let service = <S::Event as Fact>::SERVICE;
        let folder = settings.data.join(service);
        let log_error = |error| StartError::Log { service, error };
        let view_error = |error| StartError::Views { service, error };
        let secret = pages::secret(&settings.data).map_err(StartError::Secret)?;
        let log = Log::open(&folder, settings.log.clone()).map_err(log_error)?;
        let views = Views::open(&folder, &log, S::views()).map_err(view_error)?;
        let keys = Keys::open(&folder).map_err(|error| StartError::Keys { service, error })?;
        let mut core = Core::<S>::new(&settings.node, settings.clock.clone(), views.index().clone(), keys);
        let callers = Handle::try_current().unwrap_or_else(|_| followers.clone());
        let loaded = desk::load(&folder, &mut core, &log).map_err(log_error)?;
        core.destroy_again().map_err(|error| StartError::Keys { service, error })?;
        let shared = Arc::new(Shared::new(core, log, views, &secret, callers));
        let running = Arc::new(Running {
            shared,
            folder,
            troubles: Troubles::default(),
            outboxes: OnceLock::new(),
            followers: followers.clone(),
            tasks: TaskTracker::new(),
            stop: CancellationToken::new(),
        });
        running.follow(loaded.reacted)?;
        Ok(running)
    }

    pub fn desk(&self) -> Desk<S> {
        Desk::new(self.shared.clone())
    }

    /// Where others read this service's facts.
    pub fn source(&self) -> Source {
        Source { name: self.shared.origin.clone(), index: self.shared.views.index().clone() }
    }

    /// Hears another service from now on.
    pub fn hear(&self, origin: Arc<dyn Origin>) {
        let hearing = inbox::run(self.shared.clone(), origin, self.troubles.clone(), self.stop.clone());
        self.tasks.spawn_on(hearing, &self.followers);
    }

    /// Publishes its facts from now on, and answers those that ask for missing ones.
    pub fn publish(&self, bus: &Bus) {
        let _entered = self.followers.enter();
        let has_bulk = contract::rules().has_bulk(<S::Event as Fact>::SERVICE);
        let lanes = if has_bulk { vec![Lane::Log, Lane::Bulk] } else { vec![Lane::Log] };
        let start = |lane| Outbox::start(bus.clone(), self.source(), lane, self.stop.clone());
        // Called once a service.
        let _ = self.outboxes.set(lanes.into_iter().map(start).collect());
        self.tasks.spawn_on(reads::serve(bus.clone(), self.source(), self.stop.clone()), &self.followers);
    }

    /// Why the log takes nothing more; None while it does.
    pub fn stopped(&self) -> Option<String> {
        self.shared.log.stopped().or_else(|| self.shared.core().broken())
    }

    pub fn takes_commands(&self) -> bool {
        self.stopped().is_none() && self.shared.log.has_room()
    }

    /// Ends the followers, writes a snapshot, and closes the log. Call it when no more calls come in.
    pub async fn stop(self: Arc<Self>) {
        self.stop.cancel();
        self.tasks.close();
        if tokio::time::timeout(Duration::from_secs(10), self.tasks.wait()).await.is_err() {
            tracing::warn!("some followers did not end in time; they catch up at the next start");
        }
        let closing = tokio::task::spawn_blocking(move || self.close());
        if let Err(error) = closing.await {
            tracing::error!(%error, "closing the service failed; it folds its log at the next start");
        }
    }

    fn close(&self) {
        if let Err(error) = self.snapshot() {
            tracing::warn!(%error, "no snapshot was written; the next start folds the log");
        }
        self.shared.views.sync();
        if let Err(error) = self.shared.log.stop() {
            tracing::error!(%error, "the log did not close cleanly");
        }
    }

    fn follow(self: &Arc<Self>, reacted: u64) -> Result<(), StartError> {
        let reacting = reactor::run(self.shared.clone(), reacted, self.stop.clone());
        self.tasks.spawn_on(reacting, &self.followers);
        self.tasks.spawn_on(clock::run(self.shared.clone(), self.stop.clone()), &self.followers);
        let (viewing, tracked) = (self.clone(), self.tasks.token());
        let name = format!("views-{}", <S::Event as Fact>::SERVICE);
        let spawned = thread::Builder::new().name(name).spawn(move || {
            be_nice();
            viewing.follow_views();
            drop(tracked);
        });
        spawned.map(drop).map_err(StartError::Thread)
    }

    /// Folds facts into the views as they come; new views first, where another build made the old ones.
    fn follow_views(self: &Arc<Self>) {
        let _follows = Follows(&self.shared);
        let mut moved = self.shared.log.watch();
        let mut snapshot_at = self.shared.views.position();
        match self.shared.views.is_current_version() {
            Ok(true) => (),
            Ok(false) => {
                if let Err(error) = self.rebuild_views(&|_| ()) {
                    tracing::error!(%error, "the views were not rebuilt");
                }
            }
            Err(error) => tracing::error!(%error, "the views' versions cannot be read"),
        }
        let mut patience = Patience::default();
        while !self.stop.is_cancelled() {
            let began = Instant::now();
            if patience.lasts(self.shared.is_crowded()) {
                if let Err(error) = self.shared.views.index_what_is_due() {
                    return tracing::error!(%error, "the views have stopped; the log goes on");
                }
                self.pause(crowd::TICK);
                continue;
            }
            match self.shared.views.catch_up() {
                Ok(Progress::Full) => continue,
                Ok(Progress::Some) => {
                    patience.renew();
                    self.pause((began.elapsed() * PAUSES_A_FOLD).min(PAUSE_MAX));
                    continue;
                }
                Ok(Progress::Nothing) => patience.renew(),
                Err(error) => return tracing::error!(%error, "the views have stopped; the log goes on"),
            }
            let position = self.shared.views.position();
            if SNAPSHOT_ENTRIES < position.saturating_sub(snapshot_at) {
                snapshot_at = position;
                // It holds what every decision needs, and so does not give way to others.
                let running = self.clone();
                let written = self.shared.callers().spawn_blocking(move || running.snapshot());
                match self.followers.block_on(written) {
                    Ok(Ok(())) => (),
                    Ok(Err(error)) => tracing::warn!(%error, "no snapshot was written"),
                    Err(error) => tracing::warn!(%error, "no snapshot was written"),
                }
            }
            let waited = self.followers.block_on(self.stop.run_until_cancelled(moved.changed()));
            if !matches!(waited, Some(Ok(()))) {
                return;
            }
        }
    }

    fn pause(&self, pause: Duration) {
        // Begun inside: a sleep needs the runtime that it sleeps on.
        let sleep = async { tokio::time::sleep(pause).await };
        self.followers.block_on(self.stop.run_until_cancelled(sleep));
    }

    /// All that the desk knows, as of the queued end; that must be on disk before it may be relied on.
    fn snapshot(&self) -> std::io::Result<()> {
        let started = Instant::now();
        let core = self.shared.core();
        if let Some(why) = core.broken() {
            return Err(std::io::Error::other(why));
        }
        let end = self.shared.log.queued_end();
        self.followers.block_on(self.shared.log.durable(end)).map_err(std::io::Error::other)?;
        desk::save(&self.folder, &core, &self.shared.log, self.shared.horizon.position())?;
        tracing::debug!(position = end, took = ?started.elapsed(), "wrote a snapshot");
        Ok(())
    }

    /// Builds the views anew while the old ones answer; tells how far that has come. Answers the position.
    pub fn rebuild_views(&self, tell: &(dyn Fn(u64) + Sync)) -> Result<u64, ViewError> {
        self.shared.views.rebuild(tell)
    }

    pub(crate) fn outboxes(&self) -> Vec<Arc<Outbox>> {
        self.outboxes.get().cloned().unwrap_or_default()
    }

    pub(crate) fn status(&self) -> contract::log::Status {
        let (number, bulk_number, parked, heard) = {
            let core = self.shared.core();
            let (number, bulk_number, parked) = core.numbers();
            (number, bulk_number, parked, core.all_heard())
        };
        let head = self.shared.log.head();
        let outboxes = self.outboxes();
        let (node, service) = self.shared.origin.split_once('/').unwrap_or_default();
        contract::log::Status {
            node: node.to_owned(),
            service: service.to_owned(),
            position: head.position,
            number,
            bulk_number,
            tree_size: head.tree_size(),
            root: head.root().to_vec(),
            viewed: self.shared.views.position(),
            reacted: self.shared.horizon.position(),
            published: outboxes.first().map(|it| it.published().unwrap_or_default()),
            unpublished: outboxes.iter().find_map(|it| it.trouble()).unwrap_or_default(),
            heard: self.heard(heard),
            parked,
            stopped: self.stopped().unwrap_or_default(),
        }
    }

    fn heard(&self, heard: Vec<(String, u64)>) -> Vec<contract::log::Heard> {
        let troubles = self.troubles.read().map(|it| it.clone()).unwrap_or_default();
        let mut heard: std::collections::BTreeMap<_, _> = heard.into_iter().collect();
        for origin in troubles.keys() {
            heard.entry(origin.clone()).or_default();
        }
        let line = |(origin, number): (String, u64)| {
            let trouble = troubles.get(&origin).cloned().unwrap_or_default();
            contract::log::Heard { origin, number, trouble }
        };
        heard.into_iter().map(line).collect()
    }
}

/// The origins that every service of a node hears: its neighbours.
pub fn neighbours(node: &str, service: &str) -> impl Iterator<Item = String> {
    const SERVICES: [&str; 4] = ["partners", "goals", "resources", "evaluation"];
    SERVICES.into_iter().filter(move |it| *it != service).map(move |it| as_of::origin(node, it))
}

/// A runtime for what follows the log: reactions, inboxes, outboxes. Commands come before copies: its threads give way to
/// those that serve callers.
pub struct Followers {
    handle: Handle,
    runtime: Option<Runtime>,
}

impl Followers {
    pub fn start() -> std::io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("follower")
            .on_thread_start(be_nice)
            .enable_all()
            .build()?;
        Ok(Followers { handle: runtime.handle().clone(), runtime: Some(runtime) })
    }

    pub fn handle(&self) -> &Handle {
        &self.handle
    }
}

impl Drop for Followers {
    /// Without waiting: a start that fails ends inside another runtime, which may not block.
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// A thread that does this takes what others leave, and a little more: it never waits for them without end.
pub(crate) fn be_nice() {
    // Where it is not allowed, followers compete with callers: slower, not wrong.
    if let Err(error) = rustix::process::setpriority_process(Some(rustix::thread::gettid()), FOLLOWER_NICE) {
        tracing::debug!(%error, "a follower could not be made nice");
    }
}
