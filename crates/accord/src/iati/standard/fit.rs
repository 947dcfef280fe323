//! An element as read, made to fit into 2.03: in order, in its codes, without what has no place there.

use super::{Child, Form, Kind, kind, older, values};
use crate::iati::{
    element::Element,
    error::Place,
    ids::{self, OWN, PLACE},
    node::Node,
    wording::{self, visible},
};

/// The contract's limit of an attribute.
const ATTRIBUTE_BYTES_MAX: usize = 2048;
/// What things are known by among others of their name; where one before is left out, the place stands with them.
const PLACED: [&str; 5] = ["participating-org", "transaction", "result", "indicator", "period"];
/// What members of a node may have recorded first: there it has an id.
const OWNED: [&str; 2] = ["budget", "planned-disbursement"];

/// What became of an element.
#[derive(Debug, Default)]
pub(in crate::iati) struct Fitted {
    pub(in crate::iati) nodes: Vec<Node>,
    pub(in crate::iati) misfits: Vec<Misfit>,
}

/// What is left out, and why.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::iati) struct Misfit {
    pub(in crate::iati) name: String,
    pub(in crate::iati) at: Place,
    pub(in crate::iati) why: String,
}

/// What an activity says, each element by itself; what people can be reached by is never kept.
pub(in crate::iati) fn fitted_activity(activity: &Element) -> Fitted {
    let mut fitted = Fitted::default();
    let Some(kind) = kind("iati-activity") else { return fitted };
    let language = activity.language.as_str();
    let mut own = Node::new("iati-activity");
    own.attributes = attributes(activity, None, kind).unwrap_or_default();
    if let Some(id) = ids::own(activity) {
        own.set(OWN, id);
    }
    if !language.is_empty() {
        own.set("xml:lang", language);
    }
    fitted.nodes.push(own);
    for child in &kind.children {
        children(activity, child, language, &mut fitted.nodes, &mut fitted.misfits);
    }
    fitted
}

/// One element, or why it has no place.
fn fitted(
    element: &Element,
    parent: &Element,
    of: &str,
    language: &str,
    misfits: &mut Vec<Misfit>,
) -> Result<Node, String> {
    let kind = kind(of).ok_or_else(|| format!("2.03 knows no <{of}>"))?;
    let mut node = Node::new(&element.name);
    node.attributes = attributes(element, Some(parent), kind)?;
    if let Some(form) = kind.text {
        let text = words(element.text());
        node.text = values::written(&text, form).ok_or_else(|| format!("{:?} is no {form}", short(&text)))?;
    }
    let moved = older::moved_children(element);
    for child in &kind.children {
        let before = node.children.len();
        children(element, child, language, &mut node.children, misfits);
        if node.children.len() == before {
            node.children.extend(moved.iter().filter(|it| it.name == child.name).cloned());
        }
        if child.is_needed && node.children.len() == before {
            return Err(format!("2.03 wants <{}> in it", child.name));
        }
    }
    let is_odd = |it: &&Element| kind.child(&it.name).is_none() && !older::is_moved(&it.name);
    let odd = element.children().iter().filter(is_odd);
    misfits.extend(odd.map(|it| misfit(it, format!("2.03 has no place for it in <{}>", element.name))));
    Ok(node)
}

fn children(parent: &Element, child: &Child, language: &str, nodes: &mut Vec<Node>, misfits: &mut Vec<Misfit>) {
    let first = nodes.len();
    let mut elements = Vec::new();
    if child.name == "narrative" {
        return nodes.extend(narratives(parent, language));
    }
    elements.extend(parent.all(child.name));
    for (place, element) in elements.into_iter().enumerate() {
        match fitted(element, parent, child.kind, language, misfits) {
            Ok(node) if !child.is_many && first < nodes.len() => join(&mut nodes[first], node, element, misfits),
            Ok(mut node) => {
                mark(&mut node, element, place + 1, nodes.len() - first + 1);
                nodes.push(node);
            }
            Err(why) => misfits.push(misfit(element, why)),
        }
    }
}

/// 1.0x writes one element a language where 2.03 has one with a narrative each.
fn join(first: &mut Node, further: Node, element: &Element, misfits: &mut Vec<Misfit>) {
    let is_words = kind(&first.name).is_some_and(Kind::holds_words) && first.attributes == further.attributes;
    if !is_words {
        return misfits.push(misfit(element, "2.03 has room for one; the first is kept".into()));
    }
    first.children.extend(further.children.into_iter().filter(|it| it.name == "narrative"));
}

fn mark(node: &mut Node, element: &Element, place: usize, stands: usize) {
    let is_placed = PLACED.contains(&node.name.as_str());
    if let Some(own) = ids::own(element).filter(|_| is_placed || OWNED.contains(&node.name.as_str())) {
        node.set(OWN, own);
    }
    if is_placed {
        let place = ids::place(element, place);
        if place != stands {
            node.set(PLACE, place.to_string());
        }
    }
}

/// The element's own words, as 1.0x writes them, or its narratives.
fn narratives(element: &Element, language: &str) -> Vec<Node> {
    let of = |it: &Element| {
        let is_other = !it.language.is_empty() && it.language != language;
        let narrative = Node::new("narrative").text(words(it.text()));
        if is_other { narrative.with("xml:lang", it.language.clone()) } else { narrative }
    };
    // The words of these stand in an attribute from 2.0x on.
    let is_moved = matches!(element.name.as_str(), "activity-date" | "other-identifier");
    let own = std::iter::once(element).filter(|_| !is_moved);
    own.chain(element.all("narrative")).filter(|it| !it.text().is_empty()).map(of).collect()
}

fn attributes(element: &Element, parent: Option<&Element>, kind: &Kind) -> Result<Vec<(String, String)>, String> {
    let moved = older::moved_attributes(element, parent);
    let mut attributes = Vec::new();
    for attribute in &kind.attributes {
        let own = element.attribute(attribute.name).map(|it| older::code(&element.name, attribute.name, it).to_owned());
        let said = own.or_else(|| moved.iter().find(|(name, _)| *name == attribute.name).map(|(_, it)| it.clone()));
        let written = said.as_ref().map(|it| values::written(&visible(it), attribute.form));
        match (written, attribute.is_needed) {
            (Some(Some(value)), _) if value.len() <= ATTRIBUTE_BYTES_MAX => {
                attributes.push((attribute.name.to_owned(), value));
            }
            // Some leave empty what must stand there.
            (None, true) if attribute.form == Form::Text && element.bears(attribute.name) => {
                attributes.push((attribute.name.to_owned(), String::new()));
            }
            (None | Some(Some(_)), true) => return Err(format!("2.03 wants its {}", attribute.name)),
            (Some(None), true) => {
                let said = said.unwrap_or_default();
                return Err(format!("its {} {:?} is no {}", attribute.name, short(&said), attribute.form));
            }
            // What is said wrongly where nothing need be said is left out.
            (_, false) => (),
        }
    }
    Ok(attributes)
}

fn words(text: &str) -> String {
    visible(text.replace("\r\n", "\n").replace('\r', "\n").trim())
}

fn misfit(element: &Element, why: String) -> Misfit {
    Misfit { name: element.name.clone(), at: element.at, why }
}

fn short(text: &str) -> &str {
    wording::cut(text, 60).unwrap_or(text)
}

impl std::fmt::Display for Form {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Form::Text => "text",
            Form::Decimal => "number",
            Form::Date => "date",
            Form::Boolean => "yes or no (1 or 0)",
            Form::Whole | Form::Count => "whole number",
            Form::Uri => "address",
            Form::Token => "single word",
            Form::Moment => "moment",
        })
    }
}
