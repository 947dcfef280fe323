//! Who is calling: the one place where the acting partner enters. Until credentials exist it is named in
//! metadata, which is why a server without credentials listens on loopback only.

use std::str::FromStr;

use contract::common::Role;
use tonic::metadata::{KeyAndValueRef, MetadataMap};
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
        let [role_name, partner_id, person, channel_name] = texts(metadata, [ROLE, PARTNER, PERSON, CHANNEL])?;
        let role = role(role_name)?;
        let partner = partner(partner_id)?;
        if (role == Role::Operator) != partner.is_empty() {
            return Err(Refused::unauthenticated(format!(
                "a partner calls with {PARTNER} and a role up to admin, the operator with {ROLE}: operator alone"
            )));
        }
        if PERSON_BYTES_MAX < person.len() {
            return Err(Refused::unauthenticated(format!("{PERSON} is longer than {PERSON_BYTES_MAX} bytes")));
        }
        Ok(Caller { partner, person: person.to_owned(), role, channel: channel(channel_name)? })
    }
}

/// What stands under each key, empty where nothing does. In one walk over the few headers there are: to look each up is to
/// parse and to hash its name.
fn texts<'m, const N: usize>(metadata: &'m MetadataMap, keys: [&str; N]) -> Result<[&'m str; N], Refused> {
    let mut found = [None; N];
    for entry in metadata.iter() {
        let KeyAndValueRef::Ascii(key, value) = entry else { continue };
        let Some(place) = keys.iter().position(|it| *it == key.as_str()) else { continue };
        let text = value.to_str().map_err(|_| Refused::unauthenticated(format!("{key} is not plain text")))?;
        if found[place].replace(text).is_some() {
            return Err(Refused::unauthenticated(format!("{key} is given twice")));
        }
    }
    Ok(found.map(Option::unwrap_or_default))
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

#[cfg(test)]
mod tests {
    use tonic::metadata::{AsciiMetadataKey, MetadataValue};

    use super::*;

    type Header<'h> = (&'static str, &'h [u8]);

    fn called(headers: &[Header<'_>]) -> Result<Caller, String> {
        let mut metadata = MetadataMap::new();
        for (key, value) in headers {
            let value = MetadataValue::try_from(*value).unwrap();
            metadata.append(AsciiMetadataKey::from_static(key), value);
        }
        metadata.append_bin("accord-role-bin", MetadataValue::from_bytes(b"operator"));
        Caller::from_metadata(&metadata).map_err(|refused| refused.message)
    }

    const ID: &str = "01975f00-0000-7000-8000-0000000acc0d";

    #[test]
    fn who_calls_is_read_wherever_it_stands_among_the_headers() {
        let headers: [Header<'_>; 6] = [
            ("te", b"trailers"),
            (CHANNEL, b"cli"),
            (PERSON, b"somebody"),
            ("user-agent", b"a client"),
            (PARTNER, ID.as_bytes()),
            (ROLE, b"coordinator"),
        ];
        let expected =
            Caller { partner: ID.into(), person: "somebody".into(), role: Role::Coordinator, channel: "cli".into() };
        assert_eq!(called(&headers), Ok(expected));
        let operator =
            Caller { partner: String::new(), person: String::new(), role: Role::Operator, channel: "grpc".into() };
        assert_eq!(called(&[(ROLE, b"operator")]), Ok(operator), "what is left out");
    }

    #[test]
    fn a_header_that_is_given_twice_or_cannot_be_read_is_refused_by_its_name() {
        let operator: Header<'_> = (ROLE, b"operator");
        for key in [PARTNER, PERSON, ROLE, CHANNEL] {
            assert_eq!(called(&[operator, (key, b""), (key, b"")]).unwrap_err(), format!("{key} is given twice"));
            assert_eq!(called(&[(key, "caf\u{e9}".as_bytes())]).unwrap_err(), format!("{key} is not plain text"));
        }
        let wrong: [(&[Header<'_>], &str); 6] = [
            (&[], "who is calling?"),
            (&[(ROLE, b"queen")], "is none of viewer"),
            (&[operator, (PARTNER, ID.as_bytes())], "the operator with"),
            (&[(ROLE, b"admin"), (PARTNER, b"01975F00-0000-7000-8000-0000000ACC0D")], "is not a UUID"),
            (&[operator, (PERSON, &[b'x'; PERSON_BYTES_MAX + 1])], "is longer than 64 bytes"),
            (&[operator, (CHANNEL, b"fax")], "is none of grpc"),
        ];
        for (headers, why) in wrong {
            let message = called(headers).unwrap_err();
            assert!(message.contains(why), "{message}");
        }
    }
}
