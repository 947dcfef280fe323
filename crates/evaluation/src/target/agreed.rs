//! What was agreed to reach or to keep, and how a value stands to it.

use contract::{
    evaluation::DueBasis,
    goals::{Target, TargetKind, TargetPeriod},
};
use jiff::civil::Date;
use kernel::{Invalid, measures, parse};
use rust_decimal::Decimal;

/// A goal's target, in numbers and dates.
#[derive(Debug, Clone, PartialEq)]
pub struct Agreed {
    pub kind: TargetKind,
    pub baseline: Option<Decimal>,
    pub value: Decimal,
    pub starts_on: Date,
    pub due_on: Date,
    /// What is wanted by the end of each period, in order of time.
    pub periods: Vec<(Date, Decimal)>,
}

/// How much of the way is due, and by what that is judged.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Due {
    pub part: Decimal,
    pub basis: DueBasis,
}

impl Agreed {
    pub fn parse(target: &Target) -> Result<Self, Invalid> {
        // What each partner brings, and what is wanted for some, is shown beside; nothing is judged by it.
        let Target {
            target_id: _,
            indicator_id: _,
            kind,
            baseline,
            value,
            starts_on,
            due_on,
            periods,
            shares: _,
            parts: _,
        } = target;
        Ok(Agreed {
            kind: TargetKind::try_from(*kind).unwrap_or_default(),
            baseline: parse::decimal_or_none("target.baseline", baseline)?,
            value: parse::decimal("target.value", value)?,
            starts_on: parse::date("target.starts_on", starts_on)?,
            due_on: parse::date("target.due_on", due_on)?,
            periods: periods.iter().map(period).collect::<Result<_, _>>()?,
        })
    }

    /// How much of the way is done; only a target to reach has one.
    pub fn progress(&self, actual: Decimal) -> Option<Decimal> {
        match self.kind {
            TargetKind::Reach => measures::progress(self.baseline?, self.value, actual),
            _ => None,
        }
    }

    /// How much of the way is due by then: by the periods agreed, else by the straight line.
    pub fn due(&self, by: Date) -> Option<Due> {
        if self.kind != TargetKind::Reach {
            return None;
        }
        let parts = |(ends_on, value): &(Date, Decimal)| Some((*ends_on, self.progress(*value)?));
        let periods: Option<Vec<_>> = self.periods.iter().map(parts).collect();
        match measures::due_periods(&periods?, self.due_on, by) {
            Some(part) => Some(Due { part, basis: DueBasis::Periods }),
            None => {
                let part = measures::due_line(self.starts_on, self.due_on, by)?;
                Some(Due { part, basis: DueBasis::StraightLine })
            }
        }
    }

    /// Reached, or kept in the period that ends then.
    pub fn is_met(&self, actual: Decimal, period_end: Date) -> bool {
        match self.kind {
            TargetKind::Reach => self.progress(actual).is_some_and(|done| Decimal::ONE <= done),
            TargetKind::KeepAtOrAbove => self.wanted_in(period_end) <= actual,
            TargetKind::KeepAtOrBelow => actual <= self.wanted_in(period_end),
            TargetKind::Unspecified => false,
        }
    }

    /// What is to be kept in a period: what was agreed for the one it ends in, and after all of them the target's value.
    fn wanted_in(&self, period_end: Date) -> Decimal {
        let within = self.periods.iter().find(|(ends_on, _)| period_end <= *ends_on);
        within.map_or(self.value, |(_, value)| *value)
    }
}

fn period(it: &TargetPeriod) -> Result<(Date, Decimal), Invalid> {
    let ends_on = parse::date("target.periods.ends_on", &it.ends_on)?;
    Ok((ends_on, parse::decimal("target.periods.value", &it.value)?))
}
