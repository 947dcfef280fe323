//! A partner's values over time: trend, changes, what is missing.

use contract::evaluation::*;
use evaluation::views::series::{Cell, Point, Said, over_time};

use crate::messages::*;

const QUARTERS: [&str; 10] = [
    "2023-03-31",
    "2023-06-30",
    "2023-09-30",
    "2023-12-31",
    "2024-03-31",
    "2024-06-30",
    "2024-09-30",
    "2024-12-31",
    "2025-03-31",
    "2025-06-30",
];

#[test]
fn ten_quarters_have_a_trend_and_changes() {
    let series = over_time::answer(&asked(), quarters(&[1210, 1254, 1302, 1290, 1345, 1412, 1420, 1419, 1502, 1533]));
    let trend = series.trend.unwrap();
    assert_eq!((trend.state(), trend.points, trend.s), (TrendState::Told, 10, 41));
    assert_eq!(trend.p, "0.00034662");
    // 0.3825136612 a day.
    assert_eq!(trend.slope_per_year, "139.71311475");
    let last = series.since_last.unwrap();
    assert_eq!((last.since_period_end.as_str(), last.by.as_str()), ("2025-03-31", "31"));
    assert_eq!(last.part_basis_points, Some(206));
    let season = series.since_season.unwrap();
    assert_eq!(
        (season.since_period_end.as_str(), season.before.as_str(), season.by.as_str()),
        ("2024-06-30", "1412", "121")
    );
}

#[test]
fn of_seven_values_and_of_equal_ones_no_trend_is_told() {
    let state = |values: &[i32]| {
        let trend = over_time::answer(&asked(), quarters(values)).trend.unwrap();
        (trend.state(), trend.points, trend.slope_per_year)
    };
    assert_eq!(state(&[1, 2, 3, 4, 5, 6, 7]), (TrendState::TooFew, 7, String::new()));
    assert_eq!(state(&[5; 8]), (TrendState::AllEqual, 8, String::new()));
    assert_eq!(state(&[]), (TrendState::TooFew, 0, String::new()));
    assert_eq!(state(&[1, 2, 3, 4, 5, 6, 7, 8]).0, TrendState::Told);
}

#[test]
fn a_missing_period_is_no_value_and_no_zero() {
    let mut cells = quarters(&[10, 20, 30]);
    cells[1].point =
        Some(Point { is_expected: true, reported: None, verified: None, ..cells[1].point.clone().unwrap() });
    let series = over_time::answer(&asked(), cells);
    let points: Vec<_> = series.points.iter().map(|it| (it.value.as_str(), it.missing)).collect();
    assert_eq!(points, [("10", false), ("", true), ("30", false)]);
    assert_eq!(series.since_last.unwrap().since_period_end, "2023-03-31");
    assert_eq!(series.trend.unwrap().points, 2);
}

#[test]
fn verified_values_are_looked_at_or_reported_ones() {
    let mut cells = quarters(&[10, 20]);
    let reported = |value: &str, is_returned| {
        Some(Said {
            numerator: value.into(),
            denominator: "4".into(),
            is_returned,
            measurement_id: MEASUREMENT.into(),
            ..Default::default()
        })
    };
    let point = cells[1].point.as_mut().unwrap();
    (point.reported, point.verified) = (reported("10", false), None);
    let values = |basis: SeriesBasis, cells: Vec<Cell>| {
        let series = over_time::answer(&GetSeries { basis: basis.into(), ..asked() }, cells);
        series.points.into_iter().map(|it| it.value).collect::<Vec<_>>()
    };
    assert_eq!(values(SeriesBasis::Verified, cells.clone()), ["10"]);
    assert_eq!(values(SeriesBasis::Reported, cells.clone()), ["10", "2.5"]);
    cells[1].point.as_mut().unwrap().reported = reported("10", true);
    assert_eq!(values(SeriesBasis::Reported, cells), ["10"], "it was given back");
}

#[test]
fn a_span_of_days_holds_the_periods_that_end_in_it() {
    let span = GetSeries { from: "2023-06-30".into(), until: "2023-09-30".into(), ..asked() };
    let series = over_time::answer(&span, quarters(&[1, 2, 3, 4]));
    assert_eq!(series.points.iter().map(|it| it.value.as_str()).collect::<Vec<_>>(), ["2", "3"]);
}

fn asked() -> GetSeries {
    GetSeries {
        partnership_id: TOGETHER.into(),
        indicator_id: INDICATOR.into(),
        partner_id: BANK.into(),
        ..Default::default()
    }
}

/// Verified, one a quarter.
fn quarters(values: &[i32]) -> Vec<Cell> {
    let said = |value: &i32| Said {
        numerator: value.to_string(),
        denominator: "1".into(),
        measurement_id: MEASUREMENT.into(),
        ..Default::default()
    };
    let point = |(period_end, value): (&&str, &i32)| Point {
        partner_id: BANK.into(),
        period_end: (*period_end).into(),
        reported: Some(said(value)),
        verified: Some(said(value)),
        ..Default::default()
    };
    let cell = |point| Cell { point: Some(point), ..Default::default() };
    QUARTERS.iter().zip(values).map(point).map(cell).collect()
}
