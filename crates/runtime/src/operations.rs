//! Reading logs and running services over gRPC: the operator's face.

use std::{collections::HashMap, pin::Pin, sync::Arc, time::Duration};

use contract::{
    Fact,
    common::Reason,
    log::{
        Batch, GetStatus, ReadLog, RebuildViews, Rebuilt, Republish, Republished, Status as HowFar,
        log_reader_server::LogReader, operations_server,
    },
};
use futures::{Stream, StreamExt, stream};
use prost::Message;
use tokio_util::sync::CancellationToken;
use tonic::{Code, Request, Response, Status};

use crate::{
    caller::Caller,
    desk::full_name,
    limits,
    node::Running,
    origin::{FACTS_MAX, Source},
    permission,
    refusal::Refused,
    service::{Command, Service},
    standing::Standing,
};

const HEARTBEAT: Duration = Duration::from_secs(10);

/// A service as its operator sees it.
trait Operated: Send + Sync {
    fn status(&self) -> HowFar;
    fn rebuild(&self) -> Result<Rebuilt, Refused>;
    fn source(&self) -> Source;
    fn outbox(&self) -> Option<Arc<crate::outbox::Outbox>>;
}

impl<S: Service> Operated for Running<S> {
    fn status(&self) -> HowFar {
        self.status()
    }

    fn rebuild(&self) -> Result<Rebuilt, Refused> {
        let (position, took) = self.rebuild_views().map_err(Refused::internal)?;
        Ok(Rebuilt { position, took_millis: took.as_millis().try_into().unwrap_or(u64::MAX) })
    }

    fn source(&self) -> Source {
        self.source()
    }

    fn outbox(&self) -> Option<Arc<crate::outbox::Outbox>> {
        self.outbox()
    }
}

/// The services of this process.
#[derive(Clone, Default)]
pub struct Operations {
    services: HashMap<&'static str, Arc<dyn Operated>>,
    stop: CancellationToken,
}

impl Operations {
    pub fn new(stop: CancellationToken) -> Self {
        Operations { services: HashMap::new(), stop }
    }

    pub fn add<S: Service>(&mut self, running: &Arc<Running<S>>) {
        self.services.insert(<S::Event as Fact>::SERVICE, running.clone());
    }

    fn permitted<Q: Command>(&self, request: &Request<Q>, service: &str) -> Result<Arc<dyn Operated>, Refused> {
        let caller = Caller::from_metadata(request.metadata())?;
        limits::check(full_name::<Q>(), &request.get_ref().encode_to_vec())?;
        permission::check(full_name::<Q>(), &caller, "", &Standing::default())?;
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
        let Some(outbox) = service.outbox() else {
            let message = "this process publishes to no bus: start it with --nats";
            return Err(Refused::new(Code::FailedPrecondition, Reason::NotFound, message).into());
        };
        let republished = outbox
            .republish()
            .await
            .map_err(|error| Refused::unavailable(Reason::NotCaughtUp, error.to_string(), Duration::from_secs(5)))?;
        Ok(Response::new(republished))
    }
}

type Facts = Pin<Box<dyn Stream<Item = Result<Batch, Status>> + Send>>;

#[tonic::async_trait]
impl LogReader for Operations {
    type ReadStream = Facts;

    async fn read(&self, request: Request<ReadLog>) -> Result<Response<Facts>, Status> {
        let source = self.permitted(&request, &request.get_ref().service)?.source();
        let asked = request.into_inner();
        check_cursor(&source, &asked)?;
        let stop = self.stop.clone();
        let facts = Reading { source, after: asked.after_number, asked };
        let batches = stream::try_unfold(facts, |mut facts| async move {
            Ok(facts.next().await?.map(|envelopes| (Batch { envelopes }, facts)))
        });
        Ok(Response::new(batches.take_until(stop.cancelled_owned()).boxed()))
    }
}

/// Another fact at the reader's cursor, or none: somebody's record has been rewritten.
fn check_cursor(source: &Source, asked: &ReadLog) -> Result<(), Refused> {
    if asked.after_number == 0 || asked.after_event_id.is_empty() {
        return Ok(());
    }
    let found = source.event_id_at(asked.after_number, asked.bulk).map_err(Refused::internal)?;
    match found.as_deref() == Some(&asked.after_event_id) {
        true => Ok(()),
        false => Err(Refused::new(Code::DataLoss, Reason::NotFound, found.unwrap_or_else(|| "nothing".into()))),
    }
}

struct Reading {
    source: Source,
    asked: ReadLog,
    after: u64,
}

impl Reading {
    /// The next facts; an empty batch as a heartbeat; None at the end of what was asked for.
    async fn next(&mut self) -> Result<Option<Vec<Vec<u8>>>, Status> {
        let mut moved = self.source.index.log().watch();
        loop {
            moved.borrow_and_update();
            let facts = self.source.after(self.after, self.asked.bulk, FACTS_MAX).map_err(Refused::internal)?;
            self.after += facts.len() as u64;
            if !facts.is_empty() {
                let wanted: Vec<_> = facts.iter().filter(|it| self.wants(it)).map(|it| it.to_vec()).collect();
                if wanted.is_empty() {
                    continue;
                }
                return Ok(Some(wanted));
            }
            if !self.asked.follow {
                return Ok(None);
            }
            match tokio::time::timeout(HEARTBEAT, moved.changed()).await {
                Ok(Ok(())) => (),
                Ok(Err(_)) => return Ok(None),
                Err(_) => return Ok(Some(vec![])),
            }
        }
    }

    fn wants(&self, fact: &[u8]) -> bool {
        let asked = &self.asked.partnership_id;
        asked.is_empty() || contract::log::Envelope::decode(fact).is_ok_and(|it| it.partnership == *asked)
    }
}
