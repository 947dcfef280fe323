//! How far a target has got, and how far it should be.

use jiff::civil::Date;
use rust_decimal::{Decimal, prelude::ToPrimitive};

/// Progress of a reach target: (actual − baseline) / (target − baseline), rising and falling alike.
///
/// Not floored: below 0 is worse than at the start, above 1 is more than asked. Undefined where the
/// target equals its baseline, and where the numbers leave the range of a decimal (28 digits).
pub fn progress(baseline: Decimal, target: Decimal, actual: Decimal) -> Option<Decimal> {
    actual.checked_sub(baseline)?.checked_div(target.checked_sub(baseline)?)
}

/// The part of the way that a straight line from start to due date asks by a day: 0 before, 1 after.
///
/// Undefined where the due date is not after the start.
pub fn due_line(starts_on: Date, due_on: Date, on: Date) -> Option<Decimal> {
    let whole = days(starts_on, due_on)?;
    if whole <= 0 {
        return None;
    }
    let gone = days(starts_on, on)?.clamp(0, whole);
    Decimal::from(gone).checked_div(Decimal::from(whole))
}

/// Hundredths of a percent, rounded half to even; none where that leaves 64 bits.
pub fn basis_points(part: Decimal) -> Option<i64> {
    part.checked_mul(Decimal::from(10_000))?.round().to_i64()
}

fn days(from: Date, to: Date) -> Option<i64> {
    from.until(to).ok().map(|span| i64::from(span.get_days()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn n(text: &str) -> Decimal {
        text.parse().expect("a number")
    }

    #[test]
    fn rising_and_falling_targets_progress_alike() {
        assert_eq!(progress(n("1000"), n("3000"), n("2000")), Some(n("0.5")));
        assert_eq!(progress(n("0.08"), n("0.04"), n("0.05")), Some(n("0.75")));
    }

    #[test]
    fn worse_than_at_the_start_shows_below_zero_and_more_than_asked_above_one() {
        assert_eq!(progress(n("0.08"), n("0.04"), n("0.10")), Some(n("-0.5")));
        assert_eq!(progress(n("0"), n("10"), n("25")), Some(n("2.5")));
    }

    #[test]
    fn a_target_that_equals_its_baseline_has_no_progress() {
        assert_eq!(progress(n("5"), n("5"), n("5")), None);
    }

    #[test]
    fn the_line_runs_from_nothing_at_the_start_to_all_at_the_due_date() {
        let (start, due) = (date(2025, 1, 1), date(2025, 1, 11));
        assert_eq!(due_line(start, due, date(2024, 12, 1)), Some(n("0")));
        assert_eq!(due_line(start, due, date(2025, 1, 6)), Some(n("0.5")));
        assert_eq!(due_line(start, due, date(2026, 1, 1)), Some(n("1")));
        assert_eq!(due_line(due, start, due), None);
    }

    #[test]
    fn basis_points_are_hundredths_of_a_percent() {
        assert_eq!(basis_points(n("0.33333")), Some(3333));
        assert_eq!(basis_points(n("-1.5")), Some(-15_000));
    }
}
