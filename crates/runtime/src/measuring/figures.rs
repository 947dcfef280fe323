//! How a figure is said: a value where there is one, counts beside every ratio, and why where nothing can be said.

use contract::common::{Figure, Measure, Unit};

const BASIS_POINTS: u64 = 10_000;

/// So many of so many, and the ratio; of none there is none, and it says why.
pub fn share(measure: Measure, count: u32, of: u32, why_not: &str) -> Figure {
    let ratio = (u64::from(count) * BASIS_POINTS + u64::from(of) / 2).checked_div(u64::from(of));
    match ratio {
        Some(it) => Figure { count: Some(count), of: Some(of), ..percent(measure, it as i64) },
        None => Figure { count: Some(count), of: Some(of), ..missing(measure, why_not) },
    }
}

/// A ratio that is known already, in hundredths of a percent.
pub fn percent(measure: Measure, basis_points: i64) -> Figure {
    valued(measure, Unit::Percent, hundredths(basis_points))
}

/// A coefficient in ten thousandths.
pub fn coefficient(measure: Measure, basis_points: i64) -> Figure {
    valued(measure, Unit::Coefficient, scaled(basis_points, 4))
}

/// So many of so many, where a ratio would say nothing more.
pub fn counted(measure: Measure, count: u32, of: u32) -> Figure {
    Figure { measure: measure.into(), count: Some(count), of: Some(of), ..Default::default() }
}

pub fn valued(measure: Measure, unit: Unit, value: String) -> Figure {
    Figure { measure: measure.into(), unit: unit.into(), value: Some(value), ..Default::default() }
}

/// Nothing can be said yet, and why.
pub fn missing(measure: Measure, why: &str) -> Figure {
    Figure { measure: measure.into(), not_measurable: why.to_owned(), ..Default::default() }
}

/// 250: 2.5
pub fn hundredths(value: i64) -> String {
    scaled(value, 2)
}

/// Without zeros that say nothing.
fn scaled(value: i64, places: usize) -> String {
    let digits = format!("{:0>1$}", value.unsigned_abs(), places + 1);
    let (whole, part) = digits.split_at(digits.len() - places);
    let part = part.trim_end_matches('0');
    let sign = if value < 0 { "-" } else { "" };
    if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_stand_beside_every_ratio_and_of_nothing_there_is_none() {
        let two_of_three = share(Measure::Turnout, 2, 3, "nothing was decided");
        assert_eq!(
            (two_of_three.value.as_deref(), two_of_three.count, two_of_three.of),
            (Some("66.67"), Some(2), Some(3))
        );
        let none = share(Measure::Turnout, 0, 0, "nothing was decided");
        assert_eq!((none.value, none.of, none.not_measurable.as_str()), (None, Some(0), "nothing was decided"));
    }

    #[test]
    fn values_are_written_without_zeros_that_say_nothing() {
        let written = [0, 5, 250, -1_234, 10_000].map(hundredths);
        assert_eq!(written, ["0", "0.05", "2.5", "-12.34", "100"]);
        assert_eq!(coefficient(Measure::GivingBeyondChance, -3_333).value.as_deref(), Some("-0.3333"));
    }
}
