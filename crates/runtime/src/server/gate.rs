//! What every call passes: a limit on calls under way, and a reason on every failure, also on those tonic makes itself.

use std::{
    convert::Infallible,
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
    time::Duration,
};

use futures::future;
use http::{Request, Response};
use pin_project_lite::pin_project;
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{self, Timeout},
};
use tonic::{Code, Status, body::Body};
use tower::Service;

use super::{
    CALL_MAX, REQUEST_BYTES_MAX,
    rpcs::{Answer, Rpcs},
};
use crate::{
    desk::grpc_timeout,
    refusal::{Refused, reason_of},
};

/// Calls under way in this process; more are refused at once.
const CALLS_MAX: usize = 2_048;
const DETAILS: &str = "grpc-status-details-bin";

#[derive(Clone)]
pub(super) struct Gate {
    rpcs: Arc<Rpcs>,
    calls: Arc<Semaphore>,
}

impl Gate {
    pub(super) fn before(rpcs: Rpcs) -> Self {
        Gate { rpcs: Arc::new(rpcs), calls: Arc::new(Semaphore::new(CALLS_MAX)) }
    }
}

impl Service<Request<Body>> for Gate {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Passage;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Passage {
        // Begun before tonic's own timer, which would end the call without a reason.
        let at_most = timeout(&request);
        let place = self.calls.clone().try_acquire_owned().ok();
        let answer = if place.is_some() { self.rpcs.ask(request) } else { overloaded() };
        Passage { answer: time::timeout(at_most, answer), at_most, _place: place }
    }
}

pin_project! {
    /// A call under way.
    pub(super) struct Passage {
        #[pin]
        answer: Timeout<Answer>,
        at_most: Duration,
        // Among the calls under way; none where it is refused for want of one.
        _place: Option<OwnedSemaphorePermit>,
    }
}

impl Future for Passage {
    type Output = Result<Response<Body>, Infallible>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let answer = ready!(this.answer.poll(cx)).unwrap_or_else(|_| Ok(late(*this.at_most)));
        Poll::Ready(answer.map(reasoned))
    }
}

fn overloaded() -> Answer {
    let refused = Refused::overloaded(format!("{CALLS_MAX} calls are under way")).with("limit", CALLS_MAX.to_string());
    Box::pin(future::ready(Ok(Status::from(refused).into_http())))
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
        // tonic says no word of a method that a service has not.
        code @ Code::Unimplemented if status.message().is_empty() => {
            Refused::new(code, reason_of(code), "the service has no such method; reflection lists those it has")
        }
        code => Refused::new(code, reason_of(code), status.message()),
    };
    Status::from(refused).into_http()
}
