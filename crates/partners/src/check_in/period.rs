//! The periods of check-ins: so many months each, counted from a January, the same for all members of a partnership.

use contract::moment;
use jiff::{
    Timestamp, ToSpan,
    civil::{Date, date},
};

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Period {
    pub starts_on: Date,
    pub ends_on: Date,
}

impl Period {
    /// The period that holds the day.
    pub fn of(day: Date, months: u32) -> Self {
        let months = i32::try_from(months).unwrap_or(i32::MAX).max(1);
        let month = i32::from(day.year()) * 12 + i32::from(day.month()) - 1;
        let first = month - month.rem_euclid(months);
        Period { starts_on: first_of(first), ends_on: first_of(first.saturating_add(months)).saturating_sub(1.day()) }
    }

    pub fn next(self, months: u32) -> Self {
        Period::of(self.ends_on.saturating_add(1.day()), months)
    }

    pub fn before(self, months: u32) -> Self {
        Period::of(self.starts_on.saturating_sub(1.day()), months)
    }

    /// The moment it is over, in UTC.
    pub fn end(self) -> Timestamp {
        end_of(self.ends_on)
    }
}

/// The moment a day is over, in UTC, or the last moment there is.
pub fn end_of(day: Date) -> Timestamp {
    moment::end_of(day).unwrap_or(Timestamp::MAX)
}

/// Months are counted from January of the year 0.
fn first_of(month: i32) -> Date {
    let year = i16::try_from(month.div_euclid(12)).unwrap_or(Date::MAX.year());
    let month = i8::try_from(month.rem_euclid(12) + 1).unwrap_or(12);
    Date::new(year, month, 1).unwrap_or(date(9999, 12, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quarters_are_the_calendars() {
        let quarter = Period::of(date(2026, 2, 28), 3);
        assert_eq!(quarter, Period { starts_on: date(2026, 1, 1), ends_on: date(2026, 3, 31) });
        assert_eq!(quarter.next(3).starts_on, date(2026, 4, 1));
        assert_eq!(quarter.before(3), Period { starts_on: date(2025, 10, 1), ends_on: date(2025, 12, 31) });
        assert_eq!(quarter.end().to_string(), "2026-04-01T00:00:00Z");
    }

    #[test]
    fn every_day_is_in_one_period_whatever_its_length() {
        for months in [1, 2, 3, 5, 6, 7, 12, 24] {
            let mut period = Period::of(date(2023, 11, 15), months);
            for _ in 0..40 {
                let next = period.next(months);
                assert_eq!(next.starts_on, period.ends_on.saturating_add(1.day()), "{months} months");
                assert_eq!(next.before(months), period, "{months} months");
                assert_eq!(Period::of(next.ends_on, months), next, "{months} months");
                period = next;
            }
        }
    }
}
