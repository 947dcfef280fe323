//! What a command points at, checked at the door: documents kept elsewhere, and things of the record.

use contract::partners::{Evidence, Thing};
use kernel::{Invalid, parse};

const SHA256_DIGITS: usize = 64;

/// A document, if there is one. The field is that of the hash, the only one that limits cannot check.
pub(crate) fn document(field: &'static str, given: Option<&Evidence>) -> Result<Option<Evidence>, Invalid> {
    let Some(Evidence { uri, sha256, size_bytes, media_type }) = given else { return Ok(None) };
    let is_digit = |it: u8| it.is_ascii_digit() || (b'a'..=b'f').contains(&it);
    if sha256.len() != SHA256_DIGITS || !sha256.bytes().all(is_digit) {
        return Err(Invalid::new(field, format!("is not {SHA256_DIGITS} hexadecimal digits in lower case")));
    }
    Ok(Some(Evidence {
        uri: uri.trim().to_owned(),
        sha256: sha256.clone(),
        size_bytes: *size_bytes,
        media_type: media_type.trim().to_owned(),
    }))
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
