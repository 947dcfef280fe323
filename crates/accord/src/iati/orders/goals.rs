//! Results become goals with targets, each after the indicators it names; nobody has adopted them.

use contract::goals::{Level, ProposeGoal, Target, TargetKind};
use jiff::civil::Date;

use super::{Within, indicators, periods};
use crate::iati::{
    activity::Activity,
    ids,
    report::{Note, Report},
    results::{Indicator, Period, ResultOf},
    values,
};
use crate::importing::Order;

const TITLE_BYTES_MAX: usize = 512;
const APPROACH_BYTES_MAX: usize = 4096;
const TARGETS_MAX: usize = 20;

pub(super) fn of(within: &Within<'_>, activity: &Activity, report: &mut Report) -> Vec<Order> {
    let mut orders = Vec::new();
    for result in &activity.results {
        let what = format!("{}#result/{}", activity.identifier, result.place);
        report.results += 1;
        if let Some(why) = obstacle(result) {
            report.skip(&what, result.at, why);
            continue;
        }
        let mut targets = Vec::new();
        for indicator in &result.indicators {
            let what = format!("{what}/indicator/{}", indicator.place);
            if let Some(why) = indicators::obstacle(indicator) {
                report.skip(&what, indicator.at, why);
                continue;
            }
            let mut note = report.note_on(&what, indicator.at);
            orders.push(Order::DefineIndicator(indicators::define(within, indicator, &what, &mut note)));
            match target(indicator, &what) {
                Err(why) => note.say(format!("no target is made of it: {why}")),
                Ok(_) if TARGETS_MAX <= targets.len() => {
                    report.skip(&format!("{what}/target"), indicator.at, "a goal has at most 20 targets");
                }
                Ok(target) => targets.push(periods::by_period(target, indicator, &mut note)),
            }
        }
        let goal = propose(within, result, targets, &what, &mut report.note_on(&what, result.at));
        orders.push(Order::ProposeGoal(goal));
    }
    orders
}

/// Why a result can't be taken in; its indicators can't be either, then.
pub(super) fn obstacle(result: &ResultOf) -> Option<&'static str> {
    result.title.is_empty().then_some("it has no title")
}

fn propose(
    within: &Within<'_>,
    result: &ResultOf,
    targets: Vec<Target>,
    what: &str,
    note: &mut Note<'_>,
) -> ProposeGoal {
    ProposeGoal {
        command_id: ids::command_id("goal", what),
        validate_only: false,
        partnership_id: within.partnership_id.to_owned(),
        goal_id: ids::known_as(result.own_id.as_ref(), "goal", what),
        title: note.cut("title", &result.title, TITLE_BYTES_MAX),
        level: level(&result.kind, note).into(),
        // The standard knows no results under results.
        parent_goal_id: String::new(),
        approach: note.cut("description", &result.description, APPROACH_BYTES_MAX),
        targets: periods::fitting(targets, note),
        source: ids::source(what, note),
        // The standard has no place of its own for what follows.
        assumptions: String::new(),
        means_of_verification: String::new(),
        people_in_need: None,
        people_in_need_note: String::new(),
        sdg_targets: vec![],
    }
}

fn level(kind: &str, note: &mut Note<'_>) -> Level {
    match kind.to_ascii_lowercase().as_str() {
        "1" | "output" => Level::Output,
        "2" | "outcome" => Level::Outcome,
        "3" | "impact" => Level::Impact,
        _ => {
            note.say(format!("its type {:?} has no level here, and counts as output", values::start(kind)));
            Level::Output
        }
    }
}

/// What is wanted at the end of the last period that says so.
fn target(indicator: &Indicator, what: &str) -> Result<Target, String> {
    let dated = indicator.periods.iter().filter_map(|it| Some((values::date(&it.end)?, it)));
    let last = dated.filter(|(_, it)| !it.targets.is_empty()).max_by_key(|(end, _)| *end);
    let (due_on, period) = last.ok_or("no period with an end names one")?;
    let wanted = indicators::total(&period.targets).ok_or("its targets are about parts only")?;
    let baseline = indicators::total(&indicator.baselines).ok_or("it has no baseline about all")?;
    let number = |figure| indicators::number(figure, indicator);
    let value = number(wanted).ok_or_else(|| format!("{:?} is no number", values::start(&wanted.value)))?;
    let from =
        number(baseline).ok_or_else(|| format!("its baseline {:?} is no number", values::start(&baseline.value)))?;
    if from == value {
        return Err(format!("its baseline is {value} already"));
    }
    let baseline_on = values::date(&baseline.date);
    let starts_on = first_start(&indicator.periods).into_iter().chain(baseline_on).find(|it| *it < due_on);
    let starts_on = starts_on.ok_or_else(|| format!("nothing says when it starts, before {due_on}"))?;
    Ok(Target {
        target_id: ids::id("target", what),
        indicator_id: ids::known_as(indicator.own_id.as_ref(), "indicator", what),
        kind: TargetKind::Reach.into(),
        baseline: from,
        value,
        starts_on: starts_on.to_string(),
        due_on: due_on.to_string(),
        ..Default::default()
    })
}

fn first_start(periods: &[Period]) -> Option<Date> {
    periods.iter().filter_map(|it| values::date(&it.start)).min()
}
