//! Waiting until all four services have heard, reacted to and shown everything, and have no trouble left.

use std::time::{Duration, Instant};

use accord::client::Client;
use contract::log::{GetStatus, Status, operations_client::OperationsClient};

use super::SERVICES;

const SETTLED_WITHIN: Duration = Duration::from_secs(120);
const ASKED_EVERY: Duration = Duration::from_millis(50);

/// Of each service how far it is; an error while one of them is away.
pub async fn statuses(client: &Client) -> Result<Vec<Status>, tonic::Status> {
    let operator = client.caller(None, "operator", "operator", "grpc");
    let mut statuses = Vec::new();
    for service in SERVICES {
        let mut operations = OperationsClient::new(operator.channel(service).expect("one of the four"));
        let request = operator.request(GetStatus { service: service.into() }).expect("plain text");
        statuses.push(operations.get_status(request).await?.into_inner());
    }
    Ok(statuses)
}

/// Ready when nothing moves any more, and everybody has everything. How long that took.
pub async fn settle(client: &Client) -> Duration {
    let began = Instant::now();
    let mut before = Vec::new();
    loop {
        let now = statuses(client).await.unwrap_or_default();
        if !now.is_empty() && now == before && now.iter().all(|it| is_complete(it, &now)) {
            return began.elapsed();
        }
        assert!(began.elapsed() < SETTLED_WITHIN, "not settled in {SETTLED_WITHIN:?}: {now:#?}");
        before = now;
        tokio::time::sleep(ASKED_EVERY).await;
    }
}

/// Ready when each service has heard the facts that the others had at that time.
pub async fn heard_through(client: &Client, then: &[Status]) -> Duration {
    let began = Instant::now();
    loop {
        let now = statuses(client).await.unwrap_or_default();
        if !now.is_empty() && now.iter().all(|it| has_heard(it, then)) {
            return began.elapsed();
        }
        assert!(began.elapsed() < SETTLED_WITHIN, "not heard in {SETTLED_WITHIN:?}: {now:#?}, of {then:#?}");
        tokio::time::sleep(ASKED_EVERY).await;
    }
}

fn is_complete(it: &Status, all: &[Status]) -> bool {
    let is_well = it.stopped.is_empty() && it.heard.iter().all(|heard| heard.trouble.is_empty());
    it.viewed == it.position && it.reacted == it.position && is_well && has_heard(it, all)
}

fn has_heard(it: &Status, all: &[Status]) -> bool {
    all.iter().filter(|other| other.service != it.service).all(|other| {
        let origin = format!("{}/{}", other.node, other.service);
        other.number == 0 || it.heard.iter().any(|heard| heard.origin == origin && heard.number >= other.number)
    })
}
