//! Some or all services in one process, on one port: what `up`, `serve`, `demo` and the tests start.

use std::{net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};

use contract::{
    evaluation::{
        evaluation_commands_server::EvaluationCommandsServer, evaluation_queries_server::EvaluationQueriesServer,
    },
    goals::{goal_commands_server::GoalCommandsServer, goal_queries_server::GoalQueriesServer},
    log::{log_reader_server::LogReaderServer, operations_server::OperationsServer, record_server::RecordServer},
    partners::{partner_commands_server::PartnerCommandsServer, partner_queries_server::PartnerQueriesServer},
    resources::{resource_commands_server::ResourceCommandsServer, resource_queries_server::ResourceQueriesServer},
};
use evaluation::Evaluation;
use goals::Goals;
use partners::Partners;
use resources::Resources;
use runtime::{
    Clock, Service,
    bus::{Bus, BusError},
    log::Options,
    node::{self, Followers, Running, Settings, StartError},
    operations::{Operations, Reader, Record},
    origin::{LogOrigin, NatsOrigin, Origin, Source},
    server::{self, ANSWER_BYTES_MAX, REQUEST_BYTES_MAX, Rpcs, ServeError},
};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tonic_health::{ServingStatus, server::HealthReporter};

use crate::named::{self, NameError};

/// One of the four.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, clap::ValueEnum)]
pub enum Which {
    Partners,
    Goals,
    Resources,
    Evaluation,
}

pub const ALL: [Which; 4] = [Which::Partners, Which::Goals, Which::Resources, Which::Evaluation];

#[derive(Clone)]
pub struct HostSettings {
    pub services: Vec<Which>,
    pub node: String,
    pub data: PathBuf,
    pub listen: SocketAddr,
    /// nats://host:port; without it the services of this process hear each other alone.
    pub nats: Option<String>,
    pub clock: Clock,
    pub log: Options,
}

