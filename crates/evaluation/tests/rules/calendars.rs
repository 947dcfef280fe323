//! Which periods calendars have: months, quarters and seasons, each year again.

use contract::evaluation::*;
use evaluation::calendar::{Calendar, Periods, Rejection};
use jiff::{ToSpan, civil::Date};
use kernel::scenario::{Outcome, given, nothing};
use proptest::prelude::*;

use crate::{messages::*, messages_reporting::*};

#[test]
fn a_member_defines_a_calendar_once() {
    defining(define_calendar()).then(calendar_defined());
    let given = || given::<Calendar, _>([calendar_defined()]).by(BANK);
    given().when(define_calendar()).then_nothing();
    given().when(DefineCalendar { title: "Other".into(), ..define_calendar() }).then_rejected(Rejection::IdTaken);
}

#[test]
fn seasons_stand_in_the_order_of_the_year() {
    let seasons = vec![long_rains(), short_rains()];
    let turned = DefineCalendar { seasons: vec![short_rains(), long_rains()], ..of_seasons() };
    defining(turned).then(CalendarDefined { kind: CalendarKind::Seasons.into(), seasons, ..calendar_defined() });
}

#[test]
fn a_calendar_has_what_its_kind_asks_for() {
    invalid(DefineCalendar { title: " ".into(), ..define_calendar() }, "title");
    invalid(DefineCalendar { first_month: 2, ..define_calendar() }, "first_month");
    invalid(DefineCalendar { seasons: vec![long_rains()], ..define_calendar() }, "seasons");
    invalid(DefineCalendar { seasons: vec![], ..of_seasons() }, "seasons");
    let named = |name: &str| Season { name: name.into(), ..short_rains() };
    invalid(DefineCalendar { seasons: vec![long_rains(), named("long rains")], ..of_seasons() }, "seasons.name");
    invalid(DefineCalendar { seasons: vec![named("")], ..of_seasons() }, "seasons.name");
    let quarters = DefineCalendar { kind: CalendarKind::Quarters.into(), first_month: 7, ..define_calendar() };
    assert!(defining(quarters).decision().is_ok());
}

#[test]
fn seasons_do_not_overlap_in_any_year() {
    let until = |month, day| Season { until_month: month, until_day: day, ..short_rains() };
    invalid(DefineCalendar { seasons: vec![long_rains(), until(3, 1)], ..of_seasons() }, "seasons");
    let up_to_it = DefineCalendar { seasons: vec![long_rains(), until(2, 29)], ..of_seasons() };
    assert!(defining(up_to_it).decision().is_ok());
    let whole_year = Season { from_month: 5, from_day: 1, until_month: 4, until_day: 30, ..long_rains() };
    assert!(defining(DefineCalendar { seasons: vec![whole_year], ..of_seasons() }).decision().is_ok());
}

#[test]
fn months_quarters_and_seasons_have_days_and_names() {
    let first = |periods: &Periods, from: &str| {
        let period = periods.first_from(from.parse().unwrap()).unwrap();
        format!("{} {} {}", period.starts_on, period.ends_on, period.name)
    };
    let months = parsed(CalendarKind::Months, 0, &[]);
    assert_eq!(first(&months, "2024-02-01"), "2024-02-01 2024-02-29 2024-02");
    assert_eq!(first(&months, "2024-02-02"), "2024-03-01 2024-03-31 2024-03");
    assert_eq!(first(&months, "2024-12-31"), "2025-01-01 2025-01-31 2025-01");
    let fiscal = parsed(CalendarKind::Quarters, 2, &[]);
    assert_eq!(first(&fiscal, "2024-09-01"), "2024-11-01 2025-01-31 2024-11 to 2025-01");
    assert_eq!(
        first(&parsed(CalendarKind::Quarters, 0, &[]), "2024-09-01"),
        "2024-10-01 2024-12-31 2024-10 to 2024-12"
    );
    let seasons = parsed(CalendarKind::Seasons, 0, &[long_rains(), short_rains()]);
    assert_eq!(first(&seasons, "2024-01-01"), "2024-03-01 2024-08-31 long rains 2024");
    assert_eq!(first(&seasons, "2024-03-02"), "2024-10-01 2025-02-28 short rains 2024/2025");
    let last_of_february = Season { until_month: 2, until_day: 31, ..short_rains() };
    let seasons = parsed(CalendarKind::Seasons, 0, &[last_of_february]);
    assert_eq!(first(&seasons, "2023-03-02"), "2023-10-01 2024-02-29 short rains 2023/2024");
}

proptest! {
    /// Months and quarters leave no day out; of seasons each begins after the one before is over.
    #[test]
    fn one_period_comes_after_the_other(kind in 1..=3_i32, first_month in 0..=12_u32, days in 0..20_000_i64) {
        let kind = CalendarKind::try_from(kind).unwrap();
        let periods = parsed(kind, first_month, &[long_rains(), short_rains()]);
        let from = Date::constant(1990, 1, 1).checked_add(days.days()).unwrap();
        let mut period = periods.first_from(from).unwrap();
        prop_assert!(from <= period.starts_on && period.starts_on <= period.ends_on);
        for _ in 0..8 {
            let next = periods.after(&period).unwrap();
            match kind {
                CalendarKind::Seasons => prop_assert!(period.ends_on < next.starts_on),
                _ => prop_assert_eq!(period.ends_on.tomorrow().unwrap(), next.starts_on),
            }
            period = next;
        }
    }
}

fn parsed(kind: CalendarKind, first_month: u32, seasons: &[Season]) -> Periods {
    Periods::parse(kind, first_month, seasons).unwrap()
}

fn of_seasons() -> DefineCalendar {
    DefineCalendar { kind: CalendarKind::Seasons.into(), ..define_calendar() }
}

fn long_rains() -> Season {
    Season { name: "long rains".into(), from_month: 3, from_day: 1, until_month: 8, until_day: 31 }
}

fn short_rains() -> Season {
    Season { name: "short rains".into(), from_month: 10, from_day: 1, until_month: 2, until_day: 28 }
}

fn defining(command: DefineCalendar) -> Outcome<Calendar> {
    nothing::<Calendar>().by(BANK).when(command)
}

#[track_caller]
fn invalid(command: DefineCalendar, field: &str) {
    match defining(command).decision() {
        Err(Rejection::Invalid(invalid)) => assert_eq!(invalid.field, field),
        other => panic!("{field} should be refused: {other:?}"),
    }
}
