//! NATS: one connection, the names of what travels over it, and the streams that facts are kept in.

mod heading;
mod names;
pub mod reads;
mod streams;

use std::time::Duration;

use async_nats::{
    Client, ConnectOptions, Event, ServerAddr,
    jetstream::{self, context::ContextBuilder},
};
use tokio::sync::watch;

pub(crate) use heading::{Heading, named};
pub use names::{Lane, Names};
pub(crate) use streams::message_at;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
const RECONNECT_DELAY_MAX: Duration = Duration::from_secs(2);
/// Two unanswered ones, and the connection is taken for dead.
const PING_INTERVAL: Duration = Duration::from_secs(10);
/// How long an answer of the server or of another service may take.
pub(crate) const ANSWER_TIMEOUT: Duration = Duration::from_secs(5);
/// Commands that wait in the client for the connection.
const WAITING_MAX: usize = 2_048;
/// Messages that wait in the client for one subscriber; beyond it the client drops them. More than is ever asked for.
const UNREAD_MAX: usize = 16_384;
/// Publishes of all outboxes of the process that wait for their acknowledgement.
const UNACKNOWLEDGED_MAX: usize = 8_192;

/// One connection to NATS. It is made and kept in the background: whoever has one need not ask whether NATS is there.
#[derive(Clone)]
pub struct Bus {
    client: Client,
    jetstream: jetstream::Context,
    link: watch::Receiver<Link>,
}

/// Whether the connection stands, and how often it came to stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) is_up: bool,
    times: u64,
    /// Somebody was told that it doesn't: once is enough.
    is_warned: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BusError {
    #[error("{name:?} cannot be a {what} on the bus: {why}")]
    Name { what: &'static str, name: String, why: &'static str },
    #[error("the address of NATS cannot be read: {0}")]
    Address(String),
    #[error("there is no connection to NATS")]
    Away,
    /// Worth another try, as is the one above.
    #[error("NATS cannot {doing}: {why}")]
    Failed { doing: &'static str, why: String },
    #[error("{subject} is not answered: {why}")]
    Unanswered { subject: String, why: String },
    #[error("{subject} refuses to be read: {why}")]
    Refused { subject: String, why: String },
}

impl BusError {
    /// For `map_err`: says what was being done.
    pub(crate) fn failed<E: std::fmt::Display>(doing: &'static str) -> impl FnOnce(E) -> BusError {
        move |error| BusError::Failed { doing, why: error.to_string() }
    }
}

impl Bus {
    /// One address or several of one cluster, with commas between. It doesn't matter whether NATS is there yet: the
    /// connection is tried for ever, then and whenever it is lost.
    pub async fn connect(url: &str) -> Result<Bus, BusError> {
        let servers = url.split(',').map(|it| it.trim().parse::<ServerAddr>()).collect::<Result<Vec<_>, _>>();
        let servers = servers.map_err(|error| BusError::Address(error.to_string()))?;
        let (changed, link) = watch::channel(Link::default());
        let client = options(changed).connect(servers).await;
        let client = client.map_err(|error| BusError::Address(error.to_string()))?;
        let jetstream = ContextBuilder::new()
            .timeout(ANSWER_TIMEOUT)
            .ack_timeout(ANSWER_TIMEOUT)
            .max_ack_inflight(UNACKNOWLEDGED_MAX)
            .build(client.clone());
        Ok(Bus { client, jetstream, link })
    }

    pub fn is_connected(&self) -> bool {
        self.link.borrow().is_up
    }

    /// Ready once the connection stands; an error when it doesn't in that time.
    pub async fn connected(&self, within: Duration) -> Result<(), BusError> {
        let mut link = self.link();
        let up = tokio::time::timeout(within, link.wait_for(|link| link.is_up)).await;
        up.ok().and_then(Result::ok).map(drop).ok_or(BusError::Away)
    }

    /// Changes when the connection is lost, and when it stands again.
    pub(crate) fn link(&self) -> watch::Receiver<Link> {
        let mut link = self.link.clone();
        link.mark_unchanged();
        link
    }

    pub(crate) fn jetstream(&self) -> &jetstream::Context {
        &self.jetstream
    }
}

fn options(changed: watch::Sender<Link>) -> ConnectOptions {
    ConnectOptions::new()
        .name("accord")
        .retry_on_initial_connect()
        .max_reconnects(None)
        .reconnect_delay_callback(reconnect_delay)
        .connection_timeout(CONNECT_TIMEOUT)
        .request_timeout(Some(ANSWER_TIMEOUT))
        .ping_interval(PING_INTERVAL)
        .client_capacity(WAITING_MAX)
        .subscription_capacity(UNREAD_MAX)
        .event_callback(move |event| {
            note(&changed, event);
            std::future::ready(())
        })
}

fn reconnect_delay(attempts: usize) -> Duration {
    let doubled = Duration::from_millis(10) * 2_u32.pow(attempts.min(10) as u32);
    if attempts == 0 { Duration::ZERO } else { doubled.min(RECONNECT_DELAY_MAX) }
}

fn note(changed: &watch::Sender<Link>, event: Event) {
    let was = *changed.borrow();
    match event {
        Event::Connected => {
            changed.send_replace(Link { is_up: true, times: was.times + 1, is_warned: false });
            tracing::info!("connected to NATS");
        }
        Event::Disconnected | Event::Closed => {
            changed.send_replace(Link { is_up: false, is_warned: true, ..was });
            tracing::warn!("NATS is away: facts wait in the log until it returns");
        }
        Event::ClientError(error) if !was.is_up && !was.is_warned => {
            changed.send_if_modified(|link| {
                link.is_warned = true;
                false
            });
            tracing::warn!(%error, "NATS is not there: facts wait in the log until it is");
        }
        // Each failed attempt is one of these.
        Event::ClientError(error) => tracing::debug!(%error, "NATS"),
        other => tracing::warn!(event = %other, "NATS"),
    }
}
