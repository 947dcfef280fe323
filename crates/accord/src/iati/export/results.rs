//! Goals as results: their targets and what was measured.

use std::collections::HashMap;

use contract::{
    evaluation::{Indicator, Measurement, Visibility},
    goals::{Goal, GoalState, Level, Target, TargetPeriod},
};
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{
    About,
    published::{Said, numbered},
};
use crate::iati::{
    ids::{self, OWN},
    node::Node,
};

/// The results of an activity, or with none of the partnership itself, added to its node.
pub(super) fn add(about: &About<'_>, activity_id: &str, node: &mut Node) {
    let said = match activity_id {
        "" => about.published.of_partnership(),
        activity_id => about.published.of_activity(activity_id),
    };
    if let Some(said) = said {
        let results = said.activity.children.iter().filter(|it| it.name == "result");
        let results: Vec<_> = numbered(results).map(|(place, it)| as_it_stands(about, said, place, it)).collect();
        node.children.retain(|it| it.name != "result");
        node.children.extend(results);
    }
    let published = about.published.sources();
    let is_there = |it: &Goal| !it.source.is_empty() && published.contains(&it.source);
    let own = about.facts.goals.iter().filter(|it| !is_there(it) && is_wanted(it));
    let mut own: Vec<_> = own.filter(|it| of_activity(about, it) == activity_id).collect();
    own.sort_by_key(|it| (std::cmp::Reverse(it.level), &it.title, &it.goal_id));
    node.children.extend(own.into_iter().map(|it| result(about, it)));
}

/// What the members have not agreed to, or have turned down, is not theirs to publish; what a source lists is.
fn is_wanted(goal: &Goal) -> bool {
    matches!(
        goal.state(),
        GoalState::Listed | GoalState::Active | GoalState::Closing | GoalState::Closed | GoalState::Revising
    )
}

/// Goals are the partnership's; those of a source are their activity's.
fn of_activity<'a>(about: &About<'a>, goal: &Goal) -> &'a str {
    let source = goal.source.split('#').next().unwrap_or_default();
    let of = about.facts.activities.iter().find(|it| !source.is_empty() && it.source == source);
    of.map_or("", |it| it.activity_id.as_str())
}

/// As published, unless members have made it another; with what they have measured since.
fn as_it_stands(about: &About<'_>, said: &Said, place: usize, node: &Node) -> Node {
    let source = said.source("result", place);
    let goal = about.facts.goals.iter().find(|it| it.source == source);
    if let Some(goal) = goal.filter(|it| 0 < it.revision) {
        let mut revised = result(about, goal);
        revised.attributes.retain(|(name, _)| name != OWN);
        revised.attributes.extend(node.attribute(ids::PLACE).map(|it| (ids::PLACE.to_owned(), it.to_owned())));
        return revised;
    }
    let mut node = node.clone();
    let indicators = node.children.iter_mut().filter(|it| it.name == "indicator").enumerate();
    for (stands, indicator) in indicators {
        let place_of = indicator.attribute(ids::PLACE).and_then(|it| it.parse().ok()).unwrap_or(stands + 1);
        let what = format!("{}#result/{place}/indicator/{place_of}", said.identifier);
        let indicator_id = indicator.attribute(OWN).map_or_else(|| ids::id("indicator", &what), str::to_owned);
        let own = measured(about, &indicator_id).into_iter().filter(|it| it.source.is_empty());
        let periods: Vec<_> = own.map(|it| measured_period(about, it)).collect();
        // Where a file of ours was read back, they stand there already, as they were.
        let is_ours = |it: &Node| periods.iter().any(|own| own.attribute(OWN) == it.attribute(OWN));
        indicator.children.retain(|it| it.attribute(OWN).is_none() || !is_ours(it));
        indicator.children.extend(periods);
    }
    node
}

fn result(about: &About<'_>, goal: &Goal) -> Node {
    let of = |target: &Target| about.facts.indicators.iter().find(|it| it.indicator_id == target.indicator_id);
    let targets: Vec<&Target> = goal.targets.iter().filter_map(|it| it.target.as_ref()).collect();
    let mut indicators: HashMap<&str, Node> = HashMap::new();
    let mut order = Vec::new();
    for target in targets {
        let Some(indicator) = of(target) else { continue };
        match indicators.get_mut(indicator.indicator_id.as_str()) {
            // Two targets of one indicator have one line of measurements.
            Some(node) => node.children.extend(wanted(target)),
            None => {
                order.push(indicator.indicator_id.as_str());
                indicators.insert(&indicator.indicator_id, with_target(about, indicator, target));
            }
        }
    }
    Node::new("result")
        .with("type", level(goal.level()))
        .with(OWN, &goal.goal_id)
        .child(Node::new("title").narrative(&goal.title))
        .all((!goal.approach.is_empty()).then(|| Node::new("description").narrative(&goal.approach)))
        .all(order.into_iter().filter_map(|it| indicators.remove(it)).collect::<Vec<_>>())
}

