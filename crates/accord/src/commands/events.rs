//! `events tail`: facts as they come, from the services' own logs.

use contract::{
    log::{Envelope, ReadLog, log_reader_client::LogReaderClient},
    pool,
};
use futures::{StreamExt, TryStreamExt, stream};
use prost::Message;
use prost_reflect::DynamicMessage;
use serde_json::Value;

use crate::{
    client::{Client, ClientArgs, Failure, names},
    host::{ALL, Which},
    output::{Output, line},
};

pub(super) struct Wanted {
    pub(super) service: Option<Which>,
    pub(super) partnership: Option<String>,
    pub(super) after: u64,
    pub(super) follow: bool,
    pub(super) bulk: bool,
}

pub(super) async fn tail(wanted: Wanted, client: &ClientArgs, output: Output) -> Result<(), Failure> {
    let client = client.connect("cli")?;
    let services = wanted.service.map_or_else(|| ALL.to_vec(), |it| vec![it]);
    let mut streams = Vec::new();
    for service in services {
        streams.push(facts(&client, service, &wanted).await?);
    }
    if !wanted.follow {
        // All there is, in the order it was written down.
        let mut facts: Vec<Envelope> = stream::select_all(streams).try_collect().await?;
        facts.sort_by_key(|it| (it.recorded_at.map(|at| (at.seconds, at.nanos)), it.service.clone(), it.number));
        return facts.iter().try_for_each(|it| print(it, output));
    }
    let mut facts = stream::select_all(streams);
    loop {
        tokio::select! {
            fact = facts.next() => match fact {
                Some(fact) => print(&fact?, output)?,
                None => return Ok(()),
            },
            _ = tokio::signal::ctrl_c() => return Ok(()),
        }
    }
}

type Facts = stream::BoxStream<'static, Result<Envelope, Failure>>;

async fn facts(client: &Client, service: Which, wanted: &Wanted) -> Result<Facts, Failure> {
    let name = super::operate::name(service);
    let request = client.request(ReadLog {
        service: name.to_owned(),
        after_number: wanted.after,
        after_event_id: String::new(),
        bulk: wanted.bulk,
        follow: wanted.follow,
        partnership_id: wanted.partnership.clone().unwrap_or_default(),
    })?;
    let mut reader = LogReaderClient::new(client.channel(name)?).max_decoding_message_size(64 << 20);
    let batches = reader.read(request).await?.into_inner();
    let envelopes = batches.map_err(Failure::from).map_ok(|batch| stream::iter(batch.envelopes.into_iter().map(Ok)));
    Ok(envelopes
        .try_flatten()
        .and_then(|it| async move { Envelope::decode(&it[..]).map_err(Failure::internal) })
        .boxed())
}

fn print(fact: &Envelope, output: Output) -> Result<(), Failure> {
    let json = json(fact)?;
    if output == Output::Json {
        line(json);
        return Ok(());
    }
    let at = fact.recorded().map(|it| it.to_string());
    let (event, content) = event(&json, &fact.service);
    let cells = [
        at.unwrap_or_default(),
        format!("{}@{}", fact.service, fact.number),
        event,
        fact.stream.clone(),
        content.to_string(),
    ];
    match output {
        Output::Csv => line(cells.map(|it| format!("\"{}\"", it.replace('"', "\"\""))).join(",")),
        _ => line(format_args!("{}  {:16} {:24} {}\n    {}", cells[0], cells[1], cells[2], cells[3], cells[4])),
    }
    Ok(())
}

pub(super) fn json(fact: &Envelope) -> Result<Value, Failure> {
    let descriptor =
        pool().get_message_by_name("accord.log.v1.Envelope").ok_or_else(|| Failure::internal("no Envelope"))?;
    let mut dynamic = DynamicMessage::new(descriptor);
    dynamic.transcode_from(fact).map_err(Failure::internal)?;
    dynamic.serialize_with_options(serde_json::value::Serializer, &names()).map_err(Failure::internal)
}

/// The event's name and what it says, out of {goals: {goal_proposed: {…}}}.
pub(super) fn event(json: &Value, service: &str) -> (String, Value) {
    let kinds = json.get(service).and_then(Value::as_object);
    match kinds.and_then(|it| it.iter().next()) {
        Some((name, content)) => (name.clone(), content.clone()),
        None => ("reaction_parked".to_owned(), json.get("reaction_parked").unwrap_or(&Value::Null).clone()),
    }
}
