//! Whether a series rises or falls more than chance would make it: the test of Mann (1945) and Kendall (1975).

use std::cmp::Ordering;

use statrs::function::erf::erfc;

/// With fewer the normal distribution is a poor guide, and most readings of it are wrong.
pub const TREND_POINTS_MIN: usize = 8;

/// What the order of the values says; its sign is the direction.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MannKendall {
    pub points: usize,
    /// Pairs that rise, less those that fall.
    pub s: i64,
    /// Of S by chance, corrected for ties.
    pub variance: f64,
    /// With the correction for continuity: one step nearer to nothing.
    pub z: f64,
    /// Two-sided. Small means "not by chance", never "large".
    pub p: f64,
}

/// Why there is no trend to be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoTrend {
    /// Fewer than `TREND_POINTS_MIN`; so many there are.
    TooFew(usize),
    /// Nothing ever changed.
    AllEqual,
}

impl MannKendall {
    /// Of finite values in the order of time.
    ///
    /// S = Σ_{i<j} sign(x_j − x_i), variance (n(n−1)(2n+5) − Σ t(t−1)(2t+5)) / 18 over groups of t equal values.
    pub fn of(values: &[f64]) -> Result<Self, NoTrend> {
        let points = values.len();
        if points < TREND_POINTS_MIN {
            return Err(NoTrend::TooFew(points));
        }
        let later = |(place, one)| values[place + 1..].iter().map(move |other| sign(one, other));
        let s: i64 = values.iter().enumerate().flat_map(later).sum();
        let variance = variance(points, &[ties(values)]);
        if variance == 0.0 {
            return Err(NoTrend::AllEqual);
        }
        let z = (s - s.signum()) as f64 / variance.sqrt();
        Ok(MannKendall { points, s, variance, z, p: erfc(z.abs() / std::f64::consts::SQRT_2) })
    }
}

fn sign(one: &f64, other: &f64) -> i64 {
    match other.partial_cmp(one) {
        Some(Ordering::Greater) => 1,
        Some(Ordering::Less) => -1,
        Some(Ordering::Equal) | None => 0,
    }
}

/// How many values are equal, group by group.
pub(super) fn ties(values: &[f64]) -> Vec<usize> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.chunk_by(|one, other| one == other).map(<[_]>::len).collect()
}

/// Of S, where all orders are as likely, with groups of ties taken out.
pub(super) fn variance(points: usize, ties: &[Vec<usize>]) -> f64 {
    // Whole numbers as long as it goes: 30,000 points stay within 64 bits.
    let term = |n: usize| (n * n.saturating_sub(1) * (2 * n + 5)) as f64;
    let tied: f64 = ties.iter().flatten().map(|it| term(*it)).sum();
    (term(points) - tied) / 18.0
}
