//! Results become goals, indicators and measurements, as published.

use contract::{
    evaluation::{DefineIndicator, Direction, ReportMeasurement, ValueKind},
    goals::{Level, ProposeGoal, TargetKind},
};

use super::{noted, one, orders, planned, skipped};
use crate::iati::{Order, Plan};

const PERIODS: &str = r#"<baseline year="2012" iso-date="2012-01-01" value="1,000"/>
    <period><period-start iso-date="2013-01-01"/><period-end iso-date="2013-12-31"/><target value="2000"/><actual value="1500.50"><comment><narrative>Late rains</narrative></comment></actual></period>
    <period><period-start iso-date="2014-01-01"/><period-end iso-date="2014-12-31"/><target value="3000"/></period>"#;

fn result(kind: &str, inside: &str) -> String {
    format!(
        r#"<result type="{kind}"><title><narrative>More clients</narrative></title><description>By branches</description>{inside}</result>"#
    )
}

fn indicator(attributes: &str, inside: &str) -> String {
    result("2", &format!("<indicator {attributes}><title><narrative>Clients</narrative></title>{inside}</indicator>"))
}

fn goals(plan: &Plan) -> Vec<ProposeGoal> {
    let pick = |it| if let Order::ProposeGoal(it) = it { Some(it) } else { None };
    orders(plan).into_iter().filter_map(pick).collect()
}

fn indicators(plan: &Plan) -> Vec<DefineIndicator> {
    let pick = |it| if let Order::DefineIndicator(it) = it { Some(it) } else { None };
    orders(plan).into_iter().filter_map(pick).collect()
}

fn measurements(plan: &Plan) -> Vec<ReportMeasurement> {
    let pick = |it| if let Order::ReportMeasurement(it) = it { Some(it) } else { None };
    orders(plan).into_iter().filter_map(pick).collect()
}

