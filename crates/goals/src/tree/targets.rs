//! The targets of a goal, as they may be proposed.

mod breakdown;

use std::collections::HashSet;

use contract::goals::{Target, TargetKind};
use jiff::civil::Date;
use kernel::{Context, Invalid, parse};
use prost::Message;
use rust_decimal::Decimal;

use super::{rejection::Rejection, state::GoalTree};

/// All targets of a goal together, as they are recorded.
pub const BYTES_MAX: usize = 24 * 1024;

/// Every target with a meaning: numbers are numbers, written in one way; dates are in order.
pub fn parsed(targets: &[Target]) -> Result<Vec<Target>, Rejection> {
    let targets: Vec<_> = targets.iter().map(one).collect::<Result<_, _>>()?;
    let bytes: usize = targets.iter().map(Message::encoded_len).sum();
    if BYTES_MAX < bytes {
        let problem = format!(
            "take {bytes} bytes together, and at most {BYTES_MAX} fit: give fewer periods, shares or parts, \
             or make two goals of it"
        );
        return Err(Invalid::new("targets", problem).into());
    }
    Ok(targets)
}

fn one(target: &Target) -> Result<Target, Rejection> {
    let Target { target_id, indicator_id, kind, baseline, value, starts_on, due_on, periods, shares, parts } = target;
    let known = TargetKind::try_from(*kind).unwrap_or_default();
    let baseline = parse::decimal_or_none("targets.baseline", baseline)?;
    let value = parse::decimal("targets.value", value)?;
    let starts_on = parse::date("targets.starts_on", starts_on)?;
    let due_on = parse::date("targets.due_on", due_on)?;
    match (known, baseline) {
        (TargetKind::Unspecified, _) => return Err(Invalid::new("targets.kind", "is missing").into()),
        (TargetKind::Reach, None) => {
            return Err(Invalid::new("targets.baseline", "is missing: a target to reach starts somewhere").into());
        }
        (TargetKind::Reach, Some(baseline)) if baseline == value => return Err(Rejection::TargetEqualsBaseline),
        _ => (),
    }
    if due_on <= starts_on {
        let problem = format!("is {due_on}, not after the start on {starts_on}");
        return Err(Invalid::new("targets.due_on", problem).into());
    }
    let to_reach = baseline.filter(|_| known == TargetKind::Reach);
    let way = breakdown::Way { starts_on, due_on, baseline: to_reach, value };
    Ok(Target {
        target_id: target_id.clone(),
        indicator_id: indicator_id.clone(),
        kind: *kind,
        baseline: baseline.map(written).unwrap_or_default(),
        value: written(value),
        starts_on: starts_on.to_string(),
        due_on: due_on.to_string(),
        periods: breakdown::periods(periods, &way)?,
        shares: breakdown::shares(shares)?,
        parts: breakdown::parts(parts)?,
    })
}

/// 1.50 and 1.5 are one number.
fn written(number: Decimal) -> String {
    number.normalize().to_string()
}

/// Gives ids to the targets left unnamed: those they already have, where the goal is there, or fresh ones.
pub fn named(targets: Vec<Target>, existing: &[Target], context: &Context) -> Vec<Target> {
    let name = |(place, target): (usize, Target)| {
        let target_id = match existing.get(place) {
            Some(existing) if target.target_id.is_empty() => existing.target_id.clone(),
            _ => context.or_fresh(&target.target_id, &format!("target/{place}")),
        };
        Target { target_id, ..target }
    };
    targets.into_iter().enumerate().map(name).collect()
}

/// No target of a goal is another's namesake, in the goal or in the tree.
pub fn check_ids(targets: &[Target], tree: &GoalTree, goal_id: &str) -> Result<(), Rejection> {
    let mut seen = HashSet::new();
    for Target { target_id, .. } in targets {
        if !seen.insert(target_id) {
            return Err(Invalid::new("targets.target_id", format!("stands twice: {target_id}")).into());
        }
        if tree.has_target_elsewhere(target_id, goal_id) {
            return Err(Rejection::TargetIdTaken(target_id.clone()));
        }
    }
    Ok(())
}

/// Only who has a voice here brings something; a source names none.
pub fn check_shares(targets: &[Target], voices: &[String]) -> Result<(), Rejection> {
    let mut shares = targets.iter().flat_map(|target| &target.shares);
    match shares.find(|share| !voices.contains(&share.partner_id)) {
        Some(share) => Err(Rejection::ShareOfNoMember(share.partner_id.clone())),
        None => Ok(()),
    }
}

/// What is proposed today is still ahead of us; what a source lists may be long past.
pub fn check_due(targets: &[Target], today: Date) -> Result<(), Rejection> {
    // Dates of one form compare as text.
    let today = today.to_string();
    match targets.iter().find(|target| target.due_on < today) {
        Some(past) => Err(Invalid::new("targets.due_on", format!("is {}, already past", past.due_on)).into()),
        None => Ok(()),
    }
}
