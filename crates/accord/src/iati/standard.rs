//! What IATI 2.03 has a place for in an activity, and how an element is made to fit there.

mod arrange;
mod fit;
mod older;
mod values;

use std::{collections::HashMap, sync::OnceLock};

pub(super) use arrange::arranged;
pub(super) use fit::{Fitted, Misfit, fitted_activity};

const TABLE: &str = include_str!("standard/iati-2.03.txt");

/// What stands for a kind of element.
#[derive(Debug, Default)]
pub(super) struct Kind {
    text: Option<Form>,
    attributes: Vec<Attribute>,
    children: Vec<Child>,
}

#[derive(Debug)]
struct Attribute {
    name: &'static str,
    form: Form,
    is_needed: bool,
}

#[derive(Debug)]
struct Child {
    name: &'static str,
    kind: &'static str,
    is_needed: bool,
    is_many: bool,
}

/// How a value is written.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Form {
    Text,
    Decimal,
    Date,
    Boolean,
    Whole,
    Count,
    Uri,
    Token,
    Moment,
}

impl Kind {
    fn holds_words(&self) -> bool {
        self.children.iter().any(|it| it.name == "narrative")
    }

    fn child(&self, name: &str) -> Option<&Child> {
        self.children.iter().find(|it| it.name == name)
    }
}

/// Whether an activity may hold elements of this name.
pub(super) fn is_of_activities(name: &str) -> bool {
    kind("iati-activity").is_some_and(|it| it.child(name).is_some())
}

/// Every name that the table speaks of has a line of its own; a test holds that.
fn kind(name: &str) -> Option<&'static Kind> {
    static KINDS: OnceLock<HashMap<&'static str, Kind>> = OnceLock::new();
    KINDS.get_or_init(|| TABLE.lines().filter_map(line).collect()).get(name)
}

fn line(line: &'static str) -> Option<(&'static str, Kind)> {
    let (name, said) = line.split_once(':').filter(|_| !line.starts_with('#'))?;
    let mut kind = Kind::default();
    for word in said.split_whitespace() {
        if let Some(form) = word.strip_prefix('#') {
            kind.text = Some(form_of(form));
        } else if let Some(attribute) = word.strip_prefix('@') {
            kind.attributes.push(attribute_of(attribute));
        } else {
            kind.children.push(child_of(word));
        }
    }
    Some((name, kind))
}

fn attribute_of(word: &'static str) -> Attribute {
    let plain = word.trim_end_matches('!');
    // xml:lang has a colon of its own.
    let (name, form) = match plain.rsplit_once(':') {
        Some((name, form)) if name != "xml" => (name, form_of(form)),
        _ => (plain, Form::Text),
    };
    Attribute { name, form, is_needed: word.ends_with('!') }
}

fn child_of(word: &'static str) -> Child {
    let plain = word.trim_end_matches(['?', '*', '+']);
    let (name, kind) = plain.split_once('=').unwrap_or((plain, plain));
    Child { name, kind, is_needed: !word.ends_with(['?', '*']), is_many: word.ends_with(['*', '+']) }
}

fn form_of(word: &str) -> Form {
    match word {
        "decimal" => Form::Decimal,
        "date" => Form::Date,
        "boolean" => Form::Boolean,
        "whole" => Form::Whole,
        "count" => Form::Count,
        "uri" => Form::Uri,
        "token" => Form::Token,
        "moment" => Form::Moment,
        _ => Form::Text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_that_the_table_names_has_its_line() {
        let kinds: Vec<_> = TABLE.lines().filter_map(line).collect();
        assert_eq!(kinds.len(), 91);
        for (name, of) in &kinds {
            for child in &of.children {
                assert!(kind(child.kind).is_some(), "{name} holds {}", child.kind);
            }
        }
    }

    #[test]
    fn a_line_says_what_is_needed_and_how_often() {
        let value = kind("value").unwrap();
        assert_eq!(value.text, Some(Form::Decimal));
        assert!(!value.attributes[0].is_needed && value.attributes[1].is_needed);
        let narrative = kind("narrative").unwrap();
        assert_eq!((narrative.attributes[0].name, narrative.attributes[0].form), ("xml:lang", Form::Text));
        let result = kind("result").unwrap();
        let indicator = result.child("indicator").unwrap();
        assert!(indicator.is_needed && indicator.is_many);
        let description = result.child("description").unwrap();
        assert_eq!((description.kind, description.is_needed, description.is_many), ("description-plain", false, false));
    }
}
