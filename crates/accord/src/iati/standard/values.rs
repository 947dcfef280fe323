//! Values as the schema wants them written.

use super::Form;
use crate::iati::values;

/// The value as it may stand, or none where it cannot.
pub(super) fn written(value: &str, form: Form) -> Option<String> {
    let value = value.trim();
    match form {
        Form::Text => Some(value.to_owned()),
        Form::Decimal => values::number(value.trim_end_matches('%')).map(|it| it.to_string()),
        Form::Date => values::date(value).map(|it| it.to_string()),
        Form::Boolean => matches!(value, "0" | "1" | "true" | "false").then(|| value.to_owned()),
        Form::Whole => value.parse::<i32>().ok().map(|it| it.to_string()),
        Form::Count => value.parse::<u32>().ok().map(|it| it.to_string()),
        Form::Uri => is_uri(value).then(|| value.to_owned()),
        Form::Token => is_token(value).then(|| value.to_owned()),
        Form::Moment => is_moment(value).then(|| value.to_owned()),
    }
}

/// Schemas take nearly anything; what may stand in an address without being escaped is RFC 3986's.
fn is_uri(value: &str) -> bool {
    let is_safe = |it: char| {
        !it.is_whitespace() && !it.is_control() && !matches!(it, '<' | '>' | '"' | '{' | '}' | '\\' | '^' | '`' | '|')
    };
    value.chars().all(is_safe) && value.matches('#').count() <= 1 && is_escaped_well(value)
}

/// `%` begins two hexadecimal digits.
fn is_escaped_well(value: &str) -> bool {
    value.split('%').skip(1).all(|it| it.len() >= 2 && it.bytes().take(2).all(|it| it.is_ascii_hexdigit()))
}

fn is_token(value: &str) -> bool {
    !value.is_empty() && value.chars().all(|it| it.is_alphanumeric() || matches!(it, '-' | '_' | '.' | ':'))
}

/// `2014-09-10T07:15:37Z`
fn is_moment(value: &str) -> bool {
    value.parse::<jiff::Timestamp>().is_ok()
        || value.parse::<jiff::civil::DateTime>().is_ok_and(|_| value.contains('T'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_written_as_the_schema_wants_them() {
        let good = [
            ("20,854.00", Form::Decimal, "20854"),
            ("50%", Form::Decimal, "50"),
            ("2011-03-31T00:00:00", Form::Date, "2011-03-31"),
            ("1", Form::Boolean, "1"),
            ("2", Form::Whole, "2"),
            ("http://example.org/a%20b?c=d#e", Form::Uri, "http://example.org/a%20b?c=d#e"),
            ("activity-status", Form::Token, "activity-status"),
            ("2014-09-10T07:15:37Z", Form::Moment, "2014-09-10T07:15:37Z"),
        ];
        for (value, form, wanted) in good {
            assert_eq!(written(value, form).as_deref(), Some(wanted), "{value}");
        }
    }

    #[test]
    fn what_the_schema_refuses_is_not_written() {
        let bad = [
            ("about 5", Form::Decimal),
            ("1,25", Form::Decimal),
            ("31/03/2011", Form::Date),
            ("yes", Form::Boolean),
            ("first", Form::Whole),
            ("-1", Form::Count),
            ("http://example.org/a b", Form::Uri),
            ("50%off", Form::Uri),
            ("two words", Form::Token),
            ("2014-09-10", Form::Moment),
        ];
        for (value, form) in bad {
            assert_eq!(written(value, form), None, "{value}");
        }
    }
}
