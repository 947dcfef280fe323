//! What a value may say beside its figure: parts, people, limits, scales, who it was done with.

use std::collections::HashMap;

use contract::evaluation::*;
use evaluation::{
    indicator::Definition,
    measurement::{Around, Measurement, Rejection, decisions::Everything},
};
use kernel::{
    Reject,
    scenario::{Outcome, given, nothing},
};
use proptest::prelude::*;

use crate::messages::*;

#[test]
fn some_of_those_who_are_counted_are_told_apart() {
    let parts = vec![part("sex", "women", "700"), part("age", "under 25", "0")];
    let command = ReportMeasurement { parts: vec![part("sex", " women", "700.0"), parts[1].clone()], ..report("1250") };
    reporting(command).then(MeasurementReported { parts, ..measurement_reported() });
}

#[test]
fn parts_are_those_that_the_indicator_knows_each_once() {
    let with = |parts| ReportMeasurement { parts, ..report("1250") };
    let unknown = |dimension: &str, value: &str| {
        let (dimension, value_name) = (dimension.to_owned(), value.to_owned());
        reporting(with(vec![part(&dimension, &value_name, "100")]))
            .then_rejected(Rejection::NotToldApart { dimension, value_name });
    };
    unknown("sex", "girls");
    unknown("place", "rural");
    let twice = with(vec![part("sex", "men", "100"), part("sex", "men", "100")]);
    assert_eq!(reporting(twice).decision().expect_err("refused").refusal().field, Some("parts"));
    let ratio = MeasuredPart { numerator: "1".into(), denominator: "2".into(), ..part("sex", "men", "") };
    let takes = ValueKind::Number;
    reporting(with(vec![ratio])).then_rejected(Rejection::ValueKind { field: "value", takes });
}

#[test]
fn people_are_whole_and_parts_no_more_than_all() {
    for value in ["1250.5", "-20"] {
        reporting(report(value)).then_rejected(Rejection::NoCountOfPeople);
    }
    let with = |women: &str, men: &str| ReportMeasurement {
        parts: vec![part("sex", "women", women), part("sex", "men", men)],
        ..report("100")
    };
    let exceeds = Rejection::PartsExceedWhole { dimension: "sex".into() };
    reporting(with("60", "41")).then_rejected(exceeds);
    assert!(reporting(with("60", "40")).decision().is_ok());
    assert!(reporting(with("0", "100")).decision().is_ok());
}

#[test]
fn small_groups_are_not_told_of_by_themselves_or_as_what_is_left() {
    let too_small = || Rejection::GroupTooSmall { minimum: 10.into() };
    for value in ["1", "9"] {
        reporting(report(value)).then_rejected(too_small());
    }
    assert!(reporting(report("0")).decision().is_ok() && reporting(report("10")).decision().is_ok());
    let with = |women: &str| ReportMeasurement { parts: vec![part("sex", "women", women)], ..report("100") };
    for women in ["9", "91", "99", "1"] {
        reporting(with(women)).then_rejected(too_small());
    }
    for women in ["10", "90", "100", "0"] {
        assert!(reporting(with(women)).decision().is_ok(), "{women}");
    }
    // By the charter's own minimum.
    let strict = Around { people_minimum: 50, ..beside(people()) };
    let outcome = nothing::<Measurement>().by(BANK).when_knowing(strict, with("60"));
    outcome.then_rejected(Rejection::GroupTooSmall { minimum: 50.into() });
}

#[test]
fn a_source_publishes_no_small_groups_either() {
    let listed = ReportMeasurement { source: SOURCE.into(), ..report("5") };
    let outcome = nothing::<Measurement>().when_knowing(beside(people()), listed);
    outcome.then_rejected(Rejection::GroupTooSmall { minimum: 10.into() });
}

