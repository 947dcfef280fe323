//! Reading logs over gRPC: a service's own facts, as they stand, for those that are not on its bus.

use std::{collections::HashMap, pin::Pin, time::Duration};

use bytes::Bytes;
use contract::{
    common::Reason,
    log::{Batch, Envelope, ReadLog, log_reader_server::LogReader},
};
use futures::{Stream, StreamExt, stream};
use prost::Message;
use tokio_util::sync::CancellationToken;
use tonic::{Code, Request, Response, Status};

use super::permitted;
use crate::{origin::Source, refusal::Refused};

/// An empty batch says that nothing is wrong, only quiet.
const HEARTBEAT: Duration = Duration::from_secs(10);
/// Facts in a batch.
const FACTS_MAX: usize = 512;
/// A batch is cut where it would pass this, so that readers may bound what they take.
pub(crate) const BATCH_BYTES_MAX: usize = 4 << 20;

/// The logs of this process, by the short names of their services.
#[derive(Clone)]
pub struct Reader {
    sources: HashMap<String, Source>,
    stop: CancellationToken,
}

impl Reader {
    /// Sources are named node/service; streams end when `stop` says so.
    pub fn new(sources: impl IntoIterator<Item = Source>, stop: CancellationToken) -> Self {
        let short = |name: &str| name.rsplit('/').next().unwrap_or_default().to_owned();
        Reader { sources: sources.into_iter().map(|it| (short(&it.name), it)).collect(), stop }
    }
}

type Facts = Pin<Box<dyn Stream<Item = Result<Batch, Status>> + Send>>;

#[tonic::async_trait]
impl LogReader for Reader {
    type ReadStream = Facts;

    async fn read(&self, request: Request<ReadLog>) -> Result<Response<Facts>, Status> {
        permitted(&request)?;
        let asked = request.into_inner();
        let source = self.sources.get(&asked.service).cloned();
        let source = source.ok_or_else(|| Refused::not_found("service", &asked.service))?;
        check_cursor(&source, &asked)?;
        let stop = self.stop.clone();
        let facts = Reading { source, after: asked.after_number, asked };
        let batches = stream::try_unfold(facts, |mut facts| async move {
            Ok(facts.next().await?.map(|envelopes| (Batch { envelopes }, facts)))
        });
        Ok(Response::new(batches.take_until(stop.cancelled_owned()).boxed()))
    }
}

/// Another fact at the reader's cursor, or none: somebody's record has been rewritten.
fn check_cursor(source: &Source, asked: &ReadLog) -> Result<(), Refused> {
    if asked.after_number == 0 || asked.after_event_id.is_empty() {
        return Ok(());
    }
    let found = source.event_id_at(asked.after_number, asked.bulk).map_err(Refused::internal)?;
    match found.as_deref() == Some(&asked.after_event_id) {
        true => Ok(()),
        false => Err(Refused::new(Code::DataLoss, Reason::NotFound, found.unwrap_or_else(|| "nothing".into()))),
    }
}

struct Reading {
    source: Source,
    asked: ReadLog,
    after: u64,
}

impl Reading {
    /// The next facts; an empty batch as a heartbeat; None at the end of what was asked for.
    async fn next(&mut self) -> Result<Option<Vec<Vec<u8>>>, Status> {
        let mut moved = self.source.index.log().watch();
        loop {
            moved.borrow_and_update();
            let mut facts = self.source.after(self.after, self.asked.bulk, FACTS_MAX).map_err(Refused::internal)?;
            cut(&mut facts);
            self.after += facts.len() as u64;
            if !facts.is_empty() {
                let wanted: Vec<_> = facts.iter().filter(|it| self.wants(it)).map(|it| it.to_vec()).collect();
                if wanted.is_empty() {
                    continue;
                }
                return Ok(Some(wanted));
            }
            if !self.asked.follow {
                return Ok(None);
            }
            match tokio::time::timeout(HEARTBEAT, moved.changed()).await {
                Ok(Ok(())) => (),
                Ok(Err(_)) => return Ok(None),
                Err(_) => return Ok(Some(vec![])),
            }
        }
    }

    fn wants(&self, fact: &[u8]) -> bool {
        let asked = &self.asked.partnership_id;
        asked.is_empty() || Envelope::decode(fact).is_ok_and(|it| it.partnership == *asked)
    }
}

/// Leaves as many facts as fit a batch; one always does.
pub(crate) fn cut(facts: &mut Vec<Bytes>) {
    let mut bytes = 0;
    let fits = facts.iter().take_while(|it| {
        bytes += it.len();
        bytes <= BATCH_BYTES_MAX
    });
    let fits = fits.count().max(1);
    facts.truncate(fits);
}
