//! What the contract's options say, as the build reads it in the descriptors and a server at its start: the descriptors
//! themselves would take 25 MB of memory.

use prost::Message;

#[derive(Clone, PartialEq, Message)]
pub(super) struct Table {
    #[prost(message, repeated, tag = "1")]
    pub(super) messages: Vec<MessageRow>,
    #[prost(message, repeated, tag = "2")]
    pub(super) rpcs: Vec<RpcRow>,
    #[prost(message, repeated, tag = "3")]
    pub(super) bulk: Vec<BulkRow>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct MessageRow {
    #[prost(string, tag = "1")]
    pub(super) full_name: String,
    #[prost(message, repeated, tag = "2")]
    pub(super) fields: Vec<FieldRow>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct FieldRow {
    #[prost(uint32, tag = "1")]
    pub(super) number: u32,
    #[prost(string, tag = "2")]
    pub(super) name: String,
    #[prost(bool, tag = "3")]
    pub(super) repeated: bool,
    #[prost(enumeration = "Kind", tag = "4")]
    pub(super) kind: i32,
    /// The numbers of its enum.
    #[prost(int32, repeated, tag = "5")]
    pub(super) choices: Vec<i32>,
    /// The full name of its message.
    #[prost(string, tag = "6")]
    pub(super) message: String,
    /// accord.common.v1.Limits, encoded.
    #[prost(bytes = "vec", tag = "7")]
    pub(super) limits: Vec<u8>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, prost::Enumeration)]
#[repr(i32)]
pub(super) enum Kind {
    Other = 0,
    Text = 1,
    Bytes = 2,
    Flag = 3,
    Whole = 4,
    Zigzag = 5,
    Enum = 6,
    Message = 7,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct RpcRow {
    #[prost(string, tag = "1")]
    pub(super) path: String,
    #[prost(string, tag = "2")]
    pub(super) request: String,
    #[prost(bool, tag = "3")]
    pub(super) is_command: bool,
    /// accord.common.v1.Permission, encoded.
    #[prost(bytes = "vec", tag = "4")]
    pub(super) permission: Vec<u8>,
}

/// A case of a service's Event.
#[derive(Clone, PartialEq, Message)]
pub(super) struct BulkRow {
    #[prost(string, tag = "1")]
    pub(super) service: String,
    #[prost(uint32, tag = "2")]
    pub(super) case: u32,
}
