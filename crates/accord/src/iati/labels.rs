//! What an activity says of itself in codes: kept as labels, key=value, uninterpreted.

use super::node::Node;

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

/// All labels of an activity as it is published: (key, value).
pub(super) fn of(published: &[Node]) -> Vec<(String, String)> {
    let mut labels = Vec::new();
    for attribute in ["hierarchy", "humanitarian"] {
        let own = published.iter().find(|it| it.name == "iati-activity");
        let said = own.and_then(|it| it.attribute(attribute));
        labels.extend(said.map(|it| (attribute.to_owned(), it.to_owned())));
    }
    for (name, key) in LABELS {
        labels.extend(published.iter().filter(|it| it.name == name).map(|it| (full_key(key, it), value(it))));
    }
    labels.retain(|(_, value)| !value.is_empty());
    labels
}

/// Codes mean something within their vocabulary only.
fn full_key(key: &str, element: &Node) -> String {
    match element.attribute("vocabulary") {
        Some(vocabulary) => format!("{key}/{}", vocabulary.replace('=', "-")),
        None => key.to_owned(),
    }
}

fn value(element: &Node) -> String {
    let code = element.attribute("code").or_else(|| element.attribute("ref"));
    let percentage = element.attribute("percentage").map(|it| format!("{}%", it.trim_end_matches('%')));
    let significance = element.attribute("significance").map(|it| format!("significance {it}"));
    let words = words(element);
    let parts = [code.map(str::to_owned), percentage, significance, Some(words)];
    parts.into_iter().flatten().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ")
}

/// English where there is some, or else what stands first.
fn words(element: &Node) -> String {
    let narratives = || element.children.iter().filter(|it| it.name == "narrative");
    let english = narratives().find(|it| it.attribute("xml:lang").is_some_and(|it| it.starts_with("en")));
    let words = english.or_else(|| narratives().next()).map(|it| it.text.as_str()).unwrap_or_default();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
