//! What a request about a publication leads to.

use contract::resources::{KeepPublication, PublicationKept, PublishedElement};
use kernel::{Aggregate, Context, Decide, Decision, Invalid, parse};
use prost::Message;

use super::{rejection::Rejection, state::Publication};

/// With what stands beside it, it has to fit into one fact.
pub const ELEMENTS_BYTES_MAX: usize = 40 * 1024;

/// What must be known of the partnership to keep something of it.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Ground {
    pub is_formed: bool,
}

impl Decide<KeepPublication> for Publication {
    type Known = Ground;

    fn target(command: &KeepPublication) -> (&str, &str) {
        (&command.partnership_id, &command.publication_id)
    }

    fn decide(&self, command: &KeepPublication, ground: &Ground, context: &Context) -> Decision<Self> {
        let kept = kept(command, context)?;
        match self {
            Publication::Kept(before) if **before == kept => Ok(vec![]),
            Publication::Kept(before) if !is_newer_of(before, &kept) => Err(Rejection::IdTaken),
            Publication::None if !ground.is_formed => Err(Rejection::NoPartnership),
            Publication::Kept(_) | Publication::None => Ok(vec![kept.into()]),
        }
    }
}

/// A source may say something else of the same thing later; not under the same id of another.
fn is_newer_of(before: &PublicationKept, kept: &PublicationKept) -> bool {
    let whose = |it: &PublicationKept| (it.activity_id.clone(), it.identifier.clone(), it.part);
    whose(before) == whose(kept)
}

fn kept(command: &KeepPublication, context: &Context) -> Result<PublicationKept, Invalid> {
    let KeepPublication {
        command_id: _,
        validate_only: _,
        partnership_id,
        publication_id,
        activity_id,
        identifier,
        part,
        parts,
        elements,
        source,
    } = command;
    if parts < part {
        return Err(Invalid::new("part", format!("is {part}, and there are {parts} parts")));
    }
    check(elements)?;
    Ok(PublicationKept {
        partnership_id: partnership_id.clone(),
        publication_id: context.or_fresh(publication_id, Publication::KIND),
        activity_id: activity_id.clone(),
        identifier: parse::filled("identifier", identifier)?.to_owned(),
        part: *part,
        parts: *parts,
        elements: elements.clone(),
        source: parse::filled("source", source)?.to_owned(),
    })
}

fn check(elements: &[PublishedElement]) -> Result<(), Invalid> {
    let mut open = 0;
    for (place, element) in elements.iter().enumerate() {
        if open < element.depth {
            let problem = format!("stands {} deep, under nothing: at most {open} can be", element.depth);
            return Err(Invalid::new("elements", format!("number {} {problem}", place + 1)));
        }
        let names = std::iter::once(&element.name).chain(element.attributes.iter().map(|it| &it.name));
        if let Some(odd) = names.into_iter().find(|it| !is_name(it)) {
            return Err(Invalid::new("elements", format!("number {}: {odd:?} is no name in XML", place + 1)));
        }
        open = element.depth + 1;
    }
    let bytes: usize = elements.iter().map(Message::encoded_len).sum();
    match bytes <= ELEMENTS_BYTES_MAX {
        true => Ok(()),
        false => Err(Invalid::new(
            "elements",
            format!("take {bytes} bytes, and {ELEMENTS_BYTES_MAX} are taken at most: keep them in several parts"),
        )),
    }
}

fn is_name(name: &str) -> bool {
    let is_inside = |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'_' | b'.' | b':');
    name.starts_with(|it: char| it.is_ascii_alphabetic()) && name.bytes().all(is_inside)
}
