//! What a command points at, checked at the door: documents kept elsewhere, and things of the record.

use contract::partners::{Evidence, Thing};
use kernel::{
    Invalid,
    document::{Document, Fields},
    parse,
};

pub(crate) use kernel::document::EVIDENCE;

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
    Document { uri, sha256, size_bytes: *size_bytes, media_type }.check(fields)?;
    Ok(Some(document.clone()))
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
