//! What is wanted by the end of each period, where the periods published lead from the baseline to the last target.

use contract::goals::{Target, TargetPeriod};
use goals::tree::targets::BYTES_MAX;
use jiff::civil::Date;
use prost::Message;
use rust_decimal::Decimal;

use super::indicators;
use crate::iati::{report::Note, results::Indicator, values};

const PERIODS_MAX: usize = 40;

/// With its periods, where they are plain; else a straight line is taken, and that is noted. One period alone is that line.
pub(super) fn by_period(target: Target, indicator: &Indicator, note: &mut Note<'_>) -> Target {
    let named = indicator.periods.iter().filter(|it| !it.targets.is_empty()).count();
    if named < 2 {
        return target;
    }
    let periods = plain(&target, indicator).unwrap_or_default();
    if periods.is_empty() {
        note.say("its targets by period don't lead from its baseline to the last one: a straight line is taken");
    }
    Target { periods, ..target }
}

/// All targets of a goal have a place in one fact: where they would not, the straight line is taken for each.
pub(super) fn fitting(mut targets: Vec<Target>, note: &mut Note<'_>) -> Vec<Target> {
    if BYTES_MAX < targets.iter().map(Message::encoded_len).sum() {
        note.say("its targets by period are too many to keep: a straight line is taken for each");
        targets.iter_mut().for_each(|it| it.periods.clear());
    }
    targets
}

fn plain(target: &Target, indicator: &Indicator) -> Option<Vec<TargetPeriod>> {
    let mut periods = Vec::new();
    for period in indicator.periods.iter().filter(|it| !it.targets.is_empty()) {
        let figure = indicators::total(&period.targets)?;
        periods.push((values::date(&period.end)?, indicators::number(figure, indicator)?));
    }
    periods.sort();
    let starts_on: Date = target.starts_on.parse().ok()?;
    let due_on: Date = target.due_on.parse().ok()?;
    let (mut after, mut from) = (starts_on, number(&target.baseline)?);
    let to = number(&target.value)?;
    for (ends_on, value) in &periods {
        let value = number(value)?;
        let is_on_the_way = (from.min(to)..=from.max(to)).contains(&value);
        if *ends_on <= after || !is_on_the_way || (*ends_on == due_on && value != to) {
            return None;
        }
        (after, from) = (*ends_on, value);
    }
    let said = |(ends_on, value): (Date, String)| TargetPeriod { ends_on: ends_on.to_string(), value };
    (periods.len() <= PERIODS_MAX).then(|| periods.into_iter().map(said).collect())
}

fn number(written: &str) -> Option<Decimal> {
    written.parse().ok()
}
