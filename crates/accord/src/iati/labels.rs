//! What an activity says of itself in codes: kept as labels, key=value, uninterpreted.

use super::{element::Element, wording};

/// The element, and the key it gets.
const LABELS: [(&str, &str); 13] = [
    ("reporting-org", "reporting-org"),
    ("activity-status", "status"),
    ("other-identifier", "other-identifier"),
    ("activity-scope", "scope"),
    ("recipient-region", "region"),
    ("sector", "sector"),
    ("collaboration-type", "collaboration-type"),
    ("default-flow-type", "flow-type"),
    ("default-finance-type", "finance-type"),
    ("default-aid-type", "aid-type"),
    ("default-tied-status", "tied-status"),
    ("policy-marker", "policy-marker"),
    ("tag", "tag"),
];

/// Whether elements of this name are kept as labels, or as places.
pub(super) fn is_label(name: &str) -> bool {
    name == "location" || LABELS.iter().any(|(it, _)| *it == name)
}

/// All labels of an activity: (key, value).
pub(super) fn of(activity: &Element) -> Vec<(String, String)> {
    let mut labels = Vec::new();
    for attribute in ["hierarchy", "humanitarian"] {
        labels.extend(activity.attribute(attribute).map(|it| (attribute.to_owned(), it.to_owned())));
    }
    for (name, key) in LABELS {
        labels.extend(activity.all(name).map(|it| (full_key(key, it), value(it))));
    }
    labels.retain(|(_, value)| !value.is_empty());
    labels
}

/// Codes mean something within their vocabulary only.
fn full_key(key: &str, element: &Element) -> String {
    match element.attribute("vocabulary") {
        Some(vocabulary) => format!("{key}/{}", vocabulary.replace('=', "-")),
        None => key.to_owned(),
    }
}

fn value(element: &Element) -> String {
    let code = element.attribute("code").or_else(|| element.attribute("ref"));
    let percentage = element.attribute("percentage").map(|it| format!("{}%", it.trim_end_matches('%')));
    let significance = element.attribute("significance").map(|it| format!("significance {it}"));
    let words = wording::own_line(element);
    let parts = [code.map(str::to_owned), percentage, significance, Some(words)];
    parts.into_iter().flatten().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ")
}
