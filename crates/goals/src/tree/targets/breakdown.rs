//! What a target asks by period, of each partner, and for some of those who are counted.

use std::collections::HashSet;

use contract::goals::{TargetPart, TargetPeriod, TargetShare};
use jiff::civil::Date;
use kernel::{Invalid, parse};
use rust_decimal::Decimal;

use super::written;

/// From where to where, and whether it moves from the one to the other.
pub(super) struct Way {
    pub(super) starts_on: Date,
    pub(super) due_on: Date,
    /// Of a target to reach only: what is to be kept may differ by period as it likes.
    pub(super) baseline: Option<Decimal>,
    pub(super) value: Decimal,
}

/// In order of time, between start and due date, and to reach a value moving towards it, rising and falling alike.
pub(super) fn periods(given: &[TargetPeriod], way: &Way) -> Result<Vec<TargetPeriod>, Invalid> {
    let mut parsed = Vec::with_capacity(given.len());
    let (mut after, mut from) = (way.starts_on, way.baseline);
    for TargetPeriod { ends_on, value } in given {
        let ends_on = parse::date("targets.periods.ends_on", ends_on)?;
        let value = parse::decimal("targets.periods.value", value)?;
        check_ends(ends_on, after, way.due_on)?;
        if ends_on == way.due_on && value != way.value {
            let problem = format!("is {value} by the due date, by which the target wants {}", written(way.value));
            return Err(Invalid::new("targets.periods.value", problem));
        }
        if let Some(from) = from {
            check_between(from, value, way.value)?;
        }
        (after, from) = (ends_on, from.map(|_| value));
        parsed.push(TargetPeriod { ends_on: ends_on.to_string(), value: written(value) });
    }
    Ok(parsed)
}

fn check_ends(ends_on: Date, after: Date, due_on: Date) -> Result<(), Invalid> {
    let problem = match ends_on {
        _ if ends_on <= after => {
            format!("is {ends_on}, not after {after}: periods stand in order of time, after the start")
        }
        _ if due_on < ends_on => format!("is {ends_on}, after the due date {due_on}"),
        _ => return Ok(()),
    };
    Err(Invalid::new("targets.periods.ends_on", problem))
}

fn check_between(from: Decimal, value: Decimal, to: Decimal) -> Result<(), Invalid> {
    if (from.min(to)..=from.max(to)).contains(&value) {
        return Ok(());
    }
    let (value, from, to) = (written(value), written(from), written(to));
    Err(Invalid::new("targets.periods.value", format!("is {value}, not between {from} before it and {to} in the end")))
}

/// Each partner once. Who is a member is for the tree to ask.
pub(super) fn shares(given: &[TargetShare]) -> Result<Vec<TargetShare>, Invalid> {
    let mut seen = HashSet::new();
    let share = |TargetShare { partner_id, value }: &TargetShare| {
        let partner_id = parse::filled("targets.shares.partner_id", partner_id)?;
        if !seen.insert(partner_id.to_owned()) {
            return Err(Invalid::new("targets.shares.partner_id", format!("stands twice: {partner_id}")));
        }
        let value = written(parse::decimal("targets.shares.value", value)?);
        Ok(TargetShare { partner_id: partner_id.to_owned(), value })
    };
    given.iter().map(share).collect()
}

/// Each part of a dimension once, however it is written.
pub(super) fn parts(given: &[TargetPart]) -> Result<Vec<TargetPart>, Invalid> {
    let mut seen = HashSet::new();
    let part = |TargetPart { dimension, value_name, value }: &TargetPart| {
        let dimension = parse::filled("targets.parts.dimension", dimension)?.to_owned();
        let value_name = parse::filled("targets.parts.value_name", value_name)?.to_owned();
        if !seen.insert((dimension.to_lowercase(), value_name.to_lowercase())) {
            return Err(Invalid::new("targets.parts.value_name", format!("stands twice: {dimension} {value_name}")));
        }
        let value = written(parse::decimal("targets.parts.value", value)?);
        Ok(TargetPart { dimension, value_name, value })
    };
    given.iter().map(part).collect()
}
