//! Moments as messages carry them, and as they are compared.

use jiff::{Timestamp, civil::Date, tz::TimeZone};

use crate::log::Envelope;

pub fn on_wire(at: Timestamp) -> prost_types::Timestamp {
    prost_types::Timestamp { seconds: at.as_second(), nanos: at.subsec_nanosecond() }
}

/// None where it is missing or out of range.
pub fn read(at: Option<&prost_types::Timestamp>) -> Option<Timestamp> {
    at.and_then(|it| Timestamp::new(it.seconds, it.nanos).ok())
}

/// The day of a moment, in UTC.
pub fn day_of(at: Timestamp) -> Date {
    at.to_zoned(TimeZone::UTC).date()
}

/// The moment a day is over, in UTC: the first that is not of it. None: beyond the last moment there is.
pub fn end_of(day: Date) -> Option<Timestamp> {
    day.tomorrow().and_then(|it| it.to_zoned(TimeZone::UTC)).ok().map(|it| it.timestamp())
}

impl Envelope {
    /// When the fact was written down.
    pub fn recorded(&self) -> Option<Timestamp> {
        read(self.recorded_at.as_ref())
    }

    /// The day on which it was, in UTC; 1970-01-01 where it does not say, as no fact does.
    pub fn recorded_on(&self) -> Date {
        day_of(self.recorded().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_read_as_it_was_written_to_the_nanosecond() {
        for at in ["2026-12-01T23:59:59.999999999Z", "1969-12-31T23:59:59.5Z", "0001-01-01T00:00:00Z"] {
            let at: Timestamp = at.parse().unwrap();
            assert_eq!(read(Some(&on_wire(at))), Some(at));
        }
    }

    #[test]
    fn what_is_no_moment_is_not_read() {
        assert_eq!(read(None), None);
        assert_eq!(read(Some(&prost_types::Timestamp { seconds: i64::MAX, nanos: 0 })), None);
        assert_eq!(read(Some(&prost_types::Timestamp { seconds: 0, nanos: i32::MAX })), None);
    }

    #[test]
    fn a_day_is_over_when_the_next_begins_and_the_last_there_are_never() {
        assert_eq!(end_of("2026-12-31".parse().unwrap()), Some("2027-01-01T00:00:00Z".parse().unwrap()));
        assert_eq!(end_of(Date::MAX), None);
    }

    #[test]
    fn a_fact_is_of_the_day_it_was_recorded_on_in_utc() {
        let recorded_at = Some(on_wire("2026-11-30T23:59:59.9-01:00".parse().unwrap()));
        assert_eq!(Envelope { recorded_at, ..Default::default() }.recorded_on().to_string(), "2026-12-01");
    }
}
