//! The gRPC server: limits on everything a peer can send, health and reflection, and a stop that ends.

mod gate;
mod rpcs;
mod together;

use std::{net::SocketAddr, time::Duration};

use contract::DESCRIPTORS;
use futures::StreamExt;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tonic::transport::{Server, server::TcpIncoming};
use tonic_health::server::HealthReporter;
use tonic_reflection::{
    pb::{v1, v1alpha},
    server::Builder,
};

pub use self::rpcs::Rpcs;
use self::{gate::Gate, together::Together};

/// Streams of one connection at a time.
const STREAMS_MAX: u32 = 128;
/// Resets that our side had to send before a connection is closed (RUSTSEC-2024-0003).
const LOCAL_RESETS_MAX: usize = 256;
const HEADER_LIST_BYTES_MAX: u32 = 8 * 1024;
const KEEPALIVE: Duration = Duration::from_secs(20);
const KEEPALIVE_TIMEOUT: Duration = Duration::from_secs(10);
const CONNECTION_AGE_MAX: Duration = Duration::from_secs(3600);
const CONNECTION_AGE_GRACE: Duration = Duration::from_secs(30);
/// A call without a deadline of its own, or with a later one.
pub(crate) const CALL_MAX: Duration = Duration::from_secs(30);
/// How long calls under way may take once a stop is asked for; then connections are dropped.
const DRAIN_MAX: Duration = Duration::from_secs(5);

/// The largest request.
pub const REQUEST_BYTES_MAX: usize = 256 * 1024;
/// The largest answer: a page of 500.
pub const ANSWER_BYTES_MAX: usize = 16 * 1024 * 1024;

#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    #[error("cannot listen on {address}: {error}")]
    Listen { address: SocketAddr, error: std::io::Error },
    #[error(
        "{0} is not a loopback address: until credentials exist callers are taken at their word, so Accord listens on \
         127.0.0.1 or [::1] only"
    )]
    NotLoopback(SocketAddr),
    #[error("serving: {0}")]
    Transport(#[from] tonic::transport::Error),
    #[error("reflection: {0}")]
    Reflection(#[from] tonic_reflection::server::Error),
    #[error("the contract is not complete: {0}")]
    Contract(#[from] contract::Incomplete),
}

/// Listens; callers are taken at their word, so on loopback only.
pub async fn listen(address: SocketAddr) -> Result<TcpListener, ServeError> {
    contract::rules().check()?;
    if !address.ip().is_loopback() {
        return Err(ServeError::NotLoopback(address));
    }
    TcpListener::bind(address).await.map_err(|error| ServeError::Listen { address, error })
}

/// Serves until `stop`: says NOT_SERVING first, lets calls under way end, then drops what is left.
pub async fn serve(
    listener: TcpListener,
    mut rpcs: Rpcs,
    health: HealthReporter,
    stop: CancellationToken,
) -> Result<(), ServeError> {
    // What this process serves, and nothing that another does.
    let mut names = rpcs.names();
    names.extend([v1::server_reflection_server::SERVICE_NAME, v1alpha::server_reflection_server::SERVICE_NAME]);
    let reflection = || {
        let known = Builder::configure()
            .register_encoded_file_descriptor_set(DESCRIPTORS)
            .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
            .register_encoded_file_descriptor_set(v1::FILE_DESCRIPTOR_SET)
            .register_encoded_file_descriptor_set(v1alpha::FILE_DESCRIPTOR_SET)
            .include_reflection_service(false);
        names.iter().fold(known, |it, name| it.with_service_name(*name))
    };
    // Clients of either age find their way: Python's asks for v1alpha.
    rpcs.add(reflection().build_v1()?);
    rpcs.add(reflection().build_v1alpha()?);
    let incoming = TcpIncoming::from(listener).with_nodelay(Some(true)).map(|it| it.map(Together::over));
    let drained = CancellationToken::new();
    let (asked, ended) = (stop.clone(), drained.clone());
    let serving = Server::builder()
        .max_concurrent_streams(Some(STREAMS_MAX))
        .http2_max_local_error_reset_streams(Some(LOCAL_RESETS_MAX))
        .http2_max_header_list_size(Some(HEADER_LIST_BYTES_MAX))
        .http2_keepalive_interval(Some(KEEPALIVE))
        .http2_keepalive_timeout(Some(KEEPALIVE_TIMEOUT))
        .max_connection_age(CONNECTION_AGE_MAX)
        .max_connection_age_grace(CONNECTION_AGE_GRACE)
        .serve_with_incoming_shutdown(Gate::before(rpcs), incoming, async move { asked.cancelled().await });
    let hurry = async move {
        stop.cancelled().await;
        for service in contract::services() {
            health.set_service_status(service, tonic_health::ServingStatus::NotServing).await;
        }
        health.set_service_status("", tonic_health::ServingStatus::NotServing).await;
        // An idle connection would keep a graceful stop waiting for ever (hyper#4170).
        let _ = tokio::time::timeout(DRAIN_MAX, ended.cancelled()).await;
    };
    tokio::select! {
        served = serving => { drained.cancel(); Ok(served?) }
        () = hurry => Ok(()),
    }
}
