//! The record of a partnership over gRPC, whichever of this process's services is asked for.

use std::{collections::HashMap, sync::Arc};

use contract::{
    Fact,
    log::{ListChanges, ListChangesResponse, record_server},
};
use futures::future::BoxFuture;
use tonic::Request;

use crate::{
    desk::{Answered, Desk},
    refusal::Refused,
    service::Service,
};

/// A service as its partnerships' record.
trait Recorded: Send + Sync {
    fn changes(&self, request: Request<ListChanges>) -> BoxFuture<'_, Answered<ListChangesResponse>>;
}

impl<S: Service> Recorded for Desk<S> {
    fn changes(&self, request: Request<ListChanges>) -> BoxFuture<'_, Answered<ListChangesResponse>> {
        Box::pin(self.changes(request))
    }
}

/// The services of this process.
#[derive(Clone, Default)]
pub struct Record {
    services: HashMap<&'static str, Arc<dyn Recorded>>,
}

impl Record {
    pub fn add<S: Service>(&mut self, desk: Desk<S>) {
        self.services.insert(<S::Event as Fact>::SERVICE, Arc::new(desk));
    }
}

#[tonic::async_trait]
impl record_server::Record for Record {
    async fn list_changes(&self, request: Request<ListChanges>) -> Answered<ListChangesResponse> {
        let service = &request.get_ref().service;
        // Whichever is asked instead says who may not ask at all, and that there is no such service.
        let asked = self.services.get(service.as_str()).or_else(|| self.services.values().next());
        let asked = asked.ok_or_else(|| Refused::not_found("service", service))?;
        asked.changes(request).await
    }
}
