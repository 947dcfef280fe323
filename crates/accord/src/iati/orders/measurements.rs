//! What was reached in each period, reported by nobody here and verified by nobody.

use std::collections::HashSet;

use contract::evaluation::ReportMeasurement;

use super::{Within, goals, indicators};
use crate::iati::{
    activity::Activity,
    ids,
    report::{Note, Report},
    results::{Figure, Indicator, Period},
    values,
};
use crate::importing::Order;

const NARRATIVE_BYTES_MAX: usize = 4096;

pub(super) fn of(within: &Within<'_>, activity: &Activity, report: &mut Report) -> Vec<Order> {
    let mut orders = Vec::new();
    for result in activity.results.iter().filter(|it| goals::obstacle(it).is_none()) {
        let what = format!("{}#result/{}", activity.identifier, result.place);
        for indicator in result.indicators.iter().filter(|it| indicators::obstacle(it).is_none()) {
            let what = format!("{what}/indicator/{}", indicator.place);
            of_indicator(within, indicator, &what, &mut orders, report);
        }
    }
    orders
}

fn of_indicator(within: &Within<'_>, indicator: &Indicator, what: &str, orders: &mut Vec<Order>, report: &mut Report) {
    let indicator_id = ids::known_as(indicator.own_id.as_ref(), "indicator", what);
    let mut told = HashSet::new();
    for period in &indicator.periods {
        let what = format!("{what}/period/{}", period.place);
        let total = indicators::total(&period.actuals);
        for (place, actual) in period.actuals.iter().enumerate() {
            let what = format!("{what}/actual/{}", place + 1);
            let is_total = total.is_some_and(|it| std::ptr::eq(it, actual));
            let value = if is_total { read(indicator, period, actual) } else { Err(not_total(actual)) };
            match value {
                Ok((start, end, _)) if !told.insert((start, end)) => {
                    report.skip(&what, actual.at, format!("the period from {start} to {end} has a value already"));
                }
                Ok(value) => {
                    let note = &mut report.note_on(&what, actual.at);
                    let measurement = measurement(within, &indicator_id, period, actual, value, &what, note);
                    orders.push(Order::ReportMeasurement(measurement));
                }
                Err(why) => report.skip(&what, actual.at, why),
            }
        }
    }
}

type Read = (jiff::civil::Date, jiff::civil::Date, String);

fn read(indicator: &Indicator, period: &Period, actual: &Figure) -> Result<Read, String> {
    let day = |written: &str| values::date(written).ok_or_else(|| format!("{:?} is no date", values::start(written)));
    let (start, end) = (day(&period.start)?, day(&period.end)?);
    if end < start {
        return Err(format!("its period ends on {end}, before its start on {start}"));
    }
    let value = indicators::number(actual, indicator);
    value.map(|it| (start, end, it)).ok_or_else(|| format!("{:?} is no number", values::start(&actual.value)))
}

/// Parts beside their total would count twice.
fn not_total(actual: &Figure) -> String {
    match actual.about.is_empty() {
        true => "its period has another value about all".into(),
        false => format!(
            "it is about a part ({}), and a measurement here is about all",
            values::start(&actual.about.join(", "))
        ),
    }
}

fn measurement(
    within: &Within<'_>,
    indicator_id: &str,
    period: &Period,
    actual: &Figure,
    (start, end, value): Read,
    what: &str,
    note: &mut Note<'_>,
) -> ReportMeasurement {
    let about = match actual.about.is_empty() {
        true => String::new(),
        false => format!("About: {}.", actual.about.join(", ")),
    };
    let narrative: Vec<_> = [actual.comment.clone(), about].into_iter().filter(|it| !it.is_empty()).collect();
    ReportMeasurement {
        command_id: ids::command_id("measurement", what),
        validate_only: false,
        partnership_id: within.partnership_id.to_owned(),
        measurement_id: ids::known_as(period.own_id.as_ref(), "measurement", what),
        indicator_id: indicator_id.to_owned(),
        period_start: start.to_string(),
        period_end: end.to_string(),
        value,
        numerator: String::new(),
        denominator: String::new(),
        taken_from: String::new(),
        narrative: note.cut("comment", &narrative.join("\n"), NARRATIVE_BYTES_MAX),
        source: ids::source(what, note),
        ..Default::default()
    }
}
