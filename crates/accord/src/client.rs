//! Calling services by the contract's descriptors alone: JSON in, JSON out, for every rpc there is.

mod codec;
mod failure;

use std::{collections::HashMap, str::FromStr, sync::OnceLock, time::Duration};

use bytes::Bytes;
use contract::pool;
use http::uri::PathAndQuery;
use prost::{Message, Name};
use prost_reflect::{DeserializeOptions, DynamicMessage, MethodDescriptor, SerializeOptions};
use runtime::caller;
use tonic::{
    Request, Streaming,
    metadata::MetadataValue,
    transport::{Channel, Endpoint},
};

pub use codec::Raw;
pub use failure::Failure;

const CONNECT_MAX: Duration = Duration::from_secs(5);

/// Where services are, and who calls. Every client command takes these.
#[derive(Debug, Clone, clap::Args)]
pub struct ClientArgs {
    /// Where services answer: URL for all of them, or service=URL for one; may be given several times
    #[arg(
        long = "to",
        env = "ACCORD_TO",
        value_name = "URL",
        default_value = "http://127.0.0.1:7070",
        value_delimiter = ','
    )]
    pub to: Vec<String>,
    /// The partner that calls, by its id; without it the operator does
    #[arg(long = "as", env = "ACCORD_PARTNER", value_name = "PARTNER")]
    pub partner: Option<String>,
    /// viewer, reporter, coordinator or admin, where a partner calls
    #[arg(long, env = "ACCORD_ROLE", default_value = "admin")]
    pub role: String,
    /// The person that calls, as an opaque id
    #[arg(long, env = "ACCORD_PERSON", default_value = "")]
    pub person: String,
    /// What must have been heard: tokens of receipts, with commas between
    #[arg(long, value_name = "TOKENS", default_value = "")]
    pub as_of: String,
}

/// Connections to services, and the caller's name.
#[derive(Clone)]
pub struct Client {
    channels: HashMap<String, Channel>,
    metadata: Vec<(&'static str, String)>,
}

impl ClientArgs {
    pub fn connect(&self, channel: &str) -> Result<Client, Failure> {
        let mut client = Client { channels: HashMap::new(), metadata: vec![] };
        for target in &self.to {
            let (service, url) = match target.split_once('=') {
                Some((service, url)) => (service, url),
                None => ("", target.as_str()),
            };
            let endpoint = Endpoint::from_shared(url.to_owned())
                .map_err(|error| Failure::usage(format!("--to {url}: {error}")))?;
            client.channels.insert(service.to_owned(), endpoint.connect_timeout(CONNECT_MAX).connect_lazy());
        }
        Ok(client.caller(self.partner.as_deref(), &self.role, &self.person, channel).seeing(&self.as_of))
    }
}

impl Client {
    /// All services on one port.
    pub fn at(url: &str) -> Result<Self, Failure> {
        let endpoint = Endpoint::from_shared(url.to_owned()).map_err(Failure::usage)?;
        let channels = HashMap::from([(String::new(), endpoint.connect_timeout(CONNECT_MAX).connect_lazy())]);
        Ok(Client { channels, metadata: vec![] })
    }

    /// Services on ports of their own.
    pub fn at_each(urls: &[(&str, String)]) -> Result<Self, Failure> {
        let mut channels = HashMap::new();
        for (service, url) in urls {
            let endpoint = Endpoint::from_shared(url.clone()).map_err(Failure::usage)?;
            channels.insert((*service).to_owned(), endpoint.connect_timeout(CONNECT_MAX).connect_lazy());
        }
        Ok(Client { channels, metadata: vec![] })
    }

    /// The same connections, another caller; no partner: the operator.
    pub fn caller(&self, partner: Option<&str>, role: &str, person: &str, channel: &str) -> Self {
        let mut metadata = match partner {
            Some(partner) => vec![(caller::PARTNER, partner.to_owned()), (caller::ROLE, role.to_owned())],
            None => vec![(caller::ROLE, "operator".to_owned())],
        };
        metadata.push((caller::PERSON, person.to_owned()));
        metadata.push((caller::CHANNEL, channel.to_owned()));
        Client { channels: self.channels.clone(), metadata }
    }

    /// The same, and what it calls must have heard these tokens.
    pub fn seeing(mut self, tokens: &str) -> Self {
        self.metadata.retain(|(key, _)| *key != caller::AS_OF);
        if !tokens.is_empty() {
            self.metadata.push((caller::AS_OF, tokens.to_owned()));
        }
        self
    }

    /// Whether nobody's partner calls.
    pub fn is_operator(&self) -> bool {
        self.metadata.iter().any(|(key, value)| *key == caller::ROLE && value == "operator")
    }

    /// Calls an rpc by its request message.
    pub async fn call<Q: Message + Name, R: Message + Default>(&self, request: &Q) -> Result<R, Failure> {
        let method = method_taking(&Q::full_name())?;
        let answer = self.raw(&method, request.encode_to_vec().into()).await?;
        R::decode(answer).map_err(Failure::internal)
    }

