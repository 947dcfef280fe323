//! The origin's LogReader over gRPC: for those that are not on its bus.

use bytes::Bytes;
use contract::log::{ReadLog, log_reader_client::LogReaderClient};
use futures::{StreamExt, TryStreamExt, stream};
use tonic::{Request, metadata::MetadataValue, transport::Endpoint};

use super::{Batch, Batches, Origin, OriginError, Told};
use crate::{as_of::Waiting, caller, desk::Cursor, operations::BATCH_BYTES_MAX};

pub struct GrpcOrigin {
    pub node: String,
    pub service: String,
    /// http://host:port
    pub endpoint: Endpoint,
}

impl Origin for GrpcOrigin {
    fn name(&self) -> String {
        crate::as_of::origin(&self.node, &self.service)
    }

    fn read(&self, after: Cursor, _: Waiting) -> Batches {
        let (name, endpoint) = (self.name(), self.endpoint.clone());
        let mut request = Request::new(ReadLog {
            service: self.service.clone(),
            after_number: after.number,
            after_event_id: after.event_id.clone(),
            bulk: false,
            follow: true,
            partnership_id: String::new(),
        });
        request.metadata_mut().insert(caller::ROLE, MetadataValue::from_static("operator"));
        let connected = async move {
            let channel = endpoint.connect().await.map_err(OriginError::broken)?;
            let mut client = LogReaderClient::new(channel).max_decoding_message_size(2 * BATCH_BYTES_MAX);
            match client.read(request).await {
                Ok(response) => Ok(response.into_inner().map_err(OriginError::broken)),
                Err(status) if status.code() == tonic::Code::DataLoss => Err(OriginError::Rewritten {
                    origin: name,
                    number: after.number,
                    expected: after.event_id,
                    found: status.message().to_owned(),
                }),
                Err(status) => Err(OriginError::broken(status)),
            }
        };
        Box::pin(
            stream::once(connected)
                .try_flatten()
                .map_ok(|batch| Batch { facts: batch.envelopes.into_iter().map(told).collect(), heard: None })
                .boxed(),
        )
    }
}

fn told(envelope: Vec<u8>) -> Told {
    Told::from(Bytes::from(envelope))
}
