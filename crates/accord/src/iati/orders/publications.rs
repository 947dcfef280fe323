//! What an activity says, kept in the form of 2.03, so that it can be published again.

use contract::resources::{KeepPublication, PublishedElement};
use prost::Message;
use resources::publication::decisions::ELEMENTS_BYTES_MAX;

use super::Within;
use crate::iati::{activity::Activity, ids, node::Node, report::Report};
use crate::importing::Order;

/// The contract's limits of one part, and of how many there are.
const ELEMENTS_MAX: usize = 4000;
const PARTS_MAX: usize = 1000;

pub(super) fn of(within: &Within<'_>, activity: &Activity, report: &mut Report) -> Vec<Order> {
    for misfit in &activity.misfits {
        let what = format!("{} <{}>", activity.identifier, misfit.name);
        report.skip_publishing(&what, misfit.at, &misfit.why);
    }
    let mut parts = parts(activity, report);
    if PARTS_MAX < parts.len() {
        report.skip_publishing(&activity.identifier, activity.at, "it is too much to keep: the rest is left out");
        parts.truncate(PARTS_MAX);
    }
    let count = parts.len();
    let source = ids::source_once_noted(&activity.identifier);
    let keep = |(place, elements): (usize, Vec<PublishedElement>)| {
        let what = format!("{}#part/{}", activity.identifier, place + 1);
        Order::KeepPublication(KeepPublication {
            command_id: ids::command_id_of("publication", &what, &encoded(&elements)),
            validate_only: false,
            partnership_id: within.partnership_id.to_owned(),
            publication_id: ids::id("publication", &what),
            activity_id: within.activity_id.clone().unwrap_or_default(),
            identifier: activity.identifier.clone(),
            part: u32::try_from(place + 1).unwrap_or(u32::MAX),
            parts: u32::try_from(count).unwrap_or(u32::MAX),
            elements,
            source: source.clone(),
        })
    };
    parts.into_iter().enumerate().map(keep).collect()
}

/// As few parts as will hold all elements that are whole within one.
fn parts(activity: &Activity, report: &mut Report) -> Vec<Vec<PublishedElement>> {
    let mut parts: Vec<Vec<PublishedElement>> = vec![vec![]];
    let mut bytes = 0;
    for node in &activity.published {
        let elements = flat(node);
        let more: usize = elements.iter().map(Message::encoded_len).sum();
        if !node.is_flat_enough(0) || ELEMENTS_BYTES_MAX < more || ELEMENTS_MAX < elements.len() {
            let what = format!("{} <{}>", activity.identifier, node.name);
            report.skip_publishing(&what, activity.at, "it is too large to be kept for publication");
            continue;
        }
        let last = parts.last().map_or(0, Vec::len);
        if ELEMENTS_BYTES_MAX < bytes + more || ELEMENTS_MAX < last + elements.len() {
            parts.push(vec![]);
            bytes = 0;
        }
        bytes += more;
        if let Some(last) = parts.last_mut() {
            last.extend(elements);
        }
    }
    parts
}

fn flat(node: &Node) -> Vec<PublishedElement> {
    let mut elements = Vec::new();
    node.flattened(0, &mut elements);
    elements
}

fn encoded(elements: &[PublishedElement]) -> Vec<u8> {
    elements.iter().flat_map(Message::encode_to_vec).collect()
}
