//! What has changed since before, and since the same season of the year before.

use jiff::{ToSpan, civil::Date};
use rust_decimal::Decimal;

/// Seasons move a little, months differ by a day or three: so far apart they are still the same one.
const SEASON_DAYS_MAX: i32 = 15;

/// From one value to another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Change {
    pub by: Decimal,
    /// As a part of the value before; undefined where that was nothing, or less.
    pub part: Option<Decimal>,
}

impl Change {
    /// None where the difference leaves the range of a decimal (28 digits).
    pub fn between(before: Decimal, now: Decimal) -> Option<Self> {
        let by = now.checked_sub(before)?;
        let part = if before <= Decimal::ZERO { None } else { by.checked_div(before) };
        Some(Change { by, part })
    }
}

/// Which of the days, in the order of time, is that of the same season a year before; none: there is none near it.
pub fn same_season_before(days: &[Date], of: Date) -> Option<usize> {
    let year_before = of.checked_sub(1.year()).ok()?;
    let apart = |it: &Date| year_before.until(*it).map_or(i32::MAX, |span| span.get_days().abs());
    let near = days.iter().enumerate().filter(|(_, it)| apart(it) <= SEASON_DAYS_MAX);
    near.min_by_key(|(_, it)| apart(it)).map(|(place, _)| place)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn n(text: &str) -> Decimal {
        text.parse().expect("a number")
    }

    #[test]
    fn a_change_is_told_by_itself_and_as_a_part_of_what_was_before() {
        let change = |before, now| Change::between(n(before), n(now));
        assert_eq!(change("80", "100"), Some(Change { by: n("20"), part: Some(n("0.25")) }));
        assert_eq!(change("0.08", "0.06"), Some(Change { by: n("-0.02"), part: Some(n("-0.25")) }));
        assert_eq!(change("0", "5"), Some(Change { by: n("5"), part: None }));
        assert_eq!(change("-5", "5"), Some(Change { by: n("10"), part: None }));
        assert_eq!(Change::between(Decimal::MIN, Decimal::MAX), None);
    }

    #[test]
    fn the_same_season_a_year_before_is_the_one_near_it() {
        let days = [date(2024, 2, 29), date(2024, 6, 30), date(2024, 9, 16), date(2024, 12, 31), date(2025, 2, 28)];
        let before = |of| same_season_before(&days, of);
        assert_eq!(before(date(2025, 2, 28)), Some(0));
        assert_eq!(before(date(2025, 6, 30)), Some(1));
        assert_eq!(before(date(2025, 9, 30)), Some(2));
        assert_eq!(before(date(2025, 10, 2)), None);
        assert_eq!(before(date(2026, 2, 28)), Some(4));
        assert_eq!(before(date(2024, 2, 29)), None);
    }

    #[test]
    fn of_two_near_it_the_nearer_one_is_it() {
        let days = [date(2024, 12, 20), date(2025, 1, 2)];
        assert_eq!(same_season_before(&days, date(2025, 12, 31)), Some(1));
    }
}
