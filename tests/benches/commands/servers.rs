//! The servers measured: each this same program again, in a process of its own.

use std::{
    convert::Infallible,
    fmt,
    process::{Child, Command},
    task::{Context, Poll},
    time::{Duration, Instant},
};

use accord::{
    client::Client,
    host::{ALL, Host, HostSettings},
};
use contract::{
    common::Receipt,
    log::{GetStatus, Status as HowFar, operations_client::OperationsClient},
    partners::{Matter, OpenProposal},
    resources::OfferResource,
};
use prost::Message;
use runtime::{
    Clock,
    log::{Entry, Log},
};
use tempfile::TempDir;
use tests::{World, free_port, id};
use tonic::{
    Request, Response, Status,
    body::Body,
    codegen::{BoxFuture, Service, http},
    server::{Grpc, NamedService, UnaryService},
    transport::{Channel, Endpoint, server::TcpIncoming},
};
use tonic_prost::ProstCodec;

/// Chosen by the caller, and so a version 7.
pub(super) const PROPOSAL: &str = "01975f00-0000-7000-8000-0000000acc0d";

const KIND: &str = "ACCORD_BENCH_KIND";
const PORT: &str = "ACCORD_BENCH_PORT";
const DATA: &str = "ACCORD_BENCH_DATA";
const NATS: &str = "ACCORD_BENCH_NATS";

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Echo,
    /// An echo that answers once the request is in a log: what gRPC and the disk alone come to.
    Logged,
    Up,
    UpNats,
}

pub(super) fn asked() -> Option<Kind> {
    match std::env::var(KIND).ok()?.as_str() {
        "echo" => Some(Kind::Echo),
        "logged" => Some(Kind::Logged),
        "up" => Some(Kind::Up),
        _ => Some(Kind::UpNats),
    }
}

pub(super) fn serve(kind: Kind) {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    let port: u16 = std::env::var(PORT).expect("a port").parse().expect("a number");
    runtime.block_on(async {
        match kind {
            Kind::Echo => echo(port, None).await,
            Kind::Logged => {
                let data = std::env::var(DATA).expect("a folder");
                echo(port, Some(Log::open(data.as_ref(), Default::default()).expect("a log"))).await
            }
            Kind::Up | Kind::UpNats => up(port).await,
        }
    });
}

async fn up(port: u16) {
    let settings = HostSettings {
        services: ALL.to_vec(),
        node: "bench".into(),
        data: std::env::var(DATA).expect("a folder").into(),
        listen: ([127, 0, 0, 1], port).into(),
        nats: std::env::var(NATS).ok(),
        clock: Clock::System,
        log: Default::default(),
    };
    let host = Host::start(settings).await.expect("the services start");
    host.run_until(std::future::pending()).await.expect("they run until they are killed");
}

async fn echo(port: u16, log: Option<Log>) {
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await.expect("the port is free");
    let incoming = TcpIncoming::from(listener).with_nodelay(Some(true));
    tonic::transport::Server::builder()
        .add_service(Echo { log })
        .serve_with_incoming(incoming)
        .await
        .expect("it serves");
}

/// One rpc of the service, whatever others there are.
#[derive(Clone)]
struct Echo {
    log: Option<Log>,
}

impl NamedService for Echo {
    const NAME: &'static str = "accord.resources.v1.ResourceCommands";
}

impl Service<http::Request<Body>> for Echo {
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = BoxFuture<Self::Response, Self::Error>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let echo = self.clone();
        Box::pin(
            async move { Ok(Grpc::new(ProstCodec::<Receipt, OfferResource>::default()).unary(echo, request).await) },
        )
    }
}

impl UnaryService<OfferResource> for Echo {
    type Response = Receipt;
    type Future = BoxFuture<Response<Receipt>, Status>;

    fn call(&mut self, request: Request<OfferResource>) -> Self::Future {
        let (log, offer) = (self.log.clone(), request.into_inner());
        Box::pin(async move {
            if let Some(log) = log {
                let queued = log.enqueue(vec![Entry::heard(offer.encode_to_vec())]).expect("it is taken");
                log.durable(queued.last).await.expect("it is on disk");
            }
            let receipt = Receipt { id: offer.partnership_id, revision: 1, as_of: vec!["bench/resources@1".into()] };
            Ok(Response::new(receipt))
        })
    }
}

