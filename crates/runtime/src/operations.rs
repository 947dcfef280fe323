//! Running services over gRPC: the operator's face.

mod reader;

use std::{collections::HashMap, sync::Arc, time::Duration};

use contract::{
    Fact,
    common::Reason,
    log::{GetStatus, RebuildViews, Rebuilt, Republish, Republished, Status as HowFar, operations_server},
};
use tonic::{Code, Request, Response, Status};

pub(crate) use self::reader::BATCH_BYTES_MAX;
pub use self::reader::Reader;

use crate::{
    caller::Caller,
    desk::full_name,
    limits,
    node::Running,
    outbox::Outbox,
    permission,
    refusal::Refused,
    service::{Command, Service},
    standing::Standing,
};

/// A service as its operator sees it.
trait Operated: Send + Sync {
    fn status(&self) -> HowFar;
    fn rebuild(&self) -> Result<Rebuilt, Refused>;
    fn outboxes(&self) -> Vec<Arc<Outbox>>;
}

impl<S: Service> Operated for Running<S> {
    fn status(&self) -> HowFar {
        self.status()
    }

    fn rebuild(&self) -> Result<Rebuilt, Refused> {
        let (position, took) = self.rebuild_views().map_err(Refused::internal)?;
        Ok(Rebuilt { position, took_millis: took.as_millis().try_into().unwrap_or(u64::MAX) })
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

    async fn rebuild_views(&self, request: Request<RebuildViews>) -> Result<Response<Rebuilt>, Status> {
        let service = self.permitted(&request, &request.get_ref().service)?;
        let rebuilt = tokio::task::spawn_blocking(move || service.rebuild()).await.map_err(Refused::internal)?;
        Ok(Response::new(rebuilt?))
    }

    async fn republish(&self, request: Request<Republish>) -> Result<Response<Republished>, Status> {
        let service = self.permitted(&request, &request.get_ref().service)?;
        let mut all = Republished::default();
        for outbox in service.outboxes() {
            let Republished { published, compared } = outbox.republish().await.map_err(|error| {
                Refused::unavailable(Reason::NotCaughtUp, error.to_string(), Duration::from_secs(5))
            })?;
            all.published += published;
            all.compared += compared;
        }
        match service.outboxes().is_empty() {
            true => Err(no_bus().into()),
            false => Ok(Response::new(all)),
        }
    }
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
