//! What a server answers: its services, each asked by its name.

use std::{collections::HashMap, convert::Infallible};

use http::{Request, Response};
use kernel::clipped;
use tonic::{Status, body::Body, codegen::BoxFuture, server::NamedService};
use tower::Service;

/// What a refusal repeats of a name that somebody made up.
const NAME_BYTES_MAX: usize = 100;

/// How a call ends.
pub(super) type Answer = BoxFuture<Response<Body>, Infallible>;

type Ask = Box<dyn Fn(Request<Body>) -> Answer + Send + Sync>;

/// Services by their full names. tonic's own router puts a call and its bodies into boxes of axum's: with one of the
/// gate's, a fifth more memory a call, which drives out of the processor's caches what hundreds that wait come back to.
#[derive(Default)]
pub struct Rpcs {
    services: HashMap<&'static str, Ask>,
}

impl Rpcs {
    pub fn add<S>(&mut self, service: S)
    where
        S: Service<Request<Body>, Response = Response<Body>, Error = Infallible, Future = Answer>,
        S: NamedService + Clone + Send + Sync + 'static,
    {
        // tonic's services are always ready, and cheap to clone.
        self.services.insert(S::NAME, Box::new(move |call| service.clone().call(call)));
    }

    /// In their order.
    pub(super) fn names(&self) -> Vec<&'static str> {
        let mut names: Vec<_> = self.services.keys().copied().collect();
        names.sort_unstable();
        names
    }

    /// By the path /service/method.
    pub(super) fn ask(&self, call: Request<Body>) -> Answer {
        let service = call.uri().path().strip_prefix('/').and_then(|it| it.split_once('/')).map_or("", |it| it.0);
        match self.services.get(service) {
            Some(ask) => ask(call),
            None => {
                let service = clipped(service, NAME_BYTES_MAX);
                let unknown = Status::unimplemented(format!("there is no service {service:?} here"));
                Box::pin(async { Ok(unknown.into_http()) })
            }
        }
    }
}
