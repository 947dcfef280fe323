//! The contract's limits, enforced on the encoded request in one walk that also picks out the common fields.

mod form;

use contract::{FieldKind, FieldRule, MessageRules, rules};

use crate::{
    refusal::Refused,
    wire::{self, Field, Fields},
};

/// Further violations than these are not listed.
const VIOLATIONS_MAX: usize = 10;
const DEPTH_MAX: usize = 8;

/// What every kind of request may carry, wherever it stands in the message.
#[derive(Debug, Default, PartialEq)]
pub struct Head<'r> {
    pub command_id: &'r str,
    pub validate_only: bool,
    pub partnership_id: &'r str,
    pub expected_revision: Option<u64>,
    pub as_of: Vec<&'r str>,
    pub page_size: u32,
    pub page_token: &'r str,
}

/// Checks an encoded request against the contract.
pub fn check<'r>(message: &str, encoded: &'r [u8]) -> Result<Head<'r>, Refused> {
    let rules = rules().message(message).ok_or_else(|| Refused::internal(format!("no rules for {message}")))?;
    let mut walk = Walk::default();
    walk.message(rules, encoded, "", 0);
    if walk.violations.is_empty() { Ok(walk.head) } else { Err(Refused::invalid(walk.violations)) }
}

#[derive(Default)]
struct Walk<'r> {
    head: Head<'r>,
    violations: Vec<(String, String)>,
}

impl<'r> Walk<'r> {
    fn message(&mut self, rules: &MessageRules, encoded: &'r [u8], path: &str, depth: usize) {
        if DEPTH_MAX < depth {
            return self.violation(path, "", "is nested too deep".into());
        }
        // One counter a field; the contract has no message with more.
        let mut seen = [0_u32; 64];
        let mut last = 0;
        for field in Fields::of(encoded) {
            let Some(place) = place(rules, field.number, last) else { continue };
            last = place;
            let rule = &rules.fields[place];
            if depth == 0 {
                self.head.pick(rule, &field);
            }
            seen[place % 64] += self.field(rule, &field, path, seen[place % 64], depth);
        }
        for (place, rule) in rules.fields.iter().enumerate() {
            if rule.limits.required && seen[place % 64] == 0 {
                self.violation(path, &rule.name, "is missing".into());
            }
            let (count, most) = (seen[place % 64], rule.limits.max_items);
            if rule.repeated && most < count {
                self.violation(path, &rule.name, format!("has {count} items; at most {most} are taken"));
            }
        }
    }

    /// How many values the field held: packed ones count each.
    fn field(&mut self, rule: &FieldRule, field: &Field<'r>, path: &str, index: u32, depth: usize) -> u32 {
        let problem = match &rule.kind {
            FieldKind::Text => form::text(rule, field.bytes),
            FieldKind::Bytes => form::length(rule, field.bytes),
            FieldKind::Whole { zigzag } => form::whole(rule, field.whole(*zigzag)),
            FieldKind::Enum(known) if rule.repeated => return self.packed(rule, known, field, path),
            FieldKind::Enum(known) => form::choice(rule, known, field.varint),
            FieldKind::Message(name) => {
                if let Some(rules) = rules().message(name) {
                    let inner = if rule.repeated {
                        format!("{path}{}[{index}].", rule.name)
                    } else {
                        format!("{path}{}.", rule.name)
                    };
                    self.message(rules, field.bytes, &inner, depth + 1);
                }
                None
            }
            FieldKind::Flag | FieldKind::Other => None,
        };
        if let Some(problem) = problem {
            self.violation(path, &rule.name, problem);
        }
        1
    }

    fn packed(&mut self, rule: &FieldRule, known: &[i32], field: &Field<'r>, path: &str) -> u32 {
        let values = wire::varints(field);
        for value in &values {
            if let Some(problem) = form::choice(rule, known, *value) {
                self.violation(path, &rule.name, problem);
            }
        }
        values.len() as u32
    }

    fn violation(&mut self, path: &str, name: &str, problem: String) {
        if self.violations.len() < VIOLATIONS_MAX {
            self.violations.push((format!("{path}{name}"), problem));
        }
    }
}

/// Of a field among its message's. They are encoded in the order in which the contract names them, nearly always: looked
/// for from where the last one was.
fn place(rules: &MessageRules, number: u32, last: usize) -> Option<usize> {
    let is_it = |place: &usize| rules.fields[*place].number == number;
    (last..rules.fields.len()).chain(0..last).find(is_it)
}

impl<'r> Head<'r> {
    fn pick(&mut self, rule: &FieldRule, field: &Field<'r>) {
        let text = || std::str::from_utf8(field.bytes).unwrap_or_default();
        match rule.name.as_str() {
            "command_id" => self.command_id = text(),
            "validate_only" => self.validate_only = field.varint != 0,
            "partnership_id" => self.partnership_id = text(),
            "expected_revision" => self.expected_revision = Some(field.varint),
            "as_of" => self.as_of.push(text()),
            "page_size" => self.page_size = u32::try_from(field.varint).unwrap_or(u32::MAX),
            "page_token" => self.page_token = text(),
            _ => (),
        }
    }
}

/// The encoded request without its page and its tokens: what stays the same from page to page.
pub fn without_page(message: &str, encoded: &[u8]) -> Vec<u8> {
    let mut kept = Vec::new();
    let Some(rules) = rules().message(message) else { return kept };
    for field in Fields::of(encoded) {
        let name = rules.fields.iter().find(|it| it.number == field.number).map(|it| it.name.as_str());
        if !matches!(name, Some("page_size" | "page_token" | "as_of")) {
            kept.extend_from_slice(&field.number.to_be_bytes());
            kept.extend_from_slice(&field.varint.to_be_bytes());
            kept.extend_from_slice(field.bytes);
        }
    }
    kept
}

/// The encoded command as it is carried out: without `validate_only`, which is no part of what its id stands for.
pub fn as_live(message: &str, encoded: &[u8]) -> Vec<u8> {
    let number = rules().message(message).and_then(|it| it.fields.iter().find(|it| it.name == "validate_only"));
    let mut kept = Vec::with_capacity(encoded.len());
    let mut fields = Fields::of(encoded);
    loop {
        let before = fields.left();
        let Some(field) = fields.next() else { return kept };
        if number.is_none_or(|it| it.number != field.number) {
            kept.extend_from_slice(&encoded[encoded.len() - before..encoded.len() - fields.left()]);
        }
    }
}

/// A text field of an encoded request, by name.
pub fn text_of(message: &str, encoded: &[u8], name: &str) -> Option<String> {
    let number = rules().message(message)?.fields.iter().find(|it| it.name == name)?.number;
    let field = Fields::of(encoded).find(|it| it.number == number)?;
    std::str::from_utf8(field.bytes).ok().map(str::to_owned)
}
