//! What a service did to its clients, from the means of groups: difference in differences, with its interval.
//!
//! (treated after − before) − (comparison after − before), which takes out what would have changed anyway, as far as both
//! groups would have moved alike. Nobody is named: a study brings counts, means and spreads.

use statrs::function::beta::beta_reg;

/// Halvings until the quantile stands still in 64 bits.
const HALVINGS: usize = 200;
/// A bound for quantiles: with two clients in a group they reach a dozen, never this.
const QUANTILE_MAX: f64 = 1e6;

/// One group at one time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Group {
    pub clients: u32,
    pub mean: f64,
    /// Of clients; where clusters are given, of the clusters' means.
    pub sd: f64,
    /// As the study's own analysis has it; counts instead of what follows from the spread.
    pub own_standard_error: Option<f64>,
    /// Villages, branches, groups: those within one are alike, and so tell less than as many from anywhere.
    pub clusters: Option<u32>,
}

/// What all was measured.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Means {
    pub before: Group,
    pub after: Group,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Effect {
    /// Without a comparison nobody knows what would have changed anyway: a description, and no interval.
    Description {
        change: f64,
    },
    Estimate(Estimate),
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    pub effect: f64,
    pub standard_error: f64,
    /// By Welch and Satterthwaite; of a group with clusters its clusters count, not its clients.
    pub degrees_of_freedom: f64,
    /// As sure as was asked.
    pub low: f64,
    pub high: f64,
    /// Two-sided.
    pub p: f64,
    /// A group has neither clusters nor a standard error of its own: "assumes independent clients".
    pub assumes_independent_clients: bool,
}

/// Why nothing can be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoEffect {
    /// Fewer than two clients, or clusters, in a group.
    TooFew,
    /// A mean, spread or standard error is no finite number, or below zero.
    NoNumber,
    /// Nothing varies anywhere.
    NoSpread,
}

impl Effect {
    /// `confidence` is how sure the interval is to be, between 0 and 1, such as 0.95.
    pub fn of(treated: &Means, comparison: Option<&Means>, confidence: f64) -> Result<Self, NoEffect> {
        let change = treated.change()?;
        let Some(comparison) = comparison else { return Ok(Effect::Description { change }) };
        let effect = change - comparison.change()?;
        let groups = [treated.before, treated.after, comparison.before, comparison.after];
        let variances = groups.map(|it| it.variance());
        if groups.iter().any(|it| it.units() < 2) {
            return Err(NoEffect::TooFew);
        }
        let variance: f64 = variances.iter().sum();
        if variance == 0.0 {
            return Err(NoEffect::NoSpread);
        }
        let shares = groups.iter().zip(variances).map(|(it, own)| own * own / f64::from(it.units() - 1));
        let degrees_of_freedom = variance * variance / shares.sum::<f64>();
        let standard_error = variance.sqrt();
        let half = quantile(degrees_of_freedom, 1.0 - confidence) * standard_error;
        Ok(Effect::Estimate(Estimate {
            effect,
            standard_error,
            degrees_of_freedom,
            low: effect - half,
            high: effect + half,
            p: by_chance(effect / standard_error, degrees_of_freedom),
            assumes_independent_clients: groups.iter().any(Group::is_of_independent_clients),
        }))
    }
}

impl Means {
    fn change(&self) -> Result<f64, NoEffect> {
        let is_number = |it: f64| it.is_finite() && 0.0 <= it;
        let says = |it: &Group| it.mean.is_finite() && is_number(it.sd) && it.own_standard_error.is_none_or(is_number);
        match says(&self.before) && says(&self.after) {
            true => Ok(self.after.mean - self.before.mean),
            false => Err(NoEffect::NoNumber),
        }
    }
}

impl Group {
    /// What varies independently.
    fn units(&self) -> u32 {
        self.clusters.unwrap_or(self.clients)
    }

    /// Of its mean.
    fn variance(&self) -> f64 {
        match self.own_standard_error {
            Some(it) => it * it,
            None => self.sd * self.sd / f64::from(self.units()),
        }
    }

    fn is_of_independent_clients(&self) -> bool {
        self.own_standard_error.is_none() && self.clusters.is_none()
    }
}

/// How likely Student's t is as far from nothing by chance.
fn by_chance(t: f64, degrees: f64) -> f64 {
    beta_reg(degrees / 2.0, 0.5, degrees / (degrees + t * t))
}

/// Of Student's t, two-sided: where it would be by chance so often.
fn quantile(degrees: f64, chance: f64) -> f64 {
    let (mut low, mut high) = (0.0, QUANTILE_MAX);
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        match by_chance(middle, degrees) < chance {
            true => high = middle,
            false => low = middle,
        }
    }
    high
}
