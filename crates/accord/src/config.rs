//! Settings of a server: flags, then ACCORD_… variables, then the configuration file, then what stands here.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

use runtime::{Clock, log::Options, telemetry::LogForm};
use serde::Deserialize;

use crate::{
    host::{HostSettings, Which},
    named,
};

/// What `up` and `serve` take.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct ServerArgs {
    /// Where logs and views are kept [default: ./data]
    #[arg(long, env = "ACCORD_DATA", value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Where calls are taken: a loopback address until credentials exist [default: 127.0.0.1:7070]
    #[arg(long, env = "ACCORD_LISTEN", value_name = "ADDR")]
    pub listen: Option<SocketAddr>,
    /// The bus: nats://host:port; without it the services of this process hear each other alone
    #[arg(long, env = "ACCORD_NATS", value_name = "URL")]
    pub nats: Option<String>,
    /// The node's name in every fact: letters, digits, - and _ [default: the data folder's, or home]
    #[arg(long, env = "ACCORD_NODE", value_name = "NAME")]
    pub node: Option<String>,
    /// Log lines as JSON
    #[arg(long, env = "ACCORD_LOG_JSON")]
    pub log_json: bool,
    /// A TOML file with the same settings: data, listen, nats, node, log_json, reserve_bytes
    #[arg(long, env = "ACCORD_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Only say what the settings come to
    #[arg(long)]
    pub check: bool,
}

/// The configuration file; a key that is not here is refused.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    data: Option<PathBuf>,
    listen: Option<SocketAddr>,
    nats: Option<String>,
    node: Option<String>,
    log_json: Option<bool>,
    reserve_bytes: Option<u64>,
}

#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("cannot read {}: {error}", path.display())]
    Read { path: PathBuf, error: std::io::Error },
    #[error("{}: {error}", path.display())]
    Parse { path: PathBuf, error: Box<toml::de::Error> },
    #[error("the node's name {0:?} is not 1 to 32 letters, digits, - and _")]
    Node(String),
    #[error("`serve` runs some services in a process of their own, which hear the others over a bus: give --nats URL")]
    NoBus,
}

pub struct Server {
    pub host: HostSettings,
    pub log_form: LogForm,
}

impl ServerArgs {
    pub fn settle(&self, services: Vec<Which>) -> Result<Server, ConfigError> {
        let file = self.config.as_deref().map(read).transpose()?.unwrap_or_default();
        let data = self.data.clone().or(file.data).unwrap_or_else(|| "data".into());
        let node = self.node.clone().or(file.node).or_else(|| named::stored(&data)).unwrap_or_else(|| "home".into());
        if node.is_empty()
            || 32 < node.len()
            || !node.bytes().all(|it| it.is_ascii_alphanumeric() || b"-_".contains(&it))
        {
            return Err(ConfigError::Node(node));
        }
        let mut log = Options::default();
        log.reserve_bytes = file.reserve_bytes.unwrap_or(log.reserve_bytes);
        let is_json = self.log_json || file.log_json.unwrap_or(false);
        let host = HostSettings {
            services,
            node,
            data,
            listen: self.listen.or(file.listen).unwrap_or(SocketAddr::from(([127, 0, 0, 1], 7070))),
            nats: self.nats.clone().or(file.nats),
            clock: Clock::System,
            log,
        };
        Ok(Server { host, log_form: if is_json { LogForm::Json } else { LogForm::Text } })
    }
}

fn read(path: &Path) -> Result<File, ConfigError> {
    let text = std::fs::read_to_string(path).map_err(|error| ConfigError::Read { path: path.into(), error })?;
    toml::from_str(&text).map_err(|error| ConfigError::Parse { path: path.into(), error: Box::new(error) })
}
