//! Who is calling: the one place where the acting partner enters. Until credentials exist it is named in
//! metadata, which is why a server without credentials listens on loopback only.

use std::str::FromStr;

use contract::common::Role;
use tonic::metadata::MetadataMap;
use uuid::Uuid;

use crate::refusal::Refused;

/// The calling partner's id; absent for the operator.
pub const PARTNER: &str = "accord-partner";
/// The calling person, as an opaque id.
pub const PERSON: &str = "accord-person";
/// viewer, reporter, coordinator, admin or operator.
pub const ROLE: &str = "accord-role";
/// What a command must have heard: tokens, with commas between.
pub const AS_OF: &str = "accord-as-of";
/// grpc, cli or import; grpc where absent.
pub const CHANNEL: &str = "accord-channel";

const PERSON_BYTES_MAX: usize = 64;

#[derive(Debug, Clone, PartialEq)]
pub struct Caller {
    /// Empty: the operator.
    pub partner: String,
    pub person: String,
    pub role: Role,
    pub channel: String,
}

impl Caller {
    /// A service that acts by itself, for whom it does.
    pub(crate) fn service(partner: &str, person: &str, channel: &str) -> Self {
        let (partner, person, channel) = (partner.to_owned(), person.to_owned(), channel.to_owned());
        Caller { partner, person, role: Role::Unspecified, channel }
    }

    pub fn is_operator(&self) -> bool {
        self.role == Role::Operator
    }

    pub fn from_metadata(metadata: &MetadataMap) -> Result<Self, Refused> {
        let role = role(text(metadata, ROLE)?)?;
        let partner = partner(text(metadata, PARTNER)?)?;
        if (role == Role::Operator) != partner.is_empty() {
            return Err(Refused::unauthenticated(format!(
                "a partner calls with {PARTNER} and a role up to admin, the operator with {ROLE}: operator alone"
            )));
        }
        let person = text(metadata, PERSON)?;
        if PERSON_BYTES_MAX < person.len() {
            return Err(Refused::unauthenticated(format!("{PERSON} is longer than {PERSON_BYTES_MAX} bytes")));
        }
        Ok(Caller { partner, person: person.to_owned(), role, channel: channel(text(metadata, CHANNEL)?)? })
    }
}

fn text<'m>(metadata: &'m MetadataMap, key: &'static str) -> Result<&'m str, Refused> {
    let mut values = metadata.get_all(key).iter();
    let value = values.next().map_or(Ok(""), |it| it.to_str());
    match (value, values.next()) {
        (Ok(value), None) => Ok(value),
        (Err(_), _) => Err(Refused::unauthenticated(format!("{key} is not plain text"))),
        (_, Some(_)) => Err(Refused::unauthenticated(format!("{key} is given twice"))),
    }
}

fn role(name: &str) -> Result<Role, Refused> {
    match name {
        "viewer" => Ok(Role::Viewer),
        "reporter" => Ok(Role::Reporter),
        "coordinator" => Ok(Role::Coordinator),
        "admin" => Ok(Role::Admin),
        "operator" => Ok(Role::Operator),
        "" => Err(Refused::unauthenticated(format!("who is calling? {PARTNER} and {ROLE} are missing"))),
        _ => Err(Refused::unauthenticated(format!("{ROLE} is none of viewer, reporter, coordinator, admin, operator"))),
    }
}

fn partner(id: &str) -> Result<String, Refused> {
    if id.is_empty() {
        return Ok(String::new());
    }
    match Uuid::from_str(id) {
        // One spelling only, so that ids can be compared as text.
        Ok(uuid) if uuid.as_hyphenated().encode_lower(&mut Uuid::encode_buffer()) == id => Ok(id.to_owned()),
        _ => Err(Refused::unauthenticated(format!("{PARTNER} is not a UUID of 36 lower-case characters"))),
    }
}

fn channel(name: &str) -> Result<String, Refused> {
    match name {
        "" => Ok("grpc".into()),
        "grpc" | "cli" | "import" => Ok(name.into()),
        _ => Err(Refused::unauthenticated(format!("{CHANNEL} is none of grpc, cli, import"))),
    }
}
