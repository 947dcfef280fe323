//! What the bus has to know of an envelope.

use bytes::Bytes;
use prost::Message;
use sha2::{Digest, Sha256};

/// The part of `accord.log.v1.Envelope` that is written outside on a message, under the same tags: the fact itself is
/// not decoded.
#[derive(Clone, PartialEq, Eq, Message)]
pub(crate) struct Heading {
    #[prost(string, tag = "1")]
    pub(crate) event_id: String,
    #[prost(string, tag = "2")]
    pub(crate) node: String,
    #[prost(string, tag = "3")]
    pub(crate) service: String,
    #[prost(uint64, tag = "4")]
    pub(crate) number: u64,
    #[prost(string, tag = "5")]
    pub(crate) partnership: String,
    #[prost(string, tag = "17")]
    pub(crate) traceparent: String,
}

impl Heading {
    pub(crate) fn of(envelope: &[u8]) -> Option<Heading> {
        Heading::decode(envelope).ok()
    }
}

/// A stored fact in the words of an alarm: two that differ at all read differently.
pub(crate) fn named(envelope: Option<&Bytes>) -> String {
    let Some(envelope) = envelope else { return "nothing".into() };
    let digest: String = Sha256::digest(envelope).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    match Heading::of(envelope) {
        Some(it) => format!("fact {} of number {} (SHA-256 {digest}…)", it.event_id, it.number),
        None => format!("{} bytes that are no fact (SHA-256 {digest}…)", envelope.len()),
    }
}
