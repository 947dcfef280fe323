//! `ready`, `status`, `republish`, `rebuild-views`: what an operator asks at night.

use std::time::Duration;

use contract::log::{
    GetStatus, RebuildViews, Rebuilding, Republish, Republishing, Status as HowFar, operations_client::OperationsClient,
};
use tonic_health::pb::{HealthCheckRequest, health_check_response::ServingStatus, health_client::HealthClient};

use super::import::progress;
use crate::{
    client::{Client, ClientArgs, Failure, to_the_end},
    host::{ALL, Which},
    output::{Output, Rows},
};

/// How long views may lag behind what is on disk before we give up: half a minute in all. They let callers by for ten
/// seconds where these crowd, and then catch up.
const VIEWED_TRIES_MAX: u32 = 600;
const VIEWED_PAUSE: Duration = Duration::from_millis(50);

pub(crate) fn name(which: Which) -> &'static str {
    match which {
        Which::Partners => "partners",
        Which::Goals => "goals",
        Which::Resources => "resources",
        Which::Evaluation => "evaluation",
    }
}

pub(super) async fn ready(client: &ClientArgs) -> Result<(), Failure> {
    let client = client.connect("cli")?;
    let mut missing = Vec::new();
    for which in ALL {
        let answer = health(&client, which).await;
        let word = answer.as_ref().map_or_else(ToString::to_string, |it| it.clone());
        println!("{:11} {word}", name(which));
        if !matches!(answer.as_deref(), Ok("serving")) {
            missing.push(name(which));
        }
    }
    match missing.is_empty() {
        true => Ok(()),
        false => Err(Failure::internal(format!("not ready: {}", missing.join(", ")))),
    }
}

/// Whether the service takes commands.
async fn health(client: &Client, which: Which) -> Result<String, Failure> {
    let prefix = format!("accord.{}.", name(which));
    let service = contract::services()
        .into_iter()
        .find(|it| it.starts_with(&prefix) && it.ends_with("Commands"))
        .ok_or_else(|| Failure::internal(format!("the contract has no commands for {}", name(which))))?;
    let mut health = HealthClient::new(client.channel(name(which))?);
    let status = health.check(HealthCheckRequest { service }).await?.into_inner().status();
    Ok(match status {
        ServingStatus::Serving => "serving".into(),
        ServingStatus::NotServing => "not serving: it is stopping, or its log cannot be written".into(),
        ServingStatus::Unknown | ServingStatus::ServiceUnknown => "unknown to that process".into(),
    })
}

pub(super) async fn status(client: &ClientArgs, output: Output) -> Result<(), Failure> {
    let client = client.connect("cli")?;
    let mut rows = Rows::new(&[
        "service",
        "node",
        "position",
        "number",
        "bulk",
        "viewed",
        "reacted",
        "published",
        "parked",
        "heard",
        "tree",
        "root",
        "trouble",
    ]);
    for which in ALL {
        let mut operations = OperationsClient::new(client.channel(name(which))?);
        let request = client.request(GetStatus { service: name(which).into() })?;
        let how_far: HowFar = operations.get_status(request).await?.into_inner();
        rows.push(row(how_far));
    }
    rows.print(output);
    Ok(())
}

fn row(it: HowFar) -> [String; 13] {
    let heard: Vec<_> = it.heard.iter().map(|heard| format!("{}@{}", heard.origin, heard.number)).collect();
    let troubles = it.heard.iter().filter(|heard| !heard.trouble.is_empty());
    let mut trouble: Vec<_> = troubles.map(|heard| format!("{}: {}", heard.origin, heard.trouble)).collect();
    trouble.extend([it.stopped, it.unpublished].into_iter().filter(|it| !it.is_empty()));
    [
        it.service,
        it.node,
        it.position.to_string(),
        it.number.to_string(),
        it.bulk_number.to_string(),
        it.viewed.to_string(),
        it.reacted.to_string(),
        it.published.map_or_else(|| "-".into(), |it| it.to_string()),
        it.parked.to_string(),
        heard.join(" "),
        it.tree_size.to_string(),
        it.root.iter().take(6).map(|byte| format!("{byte:02x}")).collect(),
        trouble.join("; "),
    ]
}

/// How many facts the services have written, bulk ones too.
async fn facts(client: &Client) -> Result<u64, Failure> {
    let mut facts = 0;
    for which in ALL {
        let mut operations = OperationsClient::new(client.channel(name(which))?);
        let request = client.request(GetStatus { service: name(which).into() })?;
        facts += operations.get_status(request).await?.into_inner().tree_size;
    }
    Ok(facts)
}

/// How many facts there are; none where only the operator may know.
pub(super) async fn facts_seen(client: &Client) -> Result<Option<u64>, Failure> {
    if client.is_operator() { facts(client).await.map(Some) } else { Ok(None) }
}

/// Waits until what is on disk now can be read in every service.
pub(super) async fn until_viewed(client: &Client) -> Result<(), Failure> {
    for which in ALL {
        let mut operations = OperationsClient::new(client.channel(name(which))?);
        let mut wanted = None;
        let mut tries = 0..VIEWED_TRIES_MAX;
        loop {
            let request = client.request(GetStatus { service: name(which).into() })?;
            let how_far = operations.get_status(request).await?.into_inner();
            if *wanted.get_or_insert(how_far.position) <= how_far.viewed {
                break;
            }
            if tries.next().is_none() {
                return Err(Failure::internal(format!("the views of {} lag behind; try again later", name(which))));
            }
            tokio::time::sleep(VIEWED_PAUSE).await;
        }
    }
    Ok(())
}

pub(super) async fn republish(client: &ClientArgs) -> Result<(), Failure> {
    let client = client.connect("cli")?;
    for which in ALL {
        let mut operations = OperationsClient::new(client.channel(name(which))?);
        let request = client.request(Republish { service: name(which).into() })?;
        let republished = to_the_end(operations.republish(request).await?.into_inner(), |_| ()).await?;
        let Republishing { published, compared, .. } = republished;
        println!("{:11} {compared} messages equal the log, {published} of them published now", name(which));
    }
    Ok(())
}

pub(super) async fn rebuild_views(service: Option<Which>, client: &ClientArgs) -> Result<(), Failure> {
    let client = client.connect("cli")?;
    for which in service.map_or_else(|| ALL.to_vec(), |it| vec![it]) {
        let mut operations = OperationsClient::new(client.channel(name(which))?);
        let request = client.request(RebuildViews { service: name(which).into() })?;
        let bar = progress(0);
        let told = operations.rebuild_views(request).await?.into_inner();
        let rebuilt = to_the_end(told, |so_far: &Rebuilding| {
            bar.set_length(so_far.end);
            bar.set_position(so_far.position);
        });
        let Rebuilding { position, took_millis, .. } = rebuilt.await?;
        bar.finish_and_clear();
        println!("{:11} built anew up to position {position} in {took_millis} ms", name(which));
    }
    Ok(())
}
