//! Reading another service's log by request and reply: nobody configures addresses, and a lost stream loses nothing.

use async_nats::{HeaderMap, Message, Request, client::RequestErrorKind};
use bytes::Bytes;
use contract::log::{Batch, ReadLog};
use futures::StreamExt;
use prost::Message as _;
use tokio_util::sync::CancellationToken;

use super::{ANSWER_TIMEOUT, Bus, BusError, Names};
use crate::origin::Source;

/// NATS takes messages up to 1 MiB; headers need room too.
const REPLY_BYTES_MAX: usize = 900 * 1024;
pub(crate) const FACTS_MAX: usize = 1_024;
/// Read from the log at a time, so that large facts don't fill the memory.
const STEP_FACTS: usize = 64;
const REQUESTS_MAX: usize = 8;
/// One of those that serve the same log answers.
const QUEUE: &str = "readers";
/// How many facts the asker wants at most.
const FACTS: &str = "Accord-Facts-Max";
/// Why there is no answer.
const REFUSED: &str = "Accord-Refused";

/// Answers whoever asks for this log's facts, until stopped.
pub async fn serve(bus: Bus, source: Source, stop: CancellationToken) {
    let names = match Names::parse(&source.name) {
        Ok(names) => names,
        Err(error) => return tracing::error!(%error, "nobody can read this log over NATS"),
    };
    let answered = async {
        let requests = match bus.client.queue_subscribe(names.reads(), QUEUE.into()).await {
            Ok(requests) => requests,
            Err(error) => return tracing::error!(%error, "nobody can read this log over NATS"),
        };
        requests.for_each_concurrent(REQUESTS_MAX, |request| answer(&bus, &source, &names, request)).await;
    };
    stop.run_until_cancelled(answered).await;
}

/// That service's facts after a number: as many as fit into a message; none at the end of its log.
pub async fn after(bus: &Bus, node: &str, service: &str, after: u64, facts_max: usize) -> Result<Vec<Bytes>, BusError> {
    ask(bus, &Names::new(node, service)?, after, facts_max).await
}

pub(crate) async fn ask(bus: &Bus, names: &Names, after: u64, facts_max: usize) -> Result<Vec<Bytes>, BusError> {
    let subject = names.reads();
    if !bus.is_connected() {
        return Err(BusError::Away);
    }
    let request = ReadLog { service: names.service().into(), after_number: after, ..ReadLog::default() };
    let mut headers = HeaderMap::new();
    headers.insert(FACTS, facts_max.to_string());
    let request = Request::new().headers(headers).payload(request.encode_to_vec().into()).timeout(Some(ANSWER_TIMEOUT));
    let reply = bus.client.send_request(subject.clone(), request).await;
    let reply = reply.map_err(|error| BusError::Unanswered {
        subject: subject.clone(),
        why: match error.kind() {
            RequestErrorKind::NoResponders => "nobody is there".into(),
            _ => error.to_string(),
        },
    })?;
    if let Some(why) = header(&reply, REFUSED) {
        return Err(BusError::Refused { subject, why: why.into() });
    }
    let batch = Batch::decode(reply.payload).map_err(BusError::failed("read the answer"))?;
    Ok(batch.envelopes.into_iter().take(facts_max).map(Bytes::from).collect())
}

async fn answer(bus: &Bus, source: &Source, names: &Names, request: Message) {
    let Some(reply) = request.reply.clone() else { return };
    let source = source.clone();
    let service = names.service().to_owned();
    let read = tokio::task::spawn_blocking(move || read(&source, &service, &request));
    let sent = match read.await.map_err(|error| error.to_string()).flatten() {
        Ok(batch) => bus.client.publish(reply, batch.encode_to_vec().into()).await,
        Err(why) => {
            tracing::warn!(service = names.service(), why, "a reader of this log gets no answer");
            let mut headers = HeaderMap::new();
            headers.insert(REFUSED, why.replace(['\r', '\n'], " "));
            bus.client.publish_with_headers(reply, headers, Bytes::new()).await
        }
    };
    if let Err(error) = sent {
        tracing::debug!(%error, "an answer could not be sent");
    }
}

fn read(source: &Source, service: &str, request: &Message) -> Result<Batch, String> {
    let facts_max = header(request, FACTS).and_then(|it| it.parse().ok()).unwrap_or(FACTS_MAX).min(FACTS_MAX);
    let asked = ReadLog::decode(&request.payload[..]).map_err(|error| format!("this is no ReadLog: {error}"))?;
    let ReadLog { service: of, after_number, after_event_id, bulk, follow, partnership_id } = asked;
    if of != service || follow || !partnership_id.is_empty() {
        return Err(format!("over NATS only whole parts of the log of {service} can be read"));
    }
    if !after_event_id.is_empty() {
        let found = source.event_id_at(after_number, bulk).map_err(|error| error.to_string())?;
        if found.as_ref() != Some(&after_event_id) {
            return Err(format!("number {after_number} is {}", found.unwrap_or_else(|| "nothing".into())));
        }
    }
    let envelopes = take(source, after_number, bulk, facts_max).map_err(|error| error.to_string())?;
    Ok(Batch { envelopes })
}

/// At most so many facts, and as many as fit into a reply.
fn take(source: &Source, after: u64, bulk: bool, facts_max: usize) -> Result<Vec<Vec<u8>>, crate::log::LogError> {
    let mut taken = Vec::new();
    let mut bytes = 0;
    while taken.len() < facts_max {
        let step = STEP_FACTS.min(facts_max - taken.len());
        let facts = source.after(after + taken.len() as u64, bulk, step)?;
        let is_end = facts.len() < step;
        for fact in facts {
            bytes += prost::encoding::encoded_len_varint(fact.len() as u64) + 1 + fact.len();
            if bytes > REPLY_BYTES_MAX {
                return Ok(taken);
            }
            taken.push(fact.to_vec());
        }
        if is_end {
            break;
        }
    }
    Ok(taken)
}

fn header<'m>(message: &'m Message, name: &str) -> Option<&'m str> {
    Some(message.headers.as_ref()?.get(name)?.as_str())
}
