//! Ids derived from what the standard names, so that reading the same thing twice gives the same ids.

use uuid::Uuid;

use super::{element::Element, report::Note};
use crate::importing::{NAMESPACE, derived};

/// The contract's limit of every `source`.
const SOURCE_BYTES_MAX: usize = 256;

/// What our own exports say beside the standard's words.
pub(super) const PREFIX: &str = "accord:";
pub(super) const NAMESPACE_URI: &str = "urn:accord:iati:1";
/// Marks what a source does not say and the standard wants: whoever reads it back takes it for unsaid.
pub(super) const SUPPLIED: &str = "accord:supplied";
/// The id of what was first recorded here, so that it is not taken for another when it comes back.
pub(super) const OWN: &str = "accord:id";

/// The id that an export of ours gives it, if it is one.
pub(super) fn own(element: &Element) -> Option<String> {
    let id = element.attribute(OWN)?;
    Uuid::try_parse(id).ok().map(|it| it.to_string())
}

/// Its own id where it has one, or else that of its place.
pub(super) fn known_as(own: Option<&String>, kind: &str, place: &str) -> String {
    own.cloned().unwrap_or_else(|| id(kind, place))
}

/// Which one among others of its name a thing was where it was first read; our exports say so where some were left out.
pub(super) const PLACE: &str = "accord:place";

pub(super) fn place(element: &Element, stands: usize) -> usize {
    element.attribute(PLACE).and_then(|it| it.parse().ok()).unwrap_or(stands)
}

/// The id of a thing: `iati/transaction/GB-1-107196-101#transaction/3`.
pub(super) fn id(kind: &str, place: &str) -> String {
    derived(&format!("iati/{kind}/{place}"))
}

/// The id of the order that lists it.
pub(super) fn command_id(kind: &str, place: &str) -> String {
    derived(&format!("iati/command/{kind}/{place}"))
}

/// The id of an order that may say something else later: what it says is part of it.
pub(super) fn command_id_of(kind: &str, place: &str, content: &[u8]) -> String {
    let content = kernel::name_based(&NAMESPACE, content);
    derived(&format!("iati/command/{kind}/{place}/{content}"))
}

/// One organisation has one key: its reference, or else its name as far as letters and spaces go.
pub(super) fn organisation_key(reference: &str, name: &str) -> String {
    if reference.is_empty() { format!("name/{}", name.to_lowercase()) } else { format!("ref/{reference}") }
}

/// Where a thing was read.
pub(super) fn source(place: &str, note: &mut Note<'_>) -> String {
    let source = source_once_noted(place);
    if !source.ends_with(place) {
        note.say(format!("its source is too long, and stands as {source}"));
    }
    source
}

/// The same, where the report says so already.
pub(super) fn source_once_noted(place: &str) -> String {
    let source = format!("iati:{place}");
    if source.len() <= SOURCE_BYTES_MAX {
        return source;
    }
    // What stands behind # says which thing of the activity it is.
    let (identifier, thing) = place.split_once('#').map_or((place, String::new()), |(it, of)| (it, format!("#{of}")));
    format!("iati:{}{thing}", derived(&format!("iati:{identifier}")))
}
