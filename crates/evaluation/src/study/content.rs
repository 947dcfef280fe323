//! What the means of a group may say: figures that an effect can be made of, and no group in which somebody would be known.

use jiff::civil::Date;
use kernel::{Invalid, parse};
use rust_decimal::Decimal;

use super::rejection::Rejection;
use crate::numbers;

/// As it was asked, in a record or a correction.
pub(super) struct Asked<'c> {
    pub(super) people: u32,
    pub(super) mean: &'c str,
    pub(super) sd: &'c str,
    pub(super) standard_error: &'c str,
    pub(super) clusters: u32,
    pub(super) period_start: &'c str,
    pub(super) period_end: &'c str,
    pub(super) taken_from: &'c str,
}

/// As events carry it.
pub(super) struct Content {
    pub(super) mean: String,
    pub(super) sd: String,
    pub(super) standard_error: String,
    pub(super) period_start: String,
    pub(super) period_end: String,
    pub(super) taken_from: String,
}

/// The smallest group that may be told of, and whether means are shares of people.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Small {
    pub(super) minimum: u32,
    pub(super) are_shares: bool,
}

impl Asked<'_> {
    pub(super) fn checked(&self, small: Small, today: Date) -> Result<Content, Rejection> {
        let mean = parse::decimal("mean", self.mean)?;
        small.check(self.people, mean)?;
        let (sd, standard_error) = self.spread()?;
        if self.people < self.clusters {
            return Err(Invalid::new("clusters", "are more than people").into());
        }
        let (start, end) =
            (parse::date("period_start", self.period_start)?, parse::date("period_end", self.period_end)?);
        parse::in_order("period_end", Some(start), Some(end))?;
        if today < end {
            return Err(Invalid::new("period_end", format!("is {end}, in the future: record what was measured")).into());
        }
        let written = |it: Option<Decimal>| it.map(numbers::written).unwrap_or_default();
        Ok(Content {
            mean: numbers::written(mean),
            sd: written(sd),
            standard_error: written(standard_error),
            period_start: start.to_string(),
            period_end: end.to_string(),
            taken_from: parse::filled("taken_from", self.taken_from)?.to_owned(),
        })
    }

    /// How much people, or clusters, differ; or how exact the study's own analysis finds the mean.
    fn spread(&self) -> Result<(Option<Decimal>, Option<Decimal>), Invalid> {
        let sd = parse::decimal_or_none("sd", self.sd)?;
        let own = parse::decimal_or_none("standard_error", self.standard_error)?;
        match (sd, own) {
            (None, None) => Err(Invalid::new("sd", "is missing: say it, or a standard_error of the study's own")),
            (Some(it), _) if it < Decimal::ZERO => Err(Invalid::new("sd", format!("is {it}, below zero"))),
            (_, Some(it)) if it <= Decimal::ZERO => {
                Err(Invalid::new("standard_error", format!("is {it}; it must be above zero")))
            }
            given => Ok(given),
        }
    }
}

impl Small {
    /// Of a share both sides are groups: those who are counted, and those who are not.
    fn check(self, people: u32, mean: Decimal) -> Result<(), Rejection> {
        let people = Decimal::from(people);
        if self.are_shares && !(Decimal::ZERO..=Decimal::ONE).contains(&mean) {
            let problem = format!("is {mean}: the indicator is a share of people, from 0 to 1");
            return Err(Invalid::new("mean", problem).into());
        }
        let counted = mean.checked_mul(people).filter(|_| self.are_shares).map(|it| it.round());
        let others = counted.map(|it| people - it);
        let is_small = |it: Decimal| Decimal::ZERO < it && it < Decimal::from(self.minimum);
        match [Some(people), counted, others].into_iter().flatten().any(is_small) {
            true => Err(Rejection::GroupTooSmall { minimum: self.minimum }),
            false => Ok(()),
        }
    }

    /// Of two means of nearly the same people one reckons the values of those few who are in one of them only.
    pub(super) fn check_beside(self, people: u32, told: &[u32]) -> Result<(), Rejection> {
        let is_small = |it: &u32| (1..self.minimum).contains(&it.abs_diff(people));
        match told.iter().any(is_small) {
            true => Err(Rejection::GroupTooSmall { minimum: self.minimum }),
            false => Ok(()),
        }
    }
}