#[derive(Debug, thiserror::Error)]
pub enum HostError {
    #[error(transparent)]
    Start(#[from] StartError),
    #[error(transparent)]
    Serve(#[from] ServeError),
    #[error("NATS: {0}")]
    Bus(#[from] BusError),
    #[error(transparent)]
    Name(#[from] NameError),
    #[error("the followers' runtime: {0}")]
    Followers(std::io::Error),
    #[error("{service} has stopped: {why}. Acknowledged commands are on disk; find the cause, then start again")]
    Stopped { service: &'static str, why: String },
    #[error("a part of the start panicked: {0}")]
    Panicked(#[from] tokio::task::JoinError),
}

/// The services of this process, running.
pub struct Host {
    pub address: SocketAddr,
    services: Services,
    serving: JoinHandle<Result<(), ServeError>>,
    watching: JoinHandle<HostError>,
    stop: CancellationToken,
    /// The services' own; dropped after them.
    _followers: Followers,
}

#[derive(Clone, Default)]
struct Services {
    partners: Option<Arc<Running<Partners>>>,
    goals: Option<Arc<Running<Goals>>>,
    resources: Option<Arc<Running<Resources>>>,
    evaluation: Option<Arc<Running<Evaluation>>>,
}

impl Host {
    /// Starts the services and answers on the port; returns once they do.
    pub async fn start(settings: HostSettings) -> Result<Self, HostError> {
        let listener = server::listen(settings.listen).await?;
        named::keep(&settings.data, &settings.node)?;
        let address = listener.local_addr().map_err(|error| ServeError::Listen { address: settings.listen, error })?;
        let followers = Followers::start().map_err(HostError::Followers)?;
        let services = Services::start(&settings, followers.handle().clone()).await?;
        services.connect(&settings, &followers).await?;
        let stop = CancellationToken::new();
        let (health, health_service) = tonic_health::server::health_reporter();
        let mut rpcs = services.rpcs(&stop);
        rpcs.add(health_service);
        // Before the first call: who asks never hears that a service is unknown.
        if let Some(stopped) = tell(&services, &health).await {
            return Err(stopped);
        }
        let watching = tokio::spawn(watch(services.clone(), health.clone()));
        let serving = tokio::spawn(server::serve(listener, rpcs, health, stop.clone()));
        Ok(Host { address, services, serving, watching, stop, _followers: followers })
    }

    /// Runs until `asked` is ready, or a service can't go on; then stops in order.
    pub async fn run_until(mut self, asked: impl Future<Output = ()>) -> Result<(), HostError> {
        let failed = tokio::select! {
            () = asked => None,
            failed = &mut self.watching => Some(failed?),
        };
        self.shut_down().await?;
        failed.map_or(Ok(()), Err)
    }

    /// NOT_SERVING, drain, flush, close.
    pub async fn stop(mut self) -> Result<(), HostError> {
        self.shut_down().await
    }

    async fn shut_down(&mut self) -> Result<(), HostError> {
        self.watching.abort();
        self.stop.cancel();
        let served = (&mut self.serving).await;
        let Services { partners, goals, resources, evaluation } = std::mem::take(&mut self.services);
        tokio::join!(stopped(partners), stopped(goals), stopped(resources), stopped(evaluation));
        Ok(served??)
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        self.stop.cancel();
        self.watching.abort();
    }
}

async fn stopped<S: Service>(running: Option<Arc<Running<S>>>) {
    if let Some(running) = running {
        running.stop().await;
    }
}

impl Services {
    /// Opens the logs, each on a blocking thread.
    async fn start(settings: &HostSettings, followers: tokio::runtime::Handle) -> Result<Self, HostError> {
        let HostSettings { services, node, data, clock, log, .. } = settings.clone();
        let common = Settings { node, data, clock, log };
        let wants = |which| services.contains(&which);
        let (partners, goals, resources, evaluation) = tokio::try_join!(
            started::<Partners>(wants(Which::Partners), &common, &followers),
            started::<Goals>(wants(Which::Goals), &common, &followers),
            started::<Resources>(wants(Which::Resources), &common, &followers),
            started::<Evaluation>(wants(Which::Evaluation), &common, &followers),
        )?;
        Ok(Services { partners, goals, resources, evaluation })
    }

    /// Each service hears the three others of its node: in this process where they are, over NATS where they are not.
    async fn connect(&self, settings: &HostSettings, followers: &Followers) -> Result<(), HostError> {
        let bus = match &settings.nats {
            Some(url) => {
                let url = url.clone();
                Some(followers.handle().spawn(async move { Bus::connect(&url).await }).await??)
            }
            None => None,
        };
        let sources: Vec<Source> = self.sources();
        connect(&self.partners, settings, &sources, &bus);
        connect(&self.goals, settings, &sources, &bus);
        connect(&self.resources, settings, &sources, &bus);
        connect(&self.evaluation, settings, &sources, &bus);
        Ok(())
    }

    fn sources(&self) -> Vec<Source> {
        let Services { partners, goals, resources, evaluation } = self;
        [
            partners.as_ref().map(|it| it.source()),
            goals.as_ref().map(|it| it.source()),
            resources.as_ref().map(|it| it.source()),
            evaluation.as_ref().map(|it| it.source()),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    fn rpcs(&self, stop: &CancellationToken) -> Rpcs {
        let mut rpcs = Rpcs::default();
        let mut operations = Operations::default();
        let mut record = Record::default();
        macro_rules! add {
            ($running:expr, $api:path, $commands:ident, $queries:ident) => {
                if let Some(running) = $running {
                    use $api as Api;
                    let api = Api { desk: running.desk() };
                    record.add(running.desk());
                    rpcs.add($commands::new(api.clone()).max_decoding_message_size(REQUEST_BYTES_MAX));
                    rpcs.add(
                        $queries::new(api)
                            .max_decoding_message_size(REQUEST_BYTES_MAX)
                            .max_encoding_message_size(ANSWER_BYTES_MAX),
                    );
                    operations.add(running);
                }
            };
        }
        add!(&self.partners, partners::api::Api, PartnerCommandsServer, PartnerQueriesServer);
        add!(&self.goals, goals::api::Api, GoalCommandsServer, GoalQueriesServer);
        add!(&self.resources, resources::api::Api, ResourceCommandsServer, ResourceQueriesServer);
        add!(&self.evaluation, evaluation::api::Api, EvaluationCommandsServer, EvaluationQueriesServer);
        rpcs.add(LogReaderServer::new(Reader::new(self.sources(), stop.clone())));
        rpcs.add(OperationsServer::new(operations));
        rpcs.add(RecordServer::new(record).max_encoding_message_size(ANSWER_BYTES_MAX));
        rpcs
    }

    /// (name, why its log has stopped, whether it takes commands)
    fn states(&self) -> Vec<(&'static str, Option<String>, bool)> {
        fn state<S: Service>(
            name: &'static str,
            running: &Option<Arc<Running<S>>>,
        ) -> Option<(&'static str, Option<String>, bool)> {
            running.as_ref().map(|it| (name, it.stopped(), it.takes_commands()))
        }
        let Services { partners, goals, resources, evaluation } = self;
        [
            state("partners", partners),
            state("goals", goals),
            state("resources", resources),
            state("evaluation", evaluation),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

async fn started<S: Service>(
    wanted: bool,
    settings: &Settings,
    followers: &tokio::runtime::Handle,
) -> Result<Option<Arc<Running<S>>>, HostError> {
    if !wanted {
        return Ok(None);
    }
    let (settings, followers) = (settings.clone(), followers.clone());
    let started = tokio::task::spawn_blocking(move || Running::<S>::start(&settings, &followers));
    Ok(Some(started.await??))
}

fn connect<S: Service>(
    running: &Option<Arc<Running<S>>>,
    settings: &HostSettings,
    sources: &[Source],
    bus: &Option<Bus>,
) {
    let Some(running) = running else { return };
    let service = <S::Event as contract::Fact>::SERVICE;
    let own = running.source().name;
    for name in node::neighbours(&settings.node, service) {
        let here = sources.iter().find(|it| it.name == name);
        let other = name.rsplit('/').next().unwrap_or_default();
        let origin: Option<Arc<dyn Origin>> = match (here, bus) {
            (Some(source), _) => Some(Arc::new(LogOrigin(source.clone()))),
            (None, Some(bus)) => Some(Arc::new(NatsOrigin::new(bus.clone(), &settings.node, other, &own))),
            (None, None) => None,
        };
        if let Some(origin) = origin {
            running.hear(origin);
        }
    }
    if let Some(bus) = bus {
        running.publish(bus);
    }
}

/// Keeps the health answers true; ready when a log has stopped, since nothing of it may go on.
async fn watch(services: Services, health: HealthReporter) -> HostError {
    loop {
        if let Some(stopped) = tell(&services, &health).await {
            return stopped;
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

/// Health by service: queries go on where commands can't. Answers which log has stopped.
async fn tell(services: &Services, health: &HealthReporter) -> Option<HostError> {
    for (service, stopped, takes_commands) in services.states() {
        if let Some(why) = stopped {
            return Some(HostError::Stopped { service, why });
        }
        let prefix = format!("accord.{service}.");
        for name in contract::services().into_iter().filter(|it| it.starts_with(&prefix)) {
            let serves = takes_commands || name.ends_with("Queries");
            let status = if serves { ServingStatus::Serving } else { ServingStatus::NotServing };
            health.set_service_status(name, status).await;
        }
    }
    for name in contract::services().into_iter().filter(|it| it.starts_with("accord.log.")) {
        health.set_service_status(name, ServingStatus::Serving).await;
    }
    health.set_service_status("", ServingStatus::Serving).await;
    None
}
