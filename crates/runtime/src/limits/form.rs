//! What a single value may be: length, range, form. Each answers with what is wrong, or with nothing.

use contract::{FieldRule, common::Format};

pub(super) fn text(rule: &FieldRule, bytes: &[u8]) -> Option<String> {
    if let Some(problem) = length(rule, bytes) {
        return Some(problem);
    }
    // prost has checked UTF-8 when it decoded the request.
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    if rule.limits.required && text.trim().is_empty() {
        return Some("is missing".into());
    }
    // Most texts have none of the bytes that one could begin with.
    let may_hold = !text.bytes().all(|it| (b' '..0x7f).contains(&it));
    if may_hold && text.chars().any(|it| it.is_control() && !matches!(it, '\n' | '\r' | '\t')) {
        return Some("holds control characters".into());
    }
    form(rule.format, text)
}

pub(super) fn length(rule: &FieldRule, bytes: &[u8]) -> Option<String> {
    let (actual, limit) = (bytes.len(), rule.limits.max_bytes as usize);
    (limit < actual).then(|| format!("is {actual} bytes long; at most {limit} are taken"))
}

pub(super) fn whole(rule: &FieldRule, value: i64) -> Option<String> {
    let least = rule.limits.min.unwrap_or(i64::MIN);
    let most = rule.limits.max.unwrap_or(i64::MAX);
    if (least..=most).contains(&value) {
        return None;
    }
    Some(match (rule.limits.min, rule.limits.max) {
        (Some(least), Some(most)) => format!("is {value}; it must be from {least} to {most}"),
        (Some(least), None) => format!("is {value}; it must be at least {least}"),
        _ => format!("is {value}; it must be at most {most}"),
    })
}

pub(super) fn choice(rule: &FieldRule, known: &[i32], value: u64) -> Option<String> {
    // Enums travel as 64-bit two's complement.
    let value = value as i64;
    let is_known = i32::try_from(value).is_ok_and(|it| known.contains(&it));
    if !is_known {
        return Some(format!("is {value}, which the contract does not know"));
    }
    (value == 0 && (rule.limits.required || rule.repeated)).then(|| "is unspecified".into())
}

fn form(format: Format, text: &str) -> Option<String> {
    if text.is_empty() {
        return None;
    }
    let (fits, wanted) = match format {
        Format::Unspecified => (true, ""),
        Format::Uuid => (is_uuid(text), "a UUID of 36 lower-case characters"),
        Format::Date => (is_date(text), "a date YYYY-MM-DD from 1900 to 2199"),
        Format::Currency => (is_capitals(text, 3), "a currency code of three capital letters (ISO 4217)"),
        Format::Country => (is_capitals(text, 2), "a country code of two capital letters (ISO 3166-1)"),
        Format::Decimal => (is_decimal(text), "a decimal number, at most 20 digits before and 8 after the point"),
        Format::AsOf => (crate::as_of::Token::parse(text).is_some(), "a token node/service@number"),
    };
    (!fits).then(|| format!("is not {wanted}"))
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(place, it)| match place {
            8 | 13 | 18 | 23 => it == b'-',
            _ => it.is_ascii_digit() || (b'a'..=b'f').contains(&it),
        })
}

fn is_date(text: &str) -> bool {
    text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok_and(|it| (1900..2200).contains(&it.year()))
}

fn is_capitals(text: &str, letters: usize) -> bool {
    text.len() == letters && text.bytes().all(|it| it.is_ascii_uppercase())
}

fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (before, after) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit());
    all_digits(before) && all_digits(after) && before.len() <= 20 && after.len() <= 8
}
