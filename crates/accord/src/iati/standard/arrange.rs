//! An element to be written: in the order of 2.03, and without what it has no place for.

use super::{Kind, kind, values};
use crate::iati::{ids, node::Node};

/// As it may be written, or why it cannot be; what is left out of it is told.
pub(in crate::iati) fn arranged(node: Node, of: &str, left_out: &mut Vec<String>) -> Result<Node, String> {
    let kind = kind(of).ok_or_else(|| format!("2.03 knows no <{of}>"))?;
    let Node { name, attributes, text, children } = node;
    let attributes = attributes_of(&name, attributes, kind)?;
    let text = match kind.text {
        Some(form) => {
            values::written(&text, form).ok_or_else(|| format!("<{name}> holds {text:?}, which is no {form}"))?
        }
        None => String::new(),
    };
    let mut waiting: Vec<Option<Node>> = children.into_iter().map(Some).collect();
    let mut children = Vec::new();
    for child in &kind.children {
        let before = children.len();
        for place in waiting.iter_mut().filter(|it| it.as_ref().is_some_and(|it| it.name == child.name)) {
            let Some(node) = place.take() else { continue };
            if !child.is_many && before < children.len() {
                left_out.push(format!("a second <{}> in <{name}>", child.name));
                continue;
            }
            match arranged(node, child.kind, left_out) {
                Ok(node) => children.push(node),
                Err(why) => left_out.push(why),
            }
        }
        if child.is_needed && children.len() == before {
            return Err(format!("<{name}> has no <{}>", child.name));
        }
    }
    left_out.extend(waiting.into_iter().flatten().map(|it| format!("<{}> in <{name}>", it.name)));
    Ok(Node { name, attributes, text, children })
}

fn attributes_of(name: &str, given: Vec<(String, String)>, kind: &Kind) -> Result<Vec<(String, String)>, String> {
    let mut attributes = Vec::new();
    for attribute in &kind.attributes {
        let value = given.iter().find(|(it, _)| it == attribute.name).map(|(_, value)| value);
        let written = value.and_then(|it| values::written(it, attribute.form));
        match written {
            Some(value) => attributes.push((attribute.name.to_owned(), value)),
            None if attribute.is_needed => return Err(format!("<{name}> has no {}", attribute.name)),
            None => (),
        }
    }
    // Ours come last.
    attributes.extend(given.into_iter().filter(|(name, _)| name.starts_with(ids::PREFIX)));
    Ok(attributes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn children_stand_in_the_standards_order_whatever_order_they_came_in() {
        let value = Node::new("value").with("value-date", "2020-01-01").with("currency", "GBP").text("1");
        let kind = Node::new("transaction-type").with("code", "3");
        let date = Node::new("transaction-date").with("iso-date", "2020-01-01");
        let mixed = Node::new("transaction").child(value).child(date).child(kind).with("accord:place", "7");
        let mut left_out = Vec::new();
        let arranged = arranged(mixed, "transaction", &mut left_out).unwrap();
        let names: Vec<_> = arranged.children.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["transaction-type", "transaction-date", "value"]);
        assert_eq!(arranged.children[2].attributes[0].0, "currency");
        assert_eq!(arranged.attribute("accord:place"), Some("7"));
        assert!(left_out.is_empty());
    }

    #[test]
    fn what_has_no_place_is_left_out_and_told() {
        let odd = Node::new("title").narrative("A").child(Node::new("script"));
        let mut left_out = Vec::new();
        assert_eq!(arranged(odd, "title", &mut left_out), Ok(Node::new("title").narrative("A")));
        assert_eq!(left_out, ["<script> in <title>"]);
        let without = Node::new("transaction");
        assert_eq!(
            arranged(without, "transaction", &mut left_out),
            Err("<transaction> has no <transaction-type>".into())
        );
        let wrong = Node::new("activity-date").with("type", "1").with("iso-date", "soon");
        assert_eq!(arranged(wrong, "activity-date", &mut left_out), Err("<activity-date> has no iso-date".into()));
    }
}
