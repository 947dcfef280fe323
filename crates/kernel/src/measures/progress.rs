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

/// The part of the way that targets per period ask by a day: that of the last period that has ended by then.
///
/// Nothing before the first has ended, all of it from the due date on. Periods (last day, part of the way) are in order
/// of time. A period's target is due when the period ends, not bit by bit within it: work that has seasons is agreed in
/// periods because it doesn't come in a straight line. None where there are no periods.
pub fn due_periods(periods: &[(Date, Decimal)], due_on: Date, on: Date) -> Option<Decimal> {
    if periods.is_empty() {
        return None;
    }
    if due_on <= on {
        return Some(Decimal::ONE);
    }
    let ended = periods.iter().take_while(|(ends_on, _)| *ends_on <= on).last();
    Some(ended.map_or(Decimal::ZERO, |(_, part)| *part))
}

/// On track: at least 85 % of the progress due, both in hundredths of a percent. Ahead is on track; where nothing is
/// due yet, whatever is not worse than at the start.
pub fn is_on_track(progress: i64, due: i64) -> bool {
    i128::from(due) * 85 <= i128::from(progress) * 100
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
    fn periods_ask_for_their_part_when_they_have_ended() {
        let periods = [(date(2025, 3, 31), n("0.1")), (date(2025, 6, 30), n("0.6")), (date(2025, 9, 30), n("0.7"))];
        let due = |on| due_periods(&periods, date(2025, 12, 31), on);
        assert_eq!(due(date(2024, 12, 31)), Some(n("0")));
        assert_eq!(due(date(2025, 3, 30)), Some(n("0")));
        assert_eq!(due(date(2025, 3, 31)), Some(n("0.1")));
        assert_eq!(due(date(2025, 6, 29)), Some(n("0.1")));
        assert_eq!(due(date(2025, 6, 30)), Some(n("0.6")));
        assert_eq!(due(date(2025, 12, 30)), Some(n("0.7")));
        assert_eq!(due(date(2025, 12, 31)), Some(n("1")));
        assert_eq!(due(date(2026, 12, 31)), Some(n("1")));
        assert_eq!(due_periods(&[], date(2025, 12, 31), date(2025, 6, 30)), None);
    }

    #[test]
    fn eighty_five_percent_of_what_is_due_is_on_track_and_ahead_is_too() {
        assert!(is_on_track(8_500, 10_000) && is_on_track(20_000, 5_000));
        assert!(!is_on_track(8_499, 10_000) && !is_on_track(-1, 0));
        assert!(is_on_track(0, 0) && is_on_track(i64::MAX, i64::MAX) && !is_on_track(i64::MIN, 1));
    }

    #[test]
    fn basis_points_are_hundredths_of_a_percent() {
        assert_eq!(basis_points(n("0.33333")), Some(3333));
        assert_eq!(basis_points(n("-1.5")), Some(-15_000));
    }
}
