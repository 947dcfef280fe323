//! Calls by path, bytes and metadata alone: what any client could send, and the very status it gets.

use std::{collections::BTreeMap, str::FromStr, time::Duration};

use accord::client::{Client, Raw};
use bytes::Bytes;
use contract::partners::{GetPartnership, Partnership};
use prost::{Message, Name};
use prost_reflect::{DynamicMessage, MethodDescriptor};
use runtime::caller::{AS_OF, PARTNER, ROLE};
use tonic::{
    Code, Request, Status,
    metadata::{MetadataMap, MetadataValue},
};
use tonic_types::StatusExt;

#[derive(Clone)]
pub struct Stranger {
    client: Client,
    metadata: MetadataMap,
    timeout: Option<Duration>,
}

impl Stranger {
    /// Says nothing of itself.
    pub fn at(client: &Client) -> Self {
        Stranger { client: client.clone(), metadata: MetadataMap::new(), timeout: None }
    }

    pub fn operator(client: &Client) -> Self {
        Stranger::at(client).with(ROLE, "operator")
    }

    pub fn partner(client: &Client, partner: &str, role: &str) -> Self {
        Stranger::at(client).with(PARTNER, partner).with(ROLE, role)
    }

    /// Who may ask: the operator, or a member what is the members' alone.
    pub async fn allowed(client: &Client, rpc: &MethodDescriptor, partnership: &str) -> Result<Self, Status> {
        let operator = Stranger::operator(client);
        let rule = contract::rules().rpc(rpc.input().full_name()).expect("every rpc has a rule");
        if rule.permission.operator {
            return Ok(operator);
        }
        let asked = GetPartnership { as_of: vec![], partnership_id: partnership.into() };
        let formed: Partnership = operator.call(&asked).await?;
        Ok(Stranger::partner(client, &formed.members[0].partner_id, "admin"))
    }

    /// Appends: a key may be given twice.
    pub fn with(mut self, key: &'static str, value: &str) -> Self {
        self.metadata.append(key, MetadataValue::from_str(value).expect("plain text"));
        self
    }

    /// What it asks must have heard these tokens, and no others.
    pub fn seeing(mut self, tokens: &[String]) -> Self {
        self.metadata.remove(AS_OF);
        self.with(AS_OF, &tokens.join(","))
    }

    pub fn within(self, timeout: Duration) -> Self {
        Stranger { timeout: Some(timeout), ..self }
    }

    pub async fn send(&self, path: &str, request: impl Into<Bytes>) -> Result<Bytes, Status> {
        let service = path.split('.').nth(1).unwrap_or_default();
        let channel = self.client.channel(service).expect("a service of ours, or all on one port");
        let mut grpc = tonic::client::Grpc::new(channel).max_decoding_message_size(64 << 20);
        grpc.ready().await.expect("the server is there");
        let mut carried = Request::new(request.into());
        *carried.metadata_mut() = self.metadata.clone();
        if let Some(timeout) = self.timeout {
            carried.set_timeout(timeout);
        }
        let path = format!("/{path}").parse().expect("a path");
        grpc.unary(carried, path, Raw).await.map(tonic::Response::into_inner)
    }

    pub async fn call<Q: Message + Name, R: Message + Default>(&self, request: &Q) -> Result<R, Status> {
        let answer = self.send(&path_of(&Q::full_name()), request.encode_to_vec()).await?;
        Ok(R::decode(answer).expect("the answer that the contract promises"))
    }

    pub async fn call_dynamic(&self, method: &MethodDescriptor, request: &DynamicMessage) -> Result<Bytes, Status> {
        self.send(&path(method), request.encode_to_vec()).await
    }
}

/// accord.goals.v1.GoalCommands/ProposeGoal
pub fn path(method: &MethodDescriptor) -> String {
    format!("{}/{}", method.parent_service().full_name(), method.name())
}

fn path_of(request: &str) -> String {
    let rule = contract::rules().rpc(request).unwrap_or_else(|| panic!("no rpc takes {request}"));
    rule.path.clone()
}

/// Every rpc of the contract that takes one request, in the order of its path.
pub fn rpcs() -> Vec<MethodDescriptor> {
    all_rpcs().into_iter().filter(|it| !it.is_client_streaming()).collect()
}

/// Those that take many in a stream, too.
pub fn all_rpcs() -> Vec<MethodDescriptor> {
    let services = contract::pool().services().filter(|it| it.package_name().starts_with("accord."));
    let mut rpcs: Vec<_> = services.flat_map(|it| it.methods().collect::<Vec<_>>()).collect();
    rpcs.sort_by_key(path);
    rpcs
}

/// The reason that every refusal carries.
#[track_caller]
pub fn reason(status: &Status) -> String {
    let details = status.get_error_details();
    let info = details.error_info().unwrap_or_else(|| panic!("a failure without ErrorInfo: {status:?}"));
    assert_eq!(info.domain, "accord");
    info.reason.clone()
}

/// All that a caller can see of a refusal.
#[track_caller]
pub fn said(status: &Status) -> (Code, String, String, BTreeMap<String, String>, Vec<String>) {
    let details = status.get_error_details();
    let metadata = details.error_info().map(|it| it.metadata.clone()).unwrap_or_default();
    (status.code(), status.message().to_owned(), reason(status), metadata.into_iter().collect(), fields(status))
}

/// What ErrorInfo says under a key.
pub fn told(status: &Status, key: &str) -> Option<String> {
    status.get_error_details().error_info()?.metadata.get(key).cloned()
}

/// The paths of the fields that BadRequest names.
pub fn fields(status: &Status) -> Vec<String> {
    let details = status.get_error_details();
    details.bad_request().map(|it| it.field_violations.iter().map(|it| it.field.clone()).collect()).unwrap_or_default()
}
