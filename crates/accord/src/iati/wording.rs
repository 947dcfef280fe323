//! The words of an element: of several languages English first, tidied, cut only where the report says so.

use super::element::Element;

pub(super) use crate::importing::words::{cut, visible};

/// The words of the elements of this name, as one: `<title>words</title>`, or a `<narrative>` each language.
pub(super) fn line(parent: &Element, name: &str) -> String {
    one_line(best(parent.all(name)))
}

/// As `line`, with its line breaks.
pub(super) fn paragraphs(parent: &Element, name: &str) -> String {
    text(best(parent.all(name)))
}

/// The words that stand in this element itself.
pub(super) fn own_line(element: &Element) -> String {
    one_line(best(std::iter::once(element)))
}

/// Descriptions of several types (general, objectives, target groups), one under the other.
pub(super) fn descriptions(activity: &Element) -> String {
    let kind = |it: &Element| it.attribute("type").unwrap_or_default().to_owned();
    let mut kinds: Vec<String> = Vec::new();
    for description in activity.all("description") {
        if !kinds.contains(&kind(description)) {
            kinds.push(kind(description));
        }
    }
    let mut parts: Vec<String> = Vec::new();
    for wanted in kinds {
        let part = text(best(activity.all("description").filter(|it| kind(it) == wanted)));
        if !part.is_empty() && !parts.contains(&part) {
            parts.push(part);
        }
    }
    parts.join("\n\n")
}

/// English where there is some, or else what stands first.
fn best<'a>(elements: impl Iterator<Item = &'a Element>) -> &'a str {
    let mut first = "";
    for element in elements {
        let own = std::iter::once(element).chain(element.all("narrative"));
        for words in own.filter(|it| !it.text().is_empty()) {
            if words.language.starts_with("en") {
                return words.text();
            }
            if first.is_empty() {
                first = words.text();
            }
        }
    }
    first
}

fn one_line(words: &str) -> String {
    let words: Vec<_> = words.split_whitespace().collect();
    visible(&words.join(" "))
}

fn text(words: &str) -> String {
    visible(words.replace("\r\n", "\n").replace('\r', "\n").trim())
}
