//! Running services over gRPC: the operator's face.

mod reader;
mod record;

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use contract::{
    Fact,
    common::Reason,
    log::{GetStatus, RebuildViews, Rebuilding, Republish, Republishing, Status as HowFar, operations_server},
};
use futures::{StreamExt, stream, stream::BoxStream};
use tokio::task::JoinHandle;
use tonic::{Code, Request, Response, Status};

pub(crate) use self::reader::{BATCH_BYTES_MAX, cut};
pub use self::{reader::Reader, record::Record};

use crate::{
    caller::Caller,
    full_name::full_name,
    limits,
    node::Running,
    outbox::{Outbox, Republished},
    permission,
    refusal::Refused,
    service::{Command, Service},
    standing::Standing,
};

/// How often work under way says so.
const TOLD_EVERY: Duration = Duration::from_secs(1);

/// A service as its operator sees it.
trait Operated: Send + Sync {
    fn status(&self) -> HowFar;
    fn rebuild(&self, tell: &(dyn Fn(u64) + Sync)) -> Result<u64, Refused>;
    fn outboxes(&self) -> Vec<Arc<Outbox>>;
}

impl<S: Service> Operated for Running<S> {
    fn status(&self) -> HowFar {
        self.status()
    }

    fn rebuild(&self, tell: &(dyn Fn(u64) + Sync)) -> Result<u64, Refused> {
        self.rebuild_views(tell).map_err(Refused::internal)
    }

    fn outboxes(&self) -> Vec<Arc<Outbox>> {
        self.outboxes()
    }
}

/// The services of this process.
#[derive(Clone, Default)]
pub struct Operations {
    services: HashMap<&'static str, Arc<dyn Operated>>,
}

impl Operations {
    pub fn add<S: Service>(&mut self, running: &Arc<Running<S>>) {
        self.services.insert(<S::Event as Fact>::SERVICE, running.clone());
    }

    fn permitted<Q: Command>(&self, request: &Request<Q>, service: &str) -> Result<Arc<dyn Operated>, Refused> {
        permitted(request)?;
        self.services.get(service).cloned().ok_or_else(|| Refused::not_found("service", service))
    }
}

#[tonic::async_trait]
impl operations_server::Operations for Operations {
    async fn get_status(&self, request: Request<GetStatus>) -> Result<Response<HowFar>, Status> {
        let service = self.permitted(&request, &request.get_ref().service)?;
        Ok(Response::new(service.status()))
    }

    type RebuildViewsStream = Told<Rebuilding>;

    async fn rebuild_views(&self, request: Request<RebuildViews>) -> Result<Response<Told<Rebuilding>>, Status> {
        let service = self.permitted(&request, &request.get_ref().service)?;
        let (began, end) = (Instant::now(), service.status().position);
        let come = Arc::new(AtomicU64::new(0));
        let so_far = move |position, done| Rebuilding {
            position,
            took_millis: began.elapsed().as_millis().try_into().unwrap_or(u64::MAX),
            end: end.max(position),
            done,
        };
        let tell = come.clone();
        let rebuilding = tokio::task::spawn_blocking(move || {
            service.rebuild(&|position| tell.store(position, Ordering::Relaxed)).map(|position| so_far(position, true))
        });
        Ok(Response::new(told(rebuilding, move || so_far(come.load(Ordering::Relaxed), false))))
    }

    type RepublishStream = Told<Republishing>;

    async fn republish(&self, request: Request<Republish>) -> Result<Response<Told<Republishing>>, Status> {
        let service = self.permitted(&request, &request.get_ref().service)?;
        let outboxes = service.outboxes();
        if outboxes.is_empty() {
            return Err(no_bus().into());
        }
        Ok(Response::new(told(tokio::spawn(republished(outboxes)), Republishing::default)))
    }
}

async fn republished(outboxes: Vec<Arc<Outbox>>) -> Result<Republishing, Refused> {
    let mut all = Republishing { done: true, ..Republishing::default() };
    for outbox in outboxes {
        let one = outbox.republish().await;
        let Republished { published, compared } =
            one.map_err(|error| Refused::unavailable(Reason::NotCaughtUp, error.to_string(), Duration::from_secs(5)))?;
        all.published += published;
        all.compared += compared;
    }
    Ok(all)
}

type Told<M> = BoxStream<'static, Result<M, Status>>;

/// Says how far the work is until it has ended, then what it came to. The work goes on where nobody listens.
fn told<M: Send + 'static>(work: JoinHandle<Result<M, Refused>>, so_far: impl Fn() -> M + Send + 'static) -> Told<M> {
    stream::unfold(Some((work, so_far)), |under_way| async {
        let (mut work, so_far) = under_way?;
        match tokio::time::timeout(TOLD_EVERY, &mut work).await {
            Err(_) => Some((Ok(so_far()), Some((work, so_far)))),
            Ok(ended) => {
                let ended = ended.map_err(Refused::internal).flatten();
                Some((ended.map_err(Status::from), None))
            }
        }
    })
    .boxed()
}

fn no_bus() -> Refused {
    let message = "this process publishes to no bus: start it with --nats";
    Refused::new(Code::FailedPrecondition, Reason::NotFound, message)
}

/// The contract's limits and permission, for what is asked of no partnership.
fn permitted<Q: Command>(request: &Request<Q>) -> Result<(), Refused> {
    let caller = Caller::from_metadata(request.metadata())?;
    limits::check(full_name::<Q>(), &request.get_ref().encode_to_vec())?;
    permission::check(full_name::<Q>(), &caller, "", &Standing::default())
}