#[test]
fn of_a_share_of_people_neither_they_nor_the_others_are_few() {
    let share = |numerator: &str, denominator: &str| {
        let command = ReportMeasurement {
            value: String::new(),
            numerator: numerator.into(),
            denominator: denominator.into(),
            ..report_measurement()
        };
        nothing::<Measurement>().by(BANK).when_knowing(beside(a_share()), command)
    };
    for (numerator, denominator) in [("5", "100"), ("95", "100"), ("4", "8"), ("0", "8")] {
        share(numerator, denominator).then_rejected(Rejection::GroupTooSmall { minimum: 10.into() });
    }
    share("101", "100").then_rejected(Rejection::NoCountOfPeople);
    for (numerator, denominator) in [("0", "100"), ("100", "100"), ("50", "100")] {
        assert!(share(numerator, denominator).decision().is_ok());
    }
}

#[test]
fn a_correction_leaves_no_small_group_beside_what_was_told_before() {
    let told =
        MeasurementReported { value: "100".into(), parts: vec![part("sex", "women", "60")], ..measurement_reported() };
    let correct = |value: &str, parts: Vec<MeasuredPart>| {
        let command = CorrectMeasurement {
            partnership_id: TOGETHER.into(),
            measurement_id: MEASUREMENT.into(),
            value: value.into(),
            parts,
            reason: "Counted anew".into(),
            ..Default::default()
        };
        let definitions: HashMap<_, _> = people().into_iter().map(|it| (INDICATOR.to_owned(), it)).collect();
        let known = Everything { definitions, people_minimum: 10, ..Default::default() };
        given::<Measurement, _>([told.clone()]).by(BANK).when_knowing(known, command)
    };
    let too_small = || Rejection::GroupTooSmall { minimum: 10.into() };
    correct("65", vec![]).then_rejected(too_small());
    correct("100", vec![part("sex", "men", "35")]).then_rejected(too_small());
    assert!(correct("65", vec![part("sex", "women", "50")]).decision().is_ok(), "what was told is told anew");
    assert!(correct("50", vec![]).decision().is_ok(), "more than the whole was told: nobody is left of it");
    assert!(correct("70", vec![]).decision().is_ok());
}

#[test]
fn outside_of_its_limits_a_value_takes_a_comment() {
    let limited = limited("0.02", "0.1");
    let command = |comment: &str| ReportMeasurement { comment: comment.into(), ..report_ratio() };
    let reported = |numerator: &str, comment: &str| {
        let command = ReportMeasurement { numerator: numerator.into(), ..command(comment) };
        nothing::<Measurement>().by(BANK).when_knowing(beside(limited.clone()), command)
    };
    let (lower, upper) = ("0.02".parse().ok(), "0.1".parse().ok());
    for outside in ["1.99", "10.01"] {
        reported(outside, " ").then_rejected(Rejection::OutsideLimits { lower, upper });
    }
    for within in ["2", "10"] {
        assert!(reported(within, "").decision().is_ok());
    }
    let marked = MeasurementReported {
        numerator: "20".into(),
        comment: "After the flood".into(),
        outside_limits: true,
        ..ratio_reported()
    };
    reported("20", "After the flood").then(marked);
    let says = Rejection::OutsideLimits { lower, upper };
    assert!(says.to_string().contains("from 0.02 to 0.1: if it is right, say why in the comment"), "{says}");
    assert_eq!(says.refusal().metadata, vec![("lower_limit", "0.02".into()), ("upper_limit", "0.1".into())]);
    // What is published has nobody to say why: it is marked alone.
    let listed = ReportMeasurement { numerator: "20".into(), source: SOURCE.into(), ..report_ratio() };
    let Ok(events) = nothing::<Measurement>().when_knowing(beside(limited.clone()), listed).decision() else {
        panic!("listed")
    };
    assert!(matches!(&events[..], [event::Kind::MeasurementReported(it)] if it.outside_limits));
}

#[test]
fn a_score_is_a_step_of_its_scale() {
    let scored =
        |value: &str| nothing::<Measurement>().by(BANK).when_knowing(beside(a_score()), report(value)).decision();
    assert!(scored("3.0").is_ok());
    for value in ["2", "3.5", "0"] {
        assert_eq!(scored(value), Err(Rejection::NotOnScale));
    }
}

