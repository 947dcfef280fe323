//! The JetStream stream of a service's lane: there or not, made, and looked into.

use std::time::Duration;

use async_nats::jetstream::{
    ErrorCode,
    context::{CreateStreamErrorKind, GetStreamErrorKind},
    stream::{Config, DiscardPolicy, RawMessageErrorKind, RetentionPolicy, StorageType, Stream},
};
use bytes::Bytes;

use super::{Bus, BusError, Lane, Names};

const DUPLICATE_WINDOW: Duration = Duration::from_secs(120);
const UNLIMITED: i64 = -1;

impl Bus {
    /// The stream with what the server says of it just now; None where there is none.
    pub(crate) async fn stream(&self, names: &Names, lane: Lane) -> Result<Option<Stream>, BusError> {
        match self.jetstream().get_stream(names.stream(lane)).await {
            Ok(stream) => Ok(Some(stream)),
            Err(error) => match error.kind() {
                GetStreamErrorKind::JetStream(why) if why.error_code() == ErrorCode::STREAM_NOT_FOUND => Ok(None),
                _ => Err(BusError::failed("show the stream")(error)),
            },
        }
    }

    /// One that is there stays as an operator has set it up: copies and placement are the deployment's.
    pub(crate) async fn stream_made(&self, names: &Names, lane: Lane) -> Result<Stream, BusError> {
        if let Some(stream) = self.stream(names, lane).await? {
            return Ok(stream);
        }
        match self.jetstream().create_stream(config(names, lane)).await {
            Ok(_) => tracing::info!(stream = names.stream(lane), "made the stream"),
            // Somebody else made it meanwhile.
            Err(error) if is_taken(&error.kind()) => {}
            Err(error) => return Err(BusError::failed("make the stream")(error)),
        }
        self.stream(names, lane).await?.ok_or(BusError::Failed { doing: "show the stream", why: "it is gone".into() })
    }

    pub(crate) async fn delete_stream(&self, names: &Names, lane: Lane) -> Result<(), BusError> {
        let deleted = self.jetstream().delete_stream(names.stream(lane)).await;
        deleted.map(drop).map_err(BusError::failed("delete the stream"))
    }
}

/// The payload at that sequence; None where there is none, or no longer.
pub(crate) async fn message_at(stream: &Stream, sequence: u64) -> Result<Option<Bytes>, BusError> {
    match stream.get_raw_message(sequence).await {
        Ok(message) => Ok(Some(message.payload)),
        Err(error) if error.kind() == RawMessageErrorKind::NoMessageFound => Ok(None),
        Err(error) => Err(BusError::failed("show a message")(error)),
    }
}

/// Keeps everything: with no room left, new facts wait in the log rather than old ones going from the stream.
fn config(names: &Names, lane: Lane) -> Config {
    Config {
        name: names.stream(lane),
        subjects: vec![names.subjects(lane)],
        retention: RetentionPolicy::Limits,
        discard: DiscardPolicy::New,
        storage: StorageType::File,
        max_age: Duration::ZERO,
        max_bytes: UNLIMITED,
        max_messages: UNLIMITED,
        max_messages_per_subject: UNLIMITED,
        max_consumers: UNLIMITED as i32,
        duplicate_window: DUPLICATE_WINDOW,
        num_replicas: 1,
        ..Config::default()
    }
}

fn is_taken(kind: &CreateStreamErrorKind) -> bool {
    matches!(kind, CreateStreamErrorKind::JetStream(why) if why.error_code() == ErrorCode::STREAM_NAME_EXIST)
}
