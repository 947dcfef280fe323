//! A figure in words: what is undefined is no zero, and counts stand beside every ratio.

use std::collections::HashMap;

use contract::common::{Figure, Unit};

/// What it is, and by what it is told apart.
pub(in crate::commands) fn title(figure: &Figure) -> String {
    let split = if figure.split.is_empty() { String::new() } else { format!(": {}", figure.split) };
    let section = if figure.section.is_empty() { String::new() } else { format!("{}: ", figure.section) };
    format!("{section}{}{split}", figure.label)
}

pub(in crate::commands) fn value(figure: &Figure) -> String {
    match &figure.value {
        Some(value) => format!("{}{}", short(value), unit(figure)),
        None if !figure.not_measurable.is_empty() => "not yet measurable".to_owned(),
        None => String::new(),
    }
}

/// Behind the value.
pub(in crate::commands) fn unit(figure: &Figure) -> &'static str {
    match figure.unit() {
        Unit::Unspecified | Unit::Coefficient => "",
        Unit::Percent => " %",
        Unit::OfFour => " of 4",
        Unit::OfFive => " of 5",
        Unit::Hours => " hours",
        Unit::Ranks => " ranks",
    }
}

pub(in crate::commands) fn counts(figure: &Figure) -> String {
    match (figure.count, figure.of) {
        (Some(count), Some(of)) => format!("{count} of {of}"),
        (Some(count), None) => count.to_string(),
        (None, Some(of)) => format!("of {of}"),
        (None, None) => String::new(),
    }
}

/// Why there is no value, of which goal it is, and whether somebody should look at it.
pub(in crate::commands) fn remarks(figure: &Figure, titles: &HashMap<String, String>) -> String {
    let goal = titles.get(&figure.thing_id).unwrap_or(&figure.thing_id);
    let alarm = if figure.alarm { "ALARM: more than half" } else { "" };
    let said = [alarm, &figure.not_measurable, goal];
    said.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(", ")
}

/// Two decimals say enough; nothing is rounded to more than it is.
fn short(value: &str) -> String {
    match value.split_once('.') {
        Some((_, part)) if 2 < part.len() => value.parse::<f64>().map_or(value.to_owned(), |it| format!("{it:.2}")),
        _ => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_undefined_is_no_zero_and_says_why() {
        let none =
            Figure { not_measurable: "nothing was decided".into(), count: Some(0), of: Some(0), ..Default::default() };
        assert_eq!(
            (value(&none), counts(&none), remarks(&none, &HashMap::new())),
            ("not yet measurable".into(), "0 of 0".into(), "nothing was decided".into())
        );
        let zero = Figure { value: Some("0".into()), unit: Unit::Percent.into(), ..Default::default() };
        assert_eq!((value(&zero), remarks(&zero, &HashMap::new())), ("0 %".into(), String::new()));
    }

    #[test]
    fn a_goal_is_called_by_its_title_and_an_alarm_says_so() {
        let figure = Figure { thing_id: "g".into(), alarm: true, ..Default::default() };
        let titles = HashMap::from([("g".to_owned(), "More savers".to_owned())]);
        assert_eq!(remarks(&figure, &titles), "ALARM: more than half, More savers");
    }

    #[test]
    fn a_value_stands_with_its_unit_and_two_decimals() {
        let figure =
            |value: &str, unit: Unit| Figure { value: Some(value.into()), unit: unit.into(), ..Default::default() };
        assert_eq!(value(&figure("0.1111111111", Unit::Coefficient)), "0.11");
        assert_eq!(value(&figure("66.67", Unit::Percent)), "66.67 %");
        assert_eq!(value(&figure("26", Unit::Hours)), "26 hours");
        assert_eq!(value(&figure("4.5", Unit::OfFive)), "4.5 of 5");
    }
}