#[test]
fn what_was_done_jointly_names_other_partners_once() {
    let with = |partners: &[&str]| ReportMeasurement {
        jointly_with: partners.iter().map(|it| (*it).into()).collect(),
        ..report("1250")
    };
    let jointly_with = vec![COOPERATIVE.into(), AUDITOR.into()];
    reporting(with(&[AUDITOR, COOPERATIVE])).then(MeasurementReported { jointly_with, ..measurement_reported() });
    for partners in [&[BANK][..], &[GOAL], &[COOPERATIVE, COOPERATIVE]] {
        let refused = reporting(with(partners)).decision().expect_err("refused");
        assert_eq!(refused.refusal().field, Some("jointly_with"));
    }
}

proptest! {
    /// However whole, parts and minimum are chosen: of what is taken no group, and no remainder, is small.
    #[test]
    fn nothing_that_is_taken_tells_of_few(whole in 0_u32..200, women in 0_u32..200, men in 0_u32..200, given in 0_usize..4) {
        let parts = [part("sex", "women", &women.to_string()), part("sex", "men", &men.to_string())];
        let parts: Vec<_> = parts.into_iter().enumerate().filter(|(place, _)| given & (1 << place) != 0).collect();
        let told: Vec<u32> = parts.iter().map(|(place, _)| [women, men][*place]).collect();
        let parts = parts.into_iter().map(|(_, it)| it).collect();
        let command = ReportMeasurement { parts, ..report(&whole.to_string()) };
        let is_small = |it: i64| (1..10).contains(&it);
        let rest = i64::from(whole) - told.iter().map(|it| i64::from(*it)).sum::<i64>();
        let wrong = is_small(whole.into()) || told.iter().any(|it| is_small((*it).into()))
            || !told.is_empty() && (rest < 0 || is_small(rest));
        prop_assert_eq!(reporting(command).decision().is_err(), wrong);
    }
}

fn part(dimension: &str, value_name: &str, value: &str) -> MeasuredPart {
    let (dimension, value_name, value) = (dimension.into(), value_name.into(), value.into());
    MeasuredPart { dimension, value_name, value, ..Default::default() }
}

fn report(value: &str) -> ReportMeasurement {
    ReportMeasurement { value: value.into(), ..report_measurement() }
}

fn people() -> Option<Definition> {
    let told =
        |name: &str, values: [&str; 2]| Disaggregation { name: name.into(), values: values.map(String::from).to_vec() };
    let indicator = IndicatorDefined {
        disaggregations: vec![told("sex", ["women", "men"]), told("age", ["under 25", "25 and older"])],
        numerator_counts_people: true,
        ..indicator_defined()
    };
    Some(Definition::from(&indicator))
}

fn a_share() -> Option<Definition> {
    let indicator = IndicatorDefined {
        value_kind: ValueKind::Ratio.into(),
        numerator_counts_people: true,
        denominator_counts_people: true,
        ..indicator_defined()
    };
    Some(Definition::from(&indicator))
}

fn a_score() -> Option<Definition> {
    let step = |value| ScaleStep { value, label: value.to_string() };
    let indicator = IndicatorDefined {
        value_kind: ValueKind::Score.into(),
        scale: vec![step(1), step(3), step(5)],
        ..indicator_defined()
    };
    Some(Definition::from(&indicator))
}

fn limited(lower: &str, upper: &str) -> Option<Definition> {
    let indicator = IndicatorDefined {
        value_kind: ValueKind::Ratio.into(),
        lower_limit: lower.into(),
        upper_limit: upper.into(),
        ..indicator_defined()
    };
    Some(Definition::from(&indicator))
}

fn reporting(command: ReportMeasurement) -> Outcome<Measurement> {
    nothing::<Measurement>().by(BANK).when_knowing(beside(people()), command)
}
