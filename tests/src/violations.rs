//! Requests made from the contract's own limits: one that keeps them all, and one for each way to break just one.

use contract::{
    FieldRule,
    common::{Format, Limits},
    rules,
};
use prost_reflect::{DynamicMessage, FieldDescriptor, Kind, MessageDescriptor, Value};

use crate::id;

/// A request that breaks one limit.
pub struct Violation {
    /// The field that BadRequest must name.
    pub path: String,
    pub what: &'static str,
    pub request: DynamicMessage,
}

/// The least request that keeps every limit.
pub fn valid(message: &MessageDescriptor) -> DynamicMessage {
    let mut request = DynamicMessage::new(message.clone());
    for (field, rule) in fields(message).filter(|(_, rule)| rule.limits.required) {
        let one = valid_value(&field, &rule);
        request.set_field(&field, if field.is_list() { Value::List(vec![one]) } else { one });
    }
    request
}

/// A request for each way to break a limit of the message, or of a message in it.
pub fn violations(message: &MessageDescriptor) -> Vec<Violation> {
    fields(message).flat_map(|(field, rule)| of_field(message, &field, &rule)).collect()
}

fn fields(message: &MessageDescriptor) -> impl Iterator<Item = (FieldDescriptor, FieldRule)> {
    let rules = rules().message(message.full_name()).expect("every message has rules");
    message.fields().zip(&rules.fields).map(|(field, rule)| (field, rule.clone()))
}

fn of_field(message: &MessageDescriptor, field: &FieldDescriptor, rule: &FieldRule) -> Vec<Violation> {
    let with = |path: String, what, value| {
        let mut request = valid(message);
        request.set_field(field, value);
        Violation { path, what, request }
    };
    let here = || field.name().to_owned();
    let mut broken: Vec<_> = values(field, rule)
        .into_iter()
        .map(|(what, value)| with(here(), what, if field.is_list() { Value::List(vec![value]) } else { value }))
        .collect();
    if rule.limits.required {
        let mut request = valid(message);
        request.clear_field(field);
        broken.push(Violation { path: here(), what: "missing", request });
    }
    if field.is_list() {
        let too_many = vec![valid_value(field, rule); rule.limits.max_items as usize + 1];
        broken.push(with(here(), "too many", Value::List(too_many)));
    }
    if let Kind::Message(inner) = field.kind().clone()
        && inner.full_name().starts_with("accord.")
    {
        for Violation { path, what, request } in violations(&inner) {
            let request = Value::Message(request);
            broken.push(match field.is_list() {
                true => {
                    let first = Value::Message(valid(&inner));
                    with(format!("{}[1].{path}", field.name()), what, Value::List(vec![first, request]))
                }
                false => with(format!("{}.{path}", field.name()), what, request),
            });
        }
    }
    broken
}

/// Single values that the field must not hold, and why.
fn values(field: &FieldDescriptor, rule: &FieldRule) -> Vec<(&'static str, Value)> {
    match field.kind() {
        Kind::String => texts(&rule.limits, rule.format),
        Kind::Bytes => vec![("too long", Value::Bytes(vec![0; rule.limits.max_bytes as usize + 1].into()))],
        Kind::Enum(_) => {
            let mut broken = vec![("unknown", Value::EnumNumber(999)), ("negative", Value::EnumNumber(-1))];
            if field.is_list() {
                broken.push(("unspecified", Value::EnumNumber(0)));
            }
            broken
        }
        kind => numbers(&kind, &rule.limits),
    }
}

fn texts(limits: &Limits, format: Format) -> Vec<(&'static str, Value)> {
    let mut broken = vec![("too long", "x".repeat(limits.max_bytes as usize + 1))];
    if format == Format::Unspecified {
        broken.push(("control characters", "\u{7}".into()));
    }
    if limits.required {
        broken.push(("blank", " ".into()));
    }
    let malformed: &[&str] = match format {
        Format::Unspecified => &[],
        Format::Uuid => &["7", "0192F000-0000-7000-8000-000000000000", "0192f000-0000-7000-8000-00000000000g"],
        Format::Date => &["2026-02-30", "2026-2-3", "1899-12-31", "2200-01-01", "tomorrow", "2026-W01-1"],
        Format::Currency => &["kes", "KE", "K1S"],
        Format::Country => &["ke", "K", "K1"],
        Format::Decimal => &["1e5", ".5", "5.", "--1", "1,000", "NaN", "123456789012345678901", "1.123456789", "٣"],
        Format::AsOf => &["home/goals", "goals@1", "home/goals@-1", "/goals@1", "home/@1", "home/goals@x"],
    };
    broken.extend(malformed.iter().map(|it| ("malformed", (*it).to_owned())));
    broken.into_iter().map(|(what, text)| (what, Value::String(text))).collect()
}

fn numbers(kind: &Kind, limits: &Limits) -> Vec<(&'static str, Value)> {
    let below = limits.min.map(|it| ("below the least", it - 1));
    let above = limits.max.map(|it| ("above the greatest", it + 1));
    below.into_iter().chain(above).filter_map(|(what, number)| Some((what, whole(kind, number)?))).collect()
}

/// None where the type itself cannot hold the number.
fn whole(kind: &Kind, number: i64) -> Option<Value> {
    match kind {
        Kind::Int32 | Kind::Sint32 => number.try_into().ok().map(Value::I32),
        Kind::Int64 | Kind::Sint64 => Some(Value::I64(number)),
        Kind::Uint32 => number.try_into().ok().map(Value::U32),
        Kind::Uint64 => number.try_into().ok().map(Value::U64),
        _ => None,
    }
}

fn valid_value(field: &FieldDescriptor, rule: &FieldRule) -> Value {
    match field.kind() {
        Kind::String => Value::String(valid_text(rule.format, field.name())),
        Kind::Bytes => Value::Bytes(vec![1].into()),
        Kind::Bool => Value::Bool(true),
        Kind::Enum(_) => Value::EnumNumber(1),
        Kind::Message(inner) => Value::Message(valid(&inner)),
        kind => whole(&kind, rule.limits.min.unwrap_or(1).max(1)).expect("a whole number"),
    }
}

fn valid_text(format: Format, name: &str) -> String {
    match format {
        Format::Unspecified => "text".into(),
        Format::Uuid => id(name),
        Format::Date => "2026-02-28".into(),
        Format::Currency => "KES".into(),
        Format::Country => "KE".into(),
        Format::Decimal => "-12.5".into(),
        Format::AsOf => "home/goals@1".into(),
    }
}
