//! Mann-Kendall and Theil-Sen beside what pymannkendall and SciPy say (tests/reference/trends.py), and where they are undefined.

use jiff::civil::Date;
use kernel::measures::{MannKendall, NoTrend, TheilSen};

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
const UNEVEN: [&str; 9] = [
    "2022-01-31",
    "2022-02-28",
    "2022-07-31",
    "2022-08-05",
    "2023-01-31",
    "2023-12-31",
    "2024-02-29",
    "2025-06-30",
    "2025-07-31",
];

/// S, variance, z, p; then slope, low, high and intercept.
type Golden = ([f64; 4], [f64; 4]);

#[test]
fn a_series_that_rises() {
    let values = [1210.0, 1254.0, 1302.0, 1290.0, 1345.0, 1412.0, 1420.0, 1419.0, 1502.0, 1533.0];
    let line = [0.3825136612021858, 0.32605304212168484, 0.44424131627056673, 1221.0956284153006];
    equals(&QUARTERS, &values, ([41.0, 125.0, 3.5777087639996634, 0.0003466193511346668], line));
}

#[test]
fn ties_are_corrected_for() {
    let values = [0.061, 0.058, 0.058, 0.055, 0.055, 0.055, 0.049, 0.052, 0.049, 0.049];
    let line = [-1.4084507042253523e-05, -1.6574585635359093e-05, -1.0909090909090919e-05, 0.060795774647887324];
    equals(&QUARTERS, &values, ([-36.0, 116.66666666666667, -3.24037034920393, 0.001193745444872003], line));
}

#[test]
fn eight_points_are_enough() {
    let values = [5.0, 3.0, 4.0, 6.0, 2.0, 7.0, 1.0, 8.0];
    let line = [0.004528277411183975, -0.00819672131147541, 0.010948905109489052, 3.048687089715536];
    equals(&QUARTERS[..8], &values, ([4.0, 65.33333333333333, 0.3711537444790451, 0.7105230229164895], line));
}

#[test]
fn slopes_are_over_real_dates() {
    let values = [10.0, 12.5, 11.0, 18.0, 17.25, 26.0, 24.5, 30.0, 41.0];
    let line = [0.019991119367943982, 0.014094955489614243, 0.02737226277372263, 10.703241430700446];
    equals(&UNEVEN, &values, ([30.0, 92.0, 3.0234590038275844, 0.0024990288576112567], line));
}

#[test]
fn one_change_among_equals_and_a_way_there_and_back() {
    let one = [4.0, 4.0, 4.0, 4.0, 4.0, 4.0, 4.0, 5.0];
    equals(&QUARTERS[..8], &one, ([7.0, 21.0, 1.3093073414159544, 0.19043026382552397], [0.0, 0.0, 0.0, 4.0]));
    let back = [1.0, 2.0, 3.0, 4.0, 4.0, 3.0, 2.0, 1.0];
    let line = [0.0, -0.010869565217391304, 0.010869565217391304, 2.5];
    equals(&QUARTERS[..8], &back, ([0.0, 61.333333333333336, 0.0, 1.0], line));
}

#[test]
fn of_few_points_and_of_equal_ones_there_is_no_trend() {
    for values in [&[][..], &[1.0], &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]] {
        let points: Vec<_> = points(&QUARTERS[..values.len()], values);
        assert_eq!(MannKendall::of(values), Err(NoTrend::TooFew(values.len())));
        assert_eq!(TheilSen::of(&points), Err(NoTrend::TooFew(values.len())));
    }
    assert_eq!(MannKendall::of(&[3.0; 8]), Err(NoTrend::AllEqual));
    assert_eq!(TheilSen::of(&points(&QUARTERS[..8], &[3.0; 8])), Err(NoTrend::AllEqual));
    let one_day = points(&[QUARTERS[0]; 8], &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0]);
    assert_eq!(TheilSen::of(&one_day), Err(NoTrend::AllEqual), "nothing lies between equal days");
}

#[test]
fn a_person_reads_a_slope_by_the_year() {
    close(TheilSen::per_year(2.0), 730.5);
}

#[track_caller]
fn equals(days: &[&str], values: &[f64], (order, line): Golden) {
    let trend = MannKendall::of(values).unwrap();
    assert_eq!(trend.points, values.len());
    [trend.s as f64, trend.variance, trend.z, trend.p]
        .into_iter()
        .zip(order)
        .for_each(|(it, golden)| close(it, golden));
    let sen = TheilSen::of(&points(days, values)).unwrap();
    let found = [sen.per_day, sen.low_per_day, sen.high_per_day, sen.at_first];
    found.into_iter().zip(line).for_each(|(it, golden)| close(it, golden));
}

fn points(days: &[&str], values: &[f64]) -> Vec<(Date, f64)> {
    days.iter().zip(values).map(|(day, value)| (day.parse().unwrap(), *value)).collect()
}

#[track_caller]
fn close(found: f64, golden: f64) {
    assert!((found - golden).abs() < 1e-9, "{found} is not {golden}");
}
