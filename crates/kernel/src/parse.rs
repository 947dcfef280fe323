//! Checks at the door: the contract promises shapes and limits, these promise meanings.

use std::str::FromStr;

use jiff::civil::Date;
use rust_decimal::Decimal;

/// A field that cannot be taken as it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field} {problem}")]
pub struct Invalid {
    pub field: &'static str,
    pub problem: String,
}

impl Invalid {
    pub fn new(field: &'static str, problem: impl Into<String>) -> Self {
        Invalid { field, problem: problem.into() }
    }
}

/// Text that says something.
pub fn filled<'a>(field: &'static str, value: &'a str) -> Result<&'a str, Invalid> {
    match value.trim() {
        filled if filled.chars().all(is_unseen) => Err(Invalid::new(field, "is missing")),
        filled => Ok(filled),
    }
}

/// Spaces, controls, and what only joins or turns the letters around it.
fn is_unseen(letter: char) -> bool {
    letter.is_whitespace()
        || letter.is_control()
        || matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// A civil date, YYYY-MM-DD.
pub fn date(field: &'static str, value: &str) -> Result<Date, Invalid> {
    Date::from_str(value).map_err(|_| Invalid::new(field, format!("is not a date YYYY-MM-DD: {value:?}")))
}

/// A civil date, or none where the field is empty.
pub fn date_or_none(field: &'static str, value: &str) -> Result<Option<Date>, Invalid> {
    if value.is_empty() { Ok(None) } else { date(field, value).map(Some) }
}

/// A decimal number, exact.
pub fn decimal(field: &'static str, value: &str) -> Result<Decimal, Invalid> {
    Decimal::from_str(value).map_err(|_| Invalid::new(field, format!("is not a decimal number: {value:?}")))
}

/// A decimal number, or none where the field is empty.
pub fn decimal_or_none(field: &'static str, value: &str) -> Result<Option<Decimal>, Invalid> {
    if value.is_empty() { Ok(None) } else { decimal(field, value).map(Some) }
}

/// Refuses a period that ends before it starts.
pub fn in_order(field: &'static str, start: Option<Date>, end: Option<Date>) -> Result<(), Invalid> {
    match (start, end) {
        (Some(start), Some(end)) if end < start => {
            Err(Invalid::new(field, format!("is {end}, before the start on {start}")))
        }
        _ => Ok(()),
    }
}

/// An ISO 4217 currency in use.
pub fn currency(field: &'static str, code: &str) -> Result<iso_currency::Currency, Invalid> {
    iso_currency::Currency::from_code(code)
        .ok_or_else(|| Invalid::new(field, format!("is not a currency of ISO 4217: {code:?}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_nobody_can_see_says_nothing() {
        for unseen in ["", " \n\t", "\u{200b}", "\u{202e}\u{2060}", "\u{feff} \u{ad}"] {
            assert_eq!(filled("title", unseen), Err(Invalid::new("title", "is missing")), "{unseen:?}");
        }
        assert_eq!(
            filled("title", " \u{645}\u{200c}\u{62d} "),
            Ok("\u{645}\u{200c}\u{62d}"),
            "joiners are part of words"
        );
        assert_eq!(filled("title", "!"), Ok("!"));
    }
}
