//! How fast a series rises or falls, whatever its outliers: the median of all slopes (Theil 1950, Sen 1968).

use jiff::civil::Date;

use super::mann_kendall::{NoTrend, TREND_POINTS_MIN, ties, variance};

/// Of the normal distribution, for 95 %, two-sided.
const Z_95: f64 = 1.959_963_984_540_054;
/// Days of a year, on average over four of them.
const YEAR_DAYS: f64 = 365.25;

/// Slopes are per day: days are what dates have between them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TheilSen {
    pub per_day: f64,
    /// Sen's interval of 95 %, corrected for ties.
    pub low_per_day: f64,
    pub high_per_day: f64,
    /// The value that the line through the medians has on the first day.
    pub at_first: f64,
}

impl TheilSen {
    /// Of finite values by day, in the order of time: real dates, however uneven. The same figures as
    /// `scipy.stats.theilslopes` over the days since the first.
    pub fn of(points: &[(Date, f64)]) -> Result<Self, NoTrend> {
        let days: Vec<f64> = points.iter().map(|(on, _)| days_between(points[0].0, *on)).collect();
        let values: Vec<f64> = points.iter().map(|(_, value)| *value).collect();
        if values.len() < TREND_POINTS_MIN {
            return Err(NoTrend::TooFew(values.len()));
        }
        let mut slopes = slopes(&days, &values);
        slopes.sort_by(f64::total_cmp);
        let sigma = variance(values.len(), &[ties(&days), ties(&values)]).max(0.0).sqrt();
        if slopes.is_empty() || ties(&values).len() == 1 {
            return Err(NoTrend::AllEqual);
        }
        let place = |it: f64| (it.round_ties_even().max(0.0) as usize).min(slopes.len() - 1);
        let half = |z: f64| (slopes.len() as f64 + z * sigma) / 2.0;
        let per_day = median(&slopes);
        Ok(TheilSen {
            per_day,
            low_per_day: slopes[place(half(-Z_95).round_ties_even() - 1.0)],
            high_per_day: slopes[place(half(Z_95))],
            at_first: median_of(values) - per_day * median_of(days),
        })
    }

    /// As a person reads a slope.
    pub fn per_year(per_day: f64) -> f64 {
        per_day * YEAR_DAYS
    }
}

fn slopes(days: &[f64], values: &[f64]) -> Vec<f64> {
    let pairs = (0..days.len()).flat_map(|later| (0..later).map(move |earlier| (earlier, later)));
    let apart = pairs.filter(|(one, other)| days[*one] < days[*other]);
    apart.map(|(one, other)| (values[other] - values[one]) / (days[other] - days[one])).collect()
}

fn days_between(first: Date, on: Date) -> f64 {
    first.until(on).map_or(0.0, |it| f64::from(it.get_days()))
}

fn median_of(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    median(&values)
}

/// Of what is in order, and not empty.
fn median(sorted: &[f64]) -> f64 {
    let (half, is_odd) = (sorted.len() / 2, sorted.len() % 2 == 1);
    if is_odd { sorted[half] } else { (sorted[half - 1] + sorted[half]) / 2.0 }
}