    /// Calls the rpc named, with a request in JSON; answers in JSON.
    pub async fn call_json(&self, rpc: &str, json: &str, is_command: bool) -> Result<String, Failure> {
        let method = method_named(rpc, is_command)?;
        let request = request(&method, json)?;
        let answer = self.raw(&method, request.encode_to_vec().into()).await?;
        let answer = DynamicMessage::decode(method.output(), answer).map_err(Failure::internal)?;
        pretty(&answer)
    }

    /// A request with this caller's name on it.
    pub fn request<T>(&self, message: T) -> Result<Request<T>, Failure> {
        let mut request = Request::new(message);
        for (key, value) in &self.metadata {
            let value =
                MetadataValue::from_str(value).map_err(|_| Failure::usage(format!("{value:?} is not plain text")))?;
            request.metadata_mut().insert(*key, value);
        }
        Ok(request)
    }

    /// The connection to a service, by its short name.
    pub fn channel(&self, service: &str) -> Result<Channel, Failure> {
        self.channels
            .get(service)
            .or_else(|| self.channels.get(""))
            .cloned()
            .ok_or_else(|| Failure::usage(format!("no --to says where {service} is")))
    }

    async fn raw(&self, method: &MethodDescriptor, request: Bytes) -> Result<Bytes, Failure> {
        let service = method.parent_service();
        let short = service.package_name().split('.').nth(1).unwrap_or_default();
        let mut grpc = tonic::client::Grpc::new(self.channel(short)?).max_decoding_message_size(64 << 20);
        grpc.ready().await.map_err(Failure::unreachable)?;
        let path = format!("/{}/{}", service.full_name(), method.name());
        let path = PathAndQuery::from_str(&path).map_err(Failure::internal)?;
        let answer = grpc.unary(self.request(request)?, path, Raw).await;
        answer.map(tonic::Response::into_inner).map_err(Failure::from)
    }
}

/// All rpcs that answer once, commands or queries.
pub fn methods(is_command: bool) -> impl Iterator<Item = MethodDescriptor> {
    pool()
        .services()
        .filter(|it| it.package_name().starts_with("accord."))
        .flat_map(|it| it.methods().collect::<Vec<_>>())
        .filter(move |it| {
            (it.output().full_name() == "accord.common.v1.Receipt") == is_command && !it.is_server_streaming()
        })
}

fn method_named(rpc: &str, is_command: bool) -> Result<MethodDescriptor, Failure> {
    methods(is_command).find(|it| it.name() == rpc).ok_or_else(|| {
        let known: Vec<_> = methods(is_command).map(|it| it.name().to_owned()).collect();
        let kind = if is_command { "command" } else { "query" };
        Failure::usage(format!("there is no {kind} {rpc}; there are {}", known.join(", ")))
    })
}

fn method_taking(request: &str) -> Result<MethodDescriptor, Failure> {
    // An import asks thousands of times.
    static BY_REQUEST: OnceLock<HashMap<String, MethodDescriptor>> = OnceLock::new();
    let all = || methods(true).chain(methods(false)).map(|it| (it.input().full_name().to_owned(), it));
    let found = BY_REQUEST.get_or_init(|| all().collect()).get(request).cloned();
    found.ok_or_else(|| Failure::internal(format!("no rpc takes {request}")))
}

fn request(method: &MethodDescriptor, json: &str) -> Result<DynamicMessage, Failure> {
    let mut reader = serde_json::Deserializer::from_str(json);
    let options = DeserializeOptions::new().deny_unknown_fields(true);
    let request = DynamicMessage::deserialize_with_options(method.input(), &mut reader, &options)
        .map_err(|error| Failure::usage(format!("the file is no {}: {error}", method.input().name())))?;
    reader.end().map_err(|error| Failure::usage(format!("the file goes on after the request: {error}")))?;
    Ok(request)
}

/// Names as in the proto, so that what is read can be looked up there.
pub fn pretty(message: &DynamicMessage) -> Result<String, Failure> {
    let mut json = serde_json::Serializer::pretty(Vec::new());
    message.serialize_with_options(&mut json, &names()).map_err(Failure::internal)?;
    String::from_utf8(json.into_inner()).map_err(Failure::internal)
}

pub fn names() -> SerializeOptions {
    SerializeOptions::new().use_proto_field_name(true).stringify_64_bit_integers(false)
}

/// Follows work under way; the last message says what it came to.
pub async fn to_the_end<M>(mut told: Streaming<M>, mut each: impl FnMut(&M)) -> Result<M, Failure> {
    let mut last = None;
    while let Some(message) = told.message().await? {
        each(&message);
        last = Some(message);
    }
    last.ok_or_else(|| Failure::internal("the service broke off without a word"))
}
