//! What was agreed to reach or to keep, and how a value stands to it.

use contract::goals::{Target, TargetKind};
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
}

impl Agreed {
    pub fn parse(target: &Target) -> Result<Self, Invalid> {
        let Target { target_id: _, indicator_id: _, kind, baseline, value, starts_on, due_on } = target;
        Ok(Agreed {
            kind: TargetKind::try_from(*kind).unwrap_or_default(),
            baseline: parse::decimal_or_none("target.baseline", baseline)?,
            value: parse::decimal("target.value", value)?,
            starts_on: parse::date("target.starts_on", starts_on)?,
            due_on: parse::date("target.due_on", due_on)?,
        })
    }

    /// How much of the way is done; only a target to reach has one.
    pub fn progress(&self, actual: Decimal) -> Option<Decimal> {
        match self.kind {
            TargetKind::Reach => measures::progress(self.baseline?, self.value, actual),
            _ => None,
        }
    }

    /// How much of the way the straight line asks for by then.
    pub fn due(&self, by: Date) -> Option<Decimal> {
        match self.kind {
            TargetKind::Reach => measures::due_line(self.starts_on, self.due_on, by),
            _ => None,
        }
    }

    pub fn is_reached(&self, actual: Decimal) -> bool {
        match self.kind {
            TargetKind::Reach => self.progress(actual).is_some_and(|done| Decimal::ONE <= done),
            TargetKind::KeepAtOrAbove => self.value <= actual,
            TargetKind::KeepAtOrBelow => actual <= self.value,
            TargetKind::Unspecified => false,
        }
    }
}