/// Codes of the list ResultType.
fn level(level: Level) -> &'static str {
    match level {
        Level::Unspecified => "9",
        Level::Output => "1",
        Level::Outcome => "2",
        Level::Impact => "3",
    }
}

fn with_target(about: &About<'_>, indicator: &Indicator, target: &Target) -> Node {
    let is_percent = matches!(indicator.unit.as_str(), "percent" | "%");
    let is_falling = indicator.direction() == contract::evaluation::Direction::Falling;
    let words = [indicator.definition.as_str(), unit(indicator)];
    let words: Vec<_> = words.into_iter().filter(|it| !it.is_empty()).collect();
    let baseline = (!target.baseline.is_empty()).then(|| {
        Node::new("baseline")
            .with("iso-date", &target.starts_on)
            .with("year", target.starts_on.chars().take(4).collect::<String>())
            .with("value", &target.baseline)
    });
    let measured = measured(about, &indicator.indicator_id).into_iter().map(|it| measured_period(about, it));
    Node::new("indicator")
        .with("measure", if is_percent { "2" } else { "1" })
        .with("ascending", if is_falling { "0" } else { "1" })
        .with(OWN, &indicator.indicator_id)
        .child(Node::new("title").narrative(&indicator.title))
        .all((!words.is_empty()).then(|| Node::new("description").narrative(&words.join("\n"))))
        .all(baseline)
        .all(wanted(target))
        .all(measured.collect::<Vec<_>>())
}

/// The standard has a code for what kind of number it is, and none for of what.
fn unit(indicator: &Indicator) -> &str {
    if matches!(indicator.unit.as_str(), "percent" | "%" | "units") { "" } else { &indicator.unit }
}

/// What is wanted by the end of each period, or at the end of the only one.
fn wanted(target: &Target) -> Vec<Node> {
    let whole = [TargetPeriod { ends_on: target.due_on.clone(), value: target.value.clone() }];
    let periods = if target.periods.is_empty() { &whole[..] } else { &target.periods };
    let mut start = target.starts_on.clone();
    let mut nodes = Vec::new();
    for TargetPeriod { ends_on, value } in periods {
        nodes.push(period(&start, ends_on).child(Node::new("target").with("value", value)));
        let next = ends_on.parse::<Date>().and_then(|it| it.tomorrow());
        start = next.map_or_else(|_| ends_on.clone(), |it| it.to_string());
    }
    nodes
}

/// In the order of their days. Everybody reads such a file: of a sensitive indicator nothing is in it, whoever writes it.
fn measured<'f>(about: &About<'f>, indicator_id: &str) -> Vec<&'f Measurement> {
    let is_sensitive = |it: &Indicator| it.visibility() == Visibility::ReporterAndVerifier;
    if about.facts.indicators.iter().any(|it| it.indicator_id == indicator_id && is_sensitive(it)) {
        return vec![];
    }
    let mut measured: Vec<_> = about.facts.measurements.iter().filter(|it| it.indicator_id == indicator_id).collect();
    measured.sort_by_key(|it| (&it.period_start, &it.period_end, &it.measurement_id));
    measured
}

/// Whose value it is stands beside it: several partners may report one period.
fn measured_period(about: &About<'_>, it: &Measurement) -> Node {
    let name = about.facts.partners.get(&it.partner_id).map_or(it.partner_id.as_str(), |it| it.name.as_str());
    let whose = (!name.is_empty()).then(|| Node::new("dimension").with("name", "partner").with("value", name));
    let comment = (!it.narrative.is_empty()).then(|| Node::new("comment").narrative(&it.narrative));
    let actual = Node::new("actual").with("value", value(it)).all(whose).all(comment);
    period(&it.period_start, &it.period_end).with(OWN, &it.measurement_id).child(actual)
}

fn period(start: &str, end: &str) -> Node {
    Node::new("period")
        .child(Node::new("period-start").with("iso-date", start))
        .child(Node::new("period-end").with("iso-date", end))
}

/// A ratio has no place of its own: as a number, to six places.
fn value(it: &Measurement) -> String {
    if !it.value.is_empty() {
        return it.value.clone();
    }
    let number = |written: &str| written.parse::<Decimal>().ok();
    let ratio = number(&it.numerator).zip(number(&it.denominator)).and_then(|(over, under)| over.checked_div(under));
    ratio.map(|it| it.round_dp(6).normalize().to_string()).unwrap_or_default()
}