#[test]
fn a_result_becomes_a_goal_with_its_last_periods_target() {
    let plan = planned(&one(&indicator(r#"measure="1""#, PERIODS)));
    let (goal, indicator) = (goals(&plan).remove(0), indicators(&plan).remove(0));
    assert_eq!(
        (goal.title.as_str(), goal.approach.as_str(), goal.level()),
        ("More clients", "By branches", Level::Outcome)
    );
    let target = &goal.targets[0];
    assert_eq!((target.kind(), target.baseline.as_str(), target.value.as_str()), (TargetKind::Reach, "1000", "3000"));
    assert_eq!((target.starts_on.as_str(), target.due_on.as_str()), ("2013-01-01", "2014-12-31"));
    let periods: Vec<_> = target.periods.iter().map(|it| (it.ends_on.as_str(), it.value.as_str())).collect();
    assert_eq!(periods, [("2013-12-31", "2000"), ("2014-12-31", "3000")]);
    assert_eq!(target.indicator_id, indicator.indicator_id);
    assert_eq!((indicator.unit.as_str(), indicator.value_kind()), ("units", ValueKind::Number));
    assert_eq!((indicator.direction(), indicator.source.as_str()), (Direction::Rising, "iati:A#result/1/indicator/1"));
    let measurement = measurements(&plan).remove(0);
    assert_eq!((measurement.value.as_str(), measurement.narrative.as_str()), ("1500.5", "Late rains"));
    assert_eq!((measurement.period_start.as_str(), measurement.period_end.as_str()), ("2013-01-01", "2013-12-31"));
    assert_eq!(measurement.source, "iati:A#result/1/indicator/1/period/1/actual/1");
    assert_eq!((plan.report().skipped.count, plan.report().notes.count), (0, 0));
}

#[test]
fn periods_that_do_not_lead_from_the_baseline_to_the_last_target_make_a_straight_line() {
    let period = |end: &str, target: &str| {
        format!(
            r#"<period><period-start iso-date="2013-01-01"/><period-end iso-date="{end}"/><target value="{target}"/></period>"#
        )
    };
    for (first, second) in [
        // A dip, more than is wanted in the end, no number, and two targets for one day.
        (("2013-06-30", "900"), ("2013-12-31", "2000")),
        (("2013-06-30", "2500"), ("2013-12-31", "2000")),
        (("2013-06-30", "many"), ("2013-12-31", "2000")),
        (("2013-12-31", "1500"), ("2013-12-31", "2000")),
    ] {
        let inside = format!(r#"<baseline value="1000"/>{}{}"#, period(first.0, first.1), period(second.0, second.1));
        let plan = planned(&one(&indicator(r#"measure="1""#, &inside)));
        let target = goals(&plan).remove(0).targets.remove(0);
        assert_eq!((target.value.as_str(), target.periods.len()), ("2000", 0), "{first:?}");
        let why = "its targets by period don't lead from its baseline to the last one: a straight line is taken";
        assert_eq!(noted(plan.report()), [why]);
    }
    let alone = format!(r#"<baseline value="1000"/>{}"#, period("2013-12-31", "2000"));
    let plan = planned(&one(&indicator(r#"measure="1""#, &alone)));
    assert_eq!((goals(&plan)[0].targets[0].periods.len(), plan.report().notes.count), (0, 0));
}

#[test]
fn levels_come_from_types_in_words_or_numbers_and_others_are_noted() {
    let text: String =
        ["1", "2", "3", "output", "Outcome", "impact", "9", ""].iter().map(|it| result(it, "")).collect();
    let plan = planned(&one(&text));
    let levels: Vec<i32> = goals(&plan).iter().map(|it| it.level).collect();
    assert_eq!(levels, [1, 2, 3, 1, 2, 3, 1, 1]);
    assert_eq!(plan.report().notes.count, 2);
}

#[test]
fn percentages_are_numbers_of_percent_and_falling_ones_fall() {
    let inside = r#"<baseline value="9.5%"/><period><period-start iso-date="2013-01-01"/><period-end iso-date="2013-12-31"/><target value="4%"/><actual value="5 %"/></period>"#;
    let plan = planned(&one(&indicator(r#"measure="2" ascending="0""#, inside)));
    let defined = indicators(&plan).remove(0);
    assert_eq!((defined.unit.as_str(), defined.direction()), ("percent", Direction::Falling));
    assert_eq!((goals(&plan)[0].targets[0].value.as_str(), measurements(&plan)[0].value.as_str()), ("4", "5"));
    let units = planned(&one(&indicator(r#"measure="1""#, inside)));
    assert_eq!(skipped(units.report()), ["\"5 %\" is no number"]);
}

#[test]
fn what_counts_nothing_is_skipped_with_all_that_hangs_on_it() {
    for measure in [r#"measure="5""#, r#"measure="NDP""#, ""] {
        let plan = planned(&one(&indicator(measure, PERIODS)));
        let counts = (plan.report().goals, plan.report().indicators, plan.report().targets, plan.report().measurements);
        assert_eq!((counts, plan.report().skipped.count), ((1, 0, 0, 0), 1), "{measure}");
    }
    let untitled =
        one(&format!(r#"<result type="1"><indicator measure="1"><title>X</title>{PERIODS}</indicator></result>"#));
    let plan = planned(&untitled);
    assert_eq!((plan.report().results, plan.report().goals, plan.report().indicators), (1, 0, 0));
    assert_eq!(skipped(plan.report()), ["it has no title"]);
}

#[test]
fn a_target_that_cannot_be_one_is_noted() {
    let period = |target: &str| {
        format!(r#"<period><period-start iso-date="2013-01-01"/><period-end iso-date="2013-12-31"/>{target}</period>"#)
    };
    for (inside, why) in [
        (period(""), "no period with an end names one"),
        (period(r#"<target value="5"/>"#), "it has no baseline about all"),
        (format!(r#"<baseline value="5"/>{}"#, period(r#"<target value="5.0"/>"#)), "its baseline is 5 already"),
        (format!(r#"<baseline value="N=35;P=55"/>{}"#, period(r#"<target value="5"/>"#)), "its baseline \"N=35;P=55\" is no number"),
        (format!(r#"<baseline value="3"/>{}"#, period(r#"<target value="most"/>"#)), "\"most\" is no number"),
        (r#"<baseline value="3"/><period><period-start iso-date="2013-12-31"/><period-end iso-date="2013-12-31"/><target value="5"/></period>"#.into(), "nothing says when it starts, before 2013-12-31"),
    ] {
        let plan = planned(&one(&indicator(r#"measure="1""#, &inside)));
        assert_eq!(plan.report().targets, 0);
        assert_eq!(noted(plan.report()), [format!("no target is made of it: {why}")]);
    }
}

#[test]
fn parts_are_not_taken_for_the_whole() {
    let inside = r#"<baseline value="1"><dimension name="sex" value="female"/></baseline><baseline value="2"/>
        <period><period-start iso-date="2013-01-01"/><period-end iso-date="2013-12-31"/>
        <target value="10"><location ref="AF-KAN"/></target><target value="20"/>
        <actual value="7"><dimension name="sex" value="female"/></actual><actual value="15"/><actual value="16"/></period>
        <period><period-start iso-date="2013-01-01"/><period-end iso-date="2013-12-31"/><actual value="17"/></period>"#;
    let plan = planned(&one(&indicator(r#"measure="1""#, inside)));
    let target = goals(&plan).remove(0).targets.remove(0);
    assert_eq!((target.baseline.as_str(), target.value.as_str()), ("2", "20"));
    let values: Vec<_> = measurements(&plan).into_iter().map(|it| it.value).collect();
    assert_eq!(values, ["15"]);
    let skipped = skipped(plan.report());
    assert_eq!(skipped[0], "it is about a part (sex=female), and a measurement here is about all");
    assert_eq!(skipped[1], "its period has another value about all");
    assert_eq!(skipped[2], "the period from 2013-01-01 to 2013-12-31 has a value already");
}

#[test]
fn the_only_value_of_a_period_is_taken_and_says_what_it_is_about() {
    let inside = r#"<period><period-start iso-date="2013-01-01"/><period-end iso-date="2013-12-31"/><actual value="7"><dimension name="sex" value="female"/></actual></period>"#;
    assert_eq!(measurements(&planned(&one(&indicator(r#"measure="1""#, inside))))[0].narrative, "About: sex=female.");
}

#[test]
fn a_value_without_a_period_or_a_number_is_skipped() {
    let inside = r#"<period><period-start iso-date="2013-01-01"/><actual value="7"/></period>
        <period><period-start iso-date="2013-01-01"/><period-end iso-date="2012-01-01"/><actual value="7"/></period>
        <period><period-start iso-date="2013-01-01"/><period-end iso-date="2014-01-01"/><actual value="many"/></period>
        <period><period-start iso-date="2015-01-01"/><period-end iso-date="2015-01-01"/><actual value="0.123456789"/></period>"#;
    let plan = planned(&one(&indicator(r#"measure="1""#, inside)));
    assert_eq!((plan.report().measurements, plan.report().skipped.count), (0, 4));
}

#[test]
fn long_words_are_cut_and_a_title_in_full_stays_in_the_definition() {
    let long = "w".repeat(5000);
    let text = one(&indicator(r#"measure="1""#, PERIODS))
        .replace("Clients", &long[..300])
        .replace("By branches", &long)
        .replace("Late rains", &long);
    let plan = planned(&text);
    let indicator = indicators(&plan).remove(0);
    assert_eq!((indicator.title.len(), indicator.definition.len()), (256, 300));
    assert_eq!(goals(&plan)[0].approach.len(), 4096);
    assert_eq!(plan.report().notes.count, 3);
}

#[test]
fn a_goal_keeps_at_most_twenty_targets() {
    let many: String =
        (0..25).map(|it| format!("<indicator measure='1'><title>I{it}</title>{PERIODS}</indicator>")).collect();
    let plan = planned(&one(&result("1", &many)));
    assert_eq!((plan.report().indicators, plan.report().targets, plan.report().skipped.count), (25, 20, 5));
}

#[test]
fn a_catalogue_entry_is_kept_with_its_vocabulary() {
    let plan = planned(&one(&indicator(r#"measure="1""#, r#"<reference vocabulary="9" code="1-4-1"/>"#)));
    assert_eq!(indicators(&plan)[0].catalogue_id, "iati-vocabulary-9:1-4-1");
}