pub(super) struct Server {
    child: Child,
    url: String,
    pub(super) partnership: String,
    pub(super) partner: String,
    _data: TempDir,
}

/// What is not yet everywhere, in log entries.
#[derive(Default, Clone, Copy)]
pub(super) struct Lag {
    pub(super) entries: u64,
    views: u64,
    heard: u64,
    published: u64,
}

impl fmt::Display for Lag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "views {}, heard by others {}, published {}", self.views, self.heard, self.published)
    }
}

impl Server {
    pub(super) async fn start(kind: Kind, nats: Option<String>) -> Self {
        let (port, data) = (free_port(), TempDir::new().expect("a temporary folder"));
        let mut command = Command::new(std::env::current_exe().expect("a bench has a path"));
        let word = match kind {
            Kind::Echo => "echo",
            Kind::Logged => "logged",
            Kind::Up => "up",
            Kind::UpNats => "nats",
        };
        command.env(KIND, word).env(PORT, port.to_string()).env(DATA, data.path());
        if let Some(nats) = nats {
            command.env(NATS, nats);
        }
        let child = command.spawn().expect("it starts");
        let url = format!("http://127.0.0.1:{port}");
        let mut server = Server { child, url, partnership: id("bench/none"), partner: id("bench/lender"), _data: data };
        while tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_err() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        if matches!(kind, Kind::Up | Kind::UpNats) {
            server.prepare().await;
        }
        server
    }

    /// A partnership to offer in, and a proposal to take positions on.
    async fn prepare(&mut self) {
        let world = World::new(&Client::at(&self.url).expect("a URL of ours"));
        let story = world.partnership("bench").await.expect("a partnership");
        self.partnership = story.partnership.clone();
        let open = OpenProposal {
            partnership_id: story.partnership.clone(),
            proposal_id: PROPOSAL.into(),
            matter: Matter::Other.into(),
            title: "Shall the season's loans run a month longer?".into(),
            ..Default::default()
        };
        story.lender.ask(open).await.expect("a proposal");
        self.drained().await;
    }

    pub(super) fn channel(&self) -> Channel {
        Endpoint::from_shared(self.url.clone()).expect("a URL of ours").tcp_nodelay(true).connect_lazy()
    }

    pub(super) async fn lag(&self) -> Lag {
        let mut statuses = Vec::new();
        for service in ["partners", "goals", "resources", "evaluation"] {
            let mut request = Request::new(GetStatus { service: service.into() });
            request.metadata_mut().insert("accord-role", "operator".parse().expect("plain text"));
            let mut operations = OperationsClient::new(self.channel());
            statuses.push(operations.get_status(request).await.expect("a status").into_inner());
        }
        let views = statuses.iter().map(|it| it.position - it.viewed.min(it.position)).max().unwrap_or(0);
        let heard = statuses.iter().map(|it| behind(it, &statuses)).max().unwrap_or(0);
        let unpublished = |it: &HowFar| it.published.map_or(0, |published| it.number.saturating_sub(published));
        let published = statuses.iter().map(unpublished).max().unwrap_or(0);
        Lag { entries: views.max(heard).max(published), views, heard, published }
    }

    /// How long it takes until everything is everywhere.
    pub(super) async fn drained(&self) -> Duration {
        let began = Instant::now();
        while self.lag().await.entries != 0 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        began.elapsed()
    }

    pub(super) async fn worst_lag(&self, warm_up: Duration, measure: Duration) -> Lag {
        tokio::time::sleep(warm_up).await;
        let until = Instant::now() + measure;
        let mut worst = Lag::default();
        while Instant::now() < until {
            let lag = self.lag().await;
            if worst.entries < lag.entries {
                worst = lag;
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        worst
    }
}

/// How far others are behind this service.
fn behind(it: &HowFar, all: &[HowFar]) -> u64 {
    let origin = format!("{}/{}", it.node, it.service);
    let heard =
        |other: &HowFar| other.heard.iter().find(|heard| heard.origin == origin).map_or(0, |heard| heard.number);
    all.iter()
        .filter(|other| other.service != it.service)
        .map(|other| it.number.saturating_sub(heard(other)))
        .max()
        .unwrap_or(0)
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
