//! What every call passes: a limit on calls under way, and a reason on every failure, also on those tonic makes itself.

use std::{
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use http::{Request, Response};
use tokio::sync::Semaphore;
use tonic::{Code, Status, body::Body};
use tower::{Layer, Service};

use crate::{
    desk::grpc_timeout,
    refusal::{Refused, reason_of},
    server::{CALL_MAX, REQUEST_BYTES_MAX},
};

/// Calls under way in this process; more are refused at once.
const CALLS_MAX: usize = 2_048;
const DETAILS: &str = "grpc-status-details-bin";

#[derive(Clone)]
pub(crate) struct GateLayer {
    calls: Arc<Semaphore>,
}

impl Default for GateLayer {
    fn default() -> Self {
        GateLayer { calls: Arc::new(Semaphore::new(CALLS_MAX)) }
    }
}

impl<S> Layer<S> for GateLayer {
    type Service = Gate<S>;

    fn layer(&self, inner: S) -> Gate<S> {
        Gate { inner, calls: self.calls.clone() }
    }
}

#[derive(Clone)]
pub(crate) struct Gate<S> {
    inner: S,
    calls: Arc<Semaphore>,
}

impl<S> Service<Request<Body>> for Gate<S>
where
    S: Service<Request<Body>, Response = Response<Body>>,
    S::Future: Send + 'static,
{
    type Response = Response<Body>;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, S::Error>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let Ok(place) = self.calls.clone().try_acquire_owned() else {
            let refused =
                Refused::overloaded(format!("{CALLS_MAX} calls are under way")).with("limit", CALLS_MAX.to_string());
            return Box::pin(async move { Ok(Status::from(refused).into_http()) });
        };
        // Begun before tonic's own timer, which would end the call without a reason.
        let at_most = timeout(&request);
        let answer = tokio::time::timeout(at_most, self.inner.call(request));
        Box::pin(async move {
            let answer = answer.await.unwrap_or_else(|_| Ok(late(at_most)));
            drop(place);
            Ok(reasoned(answer?))
        })
    }
}

fn timeout(request: &Request<Body>) -> Duration {
    let given = request.headers().get("grpc-timeout").and_then(|it| it.to_str().ok()).and_then(grpc_timeout);
    given.unwrap_or(CALL_MAX).min(CALL_MAX)
}

fn late(at_most: Duration) -> Response<Body> {
    let message = format!("the call took longer than the {} ms it had", at_most.as_millis());
    Status::from(Refused::new(Code::DeadlineExceeded, reason_of(Code::DeadlineExceeded), message)).into_http()
}

/// A failure without a reason gets one by its code.
fn reasoned(answer: Response<Body>) -> Response<Body> {
    let headers = answer.headers();
    let Some(code) = headers.get("grpc-status") else { return answer };
    if code.as_bytes() == b"0" || headers.contains_key(DETAILS) {
        return answer;
    }
    let Some(status) = Status::from_header_map(headers) else { return answer };
    let refused = match status.code() {
        // Our own always have a reason: this is a request that tonic could not decode.
        Code::Internal => Refused::malformed(status.message()),
        Code::OutOfRange => Refused::new(Code::OutOfRange, reason_of(Code::OutOfRange), status.message())
            .with("limit", REQUEST_BYTES_MAX.to_string()),
        code => Refused::new(code, reason_of(code), status.message()),
    };
    Status::from(refused).into_http()
}
