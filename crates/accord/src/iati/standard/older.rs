//! What 1.0x writes otherwise than 2.03, rewritten.

use crate::iati::{element::Element, node::Node, values, wording};

/// Words that 1.0x wrote where 2.0x has codes.
const ROLES: &[(&str, &str)] = &[("funding", "1"), ("accountable", "2"), ("extending", "3"), ("implementing", "4")];
const DATES: &[(&str, &str)] =
    &[("start-planned", "1"), ("start-actual", "2"), ("end-planned", "3"), ("end-actual", "4")];
const TRANSACTIONS: &[(&str, &str)] = &[
    ("if", "1"),
    ("c", "2"),
    ("d", "3"),
    ("e", "4"),
    ("ip", "5"),
    ("lr", "6"),
    ("r", "7"),
    ("qp", "8"),
    ("qs", "9"),
    ("cg", "10"),
];
const RESULTS: &[(&str, &str)] = &[("output", "1"), ("outcome", "2"), ("impact", "3")];
const MEASURES: &[(&str, &str)] = &[("unit", "1"), ("percentage", "2")];
const BUDGETS: &[(&str, &str)] = &[("original", "1"), ("revised", "2")];
const SECTORS: &[(&str, &str)] = &[
    ("dac", "1"),
    ("dac-3", "2"),
    ("cofog", "3"),
    ("nace", "4"),
    ("ntee", "5"),
    ("ato", "6"),
    ("adt", "6"),
    ("ro", "99"),
    ("ro2", "98"),
];
const MARKERS: &[(&str, &str)] = &[("dac", "1"), ("ro", "99")];

/// The code of an attribute, whichever version wrote it.
pub(super) fn code<'v>(element: &str, attribute: &str, value: &'v str) -> &'v str {
    let table = match (element, attribute) {
        ("participating-org", "role") => ROLES,
        ("activity-date", "type") => DATES,
        ("transaction-type", "code") => TRANSACTIONS,
        ("result", "type") => RESULTS,
        ("indicator", "measure") => MEASURES,
        ("budget", "type") => BUDGETS,
        ("sector", "vocabulary") => SECTORS,
        ("policy-marker", "vocabulary") => MARKERS,
        _ => return value,
    };
    let lower = value.to_ascii_lowercase();
    table.iter().find(|(word, _)| *word == lower).map_or(value, |(_, code)| code)
}

/// What is said where 2.03 looks for it: (attribute, value).
pub(super) fn moved_attributes(element: &Element, parent: Option<&Element>) -> Vec<(&'static str, String)> {
    let own = |name: &str| element.attribute(name).map(str::to_owned);
    let missing = |name: &'static str, value: Option<String>| {
        value.filter(|_| element.attribute(name).is_none()).map(|it| (name, it))
    };
    let text = Some(wording::own_line(element)).filter(|it| !it.is_empty());
    let moved = match element.name.as_str() {
        // Of what kind an organisation is 1.0x leaves open; 90 is "other".
        "reporting-org" => vec![missing("type", Some("90".into()))],
        "other-identifier" => vec![missing("ref", text), missing("type", Some("A9".into()))],
        "activity-date" | "period-start" | "period-end" | "transaction-date" => vec![missing("iso-date", text)],
        "baseline" => vec![missing("value", text), missing("year", own("iso-date").map(|it| year(&it)))],
        "target" | "actual" => vec![missing("value", text)],
        "value" => vec![missing("value-date", parent.and_then(day))],
        _ => vec![],
    };
    moved.into_iter().flatten().collect()
}

/// What 2.03 wants as an element of its own.
pub(super) fn moved_children(element: &Element) -> Vec<Node> {
    match element.name.as_str() {
        "other-identifier" => owner(element).into_iter().collect(),
        "location" => point(element).into_iter().collect(),
        // Early publishers say it beside the date.
        "transaction" => {
            let words = element.first("transaction-date").map(wording::own_line).unwrap_or_default();
            let description = (!words.is_empty()).then(|| Node::new("description").narrative(&words));
            let date = element.of_first("value", "value-date").and_then(values::date);
            let date = date.map(|it| Node::new("transaction-date").with("iso-date", it.to_string()));
            date.into_iter().chain(description).collect()
        }
        _ => vec![],
    }
}

/// What 2.03 says in an element of another name.
pub(super) fn is_moved(name: &str) -> bool {
    name == "coordinates"
}

/// Of what a value is the value of: a transaction's day, or the first of a period.
fn day(of: &Element) -> Option<String> {
    let named = ["transaction-date", "period-start"].into_iter().filter_map(|it| of.first(it));
    let written = named.map(|it| it.attribute("iso-date").unwrap_or_else(|| it.text()));
    written.filter_map(values::date).map(|it| it.to_string()).next()
}

fn owner(element: &Element) -> Option<Node> {
    let (reference, name) = (element.attribute("owner-ref"), element.attribute("owner-name"));
    let owner = Node::new("owner-org").with("ref", reference.unwrap_or_default());
    reference.or(name).map(|_| owner.narrative(name.unwrap_or_default()))
}

fn point(element: &Element) -> Option<Node> {
    let at = element.first("coordinates")?;
    let number = |name| at.attribute(name)?.parse::<rust_decimal::Decimal>().ok();
    let (latitude, longitude) = (number("latitude")?, number("longitude")?);
    let pos = Node::new("pos").text(format!("{latitude} {longitude}"));
    let point = Node::new("point").with("srsName", "http://www.opengis.net/def/crs/EPSG/0/4326");
    element.first("point").is_none().then(|| point.child(pos))
}

fn year(date: &str) -> String {
    date.chars().take(4).collect()
}
