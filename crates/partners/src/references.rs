//! What a command points at, checked at the door: documents kept elsewhere, and things of the record.

use contract::partners::{Evidence, Thing};
use kernel::{Invalid, parse};

const SHA256_DIGITS: usize = 64;

/// What the fields of a document are called in a request.
pub(crate) struct Fields {
    uri: &'static str,
    sha256: &'static str,
    size_bytes: &'static str,
    media_type: &'static str,
}

pub(crate) const EVIDENCE: Fields = Fields {
    uri: "evidence.uri",
    sha256: "evidence.sha256",
    size_bytes: "evidence.size_bytes",
    media_type: "evidence.media_type",
};

pub(crate) const DOCUMENT: Fields = Fields {
    uri: "document.uri",
    sha256: "document.sha256",
    size_bytes: "document.size_bytes",
    media_type: "document.media_type",
};

/// Evidence that has to be there.
pub(crate) fn evidence(given: Option<&Evidence>) -> Result<Evidence, Invalid> {
    document(&EVIDENCE, given)?.ok_or_else(|| Invalid::new("evidence", "is missing"))
}

/// A document kept elsewhere, by where it is and how to tell that it is the same; if there is one.
pub(crate) fn document(fields: &Fields, given: Option<&Evidence>) -> Result<Option<Evidence>, Invalid> {
    let Some(document) = given else { return Ok(None) };
    let Evidence { uri, sha256, size_bytes, media_type } = document;
    let is_hex = |it: u8| it.is_ascii_digit() || (b'a'..=b'f').contains(&it);
    let invalid = |field, problem: String| Err(Invalid::new(field, problem));
    match () {
        () if !is_uri(uri) => invalid(fields.uri, format!("is not a URI such as https://example.org/a: {uri:?}")),
        () if sha256.len() != SHA256_DIGITS || !sha256.bytes().all(is_hex) => {
            invalid(fields.sha256, format!("is not {SHA256_DIGITS} hexadecimal digits in lower case"))
        }
        () if *size_bytes == 0 => invalid(fields.size_bytes, "is missing".into()),
        () if !media_type.contains('/') => {
            invalid(fields.media_type, format!("is not a media type such as application/pdf: {media_type:?}"))
        }
        () => Ok(Some(document.clone())),
    }
}

/// A scheme, and something behind it; not one that leads to a person.
fn is_uri(text: &str) -> bool {
    let is_scheme = |it: &str| {
        it.starts_with(|it: char| it.is_ascii_alphabetic())
            && it.bytes().all(is_of_a_scheme)
            && !["mailto", "tel", "sip"].contains(&it.to_ascii_lowercase().as_str())
    };
    text.split_once(':').is_some_and(|(scheme, rest)| is_scheme(scheme) && !rest.is_empty())
        && !text.contains(char::is_whitespace)
}

fn is_of_a_scheme(it: u8) -> bool {
    it.is_ascii_alphanumeric() || matches!(it, b'+' | b'-' | b'.')
}

/// The kind of a thing and its id: both, or neither.
pub(crate) fn thing(kind: Thing, id: (&'static str, &str)) -> Result<(), Invalid> {
    match (kind, id) {
        (Thing::Unspecified, (field, given)) if !given.is_empty() => {
            Err(Invalid::new(field, "is given without the kind of thing it names"))
        }
        (Thing::Unspecified, _) => Ok(()),
        (_, (field, given)) => parse::filled(field, given).map(drop),
    }
}

/// Partners, each named once.
pub(crate) fn named_once(field: &'static str, partners: &[String]) -> Result<(), Invalid> {
    let twice = |(place, it): &(usize, &String)| partners[..*place].contains(it);
    match partners.iter().enumerate().find(twice) {
        Some((_, partner_id)) => Err(Invalid::new(field, format!("names {partner_id} twice"))),
        None => Ok(()),
    }
}
