//! What an indicator may be, how it is revised, and the standard ones, in plain given-when-then.

use contract::evaluation::*;
use evaluation::{
    indicator::{Definition, Indicator, PartnershipExists, Rejection},
    standard,
};
use kernel::{
    Reject,
    reject::Kind,
    scenario::{Outcome, Scenario, given, nothing},
};

use crate::messages::*;

#[test]
fn an_indicator_says_its_limits_scale_and_disaggregations_in_order() {
    let command = DefineIndicator {
        lower_limit: "0.50".into(),
        upper_limit: "10".into(),
        disaggregations: vec![by_sex()],
        numerator_counts_people: true,
        over_partners: OverPartners::Unique.into(),
        ..define_indicator()
    };
    let defined = IndicatorDefined {
        lower_limit: "0.5".into(),
        upper_limit: "10".into(),
        disaggregations: vec![by_sex()],
        numerator_counts_people: true,
        over_partners: OverPartners::Unique.into(),
        ..indicator_defined()
    };
    defining(command).then(defined);
    let scale = vec![step(5, "always"), step(1, " never ")];
    let ordered = vec![step(1, "never"), step(5, "always")];
    let kind = ValueKind::Score.into();
    let defined = IndicatorDefined { value_kind: kind, scale: ordered, ..indicator_defined() };
    defining(DefineIndicator { value_kind: kind, scale, ..define_indicator() }).then(defined);
}

#[test]
fn limits_are_in_order_and_nothing_stands_there_twice() {
    let crossed = DefineIndicator { lower_limit: "2".into(), upper_limit: "1.9".into(), ..define_indicator() };
    invalid(crossed, "upper_limit");
    let told = |disaggregations| DefineIndicator { disaggregations, ..define_indicator() };
    invalid(told(vec![by_sex(), by_sex()]), "disaggregations.name");
    invalid(told(vec![Disaggregation { name: " ".into(), ..by_sex() }]), "disaggregations.name");
    let values =
        |values: &[&str]| Disaggregation { values: values.iter().map(|it| (*it).into()).collect(), ..by_sex() };
    invalid(told(vec![values(&["women", "women "])]), "disaggregations.values");
    invalid(told(vec![values(&[])]), "disaggregations.values");
    let scale = vec![step(1, "never"), step(1, "always")];
    let score = DefineIndicator { value_kind: ValueKind::Score.into(), scale, ..define_indicator() };
    invalid(score.clone(), "scale.value");
    invalid(DefineIndicator { scale: vec![step(1, ""), step(2, "always")], ..score }, "scale.label");
}

#[test]
fn kind_scale_and_adding_up_fit_each_other() {
    let score = DefineIndicator {
        value_kind: ValueKind::Score.into(),
        scale: vec![step(1, "never"), step(5, "always")],
        ..define_indicator()
    };
    let ratio = DefineIndicator { value_kind: ValueKind::Ratio.into(), ..define_indicator() };
    let unique = OverPartners::Unique.into();
    misfit(DefineIndicator { scale: vec![step(1, "never")], ..score.clone() }, "scale");
    misfit(DefineIndicator { scale: score.scale.clone(), ..define_indicator() }, "scale");
    misfit(DefineIndicator { over_periods: OverPeriods::Sum.into(), ..score.clone() }, "over_periods");
    misfit(DefineIndicator { over_partners: OverPartners::Sum.into(), ..score.clone() }, "over_partners");
    misfit(DefineIndicator { numerator_counts_people: true, ..score }, "numerator_counts_people");
    misfit(DefineIndicator { over_partners: unique, ..ratio.clone() }, "over_partners");
    misfit(DefineIndicator { over_partners: unique, ..define_indicator() }, "over_partners");
    misfit(DefineIndicator { denominator_counts_people: true, ..define_indicator() }, "denominator_counts_people");
    assert!(defining(DefineIndicator { denominator_counts_people: true, ..ratio }).decision().is_ok());
}

#[test]
fn values_are_kept_from_members_where_they_say_so_and_never_by_a_source() {
    for visibility in [Visibility::Members, Visibility::ReporterAndVerifier].map(i32::from) {
        defining(DefineIndicator { visibility, ..define_indicator() })
            .then(IndicatorDefined { visibility, ..indicator_defined() });
    }
    let sensitive = DefineIndicator { visibility: Visibility::ReporterAndVerifier.into(), ..define_indicator() };
    let people = DefineIndicator { numerator_counts_people: true, ..sensitive.clone() };
    misfit(DefineIndicator { over_partners: OverPartners::Unique.into(), ..people }, "over_partners");
    let published = DefineIndicator { source: SOURCE.into(), ..sensitive };
    let refused = nothing::<Indicator>().when_knowing(PartnershipExists(true), published);
    refused.then_rejected(Rejection::SensitiveNotPublished);
    let says = Rejection::SensitiveNotPublished.refusal();
    assert_eq!(
        (says.kind, says.reason, says.field),
        (Kind::Denied, "REASON_SENSITIVE_NOT_PUBLISHED", Some("visibility"))
    );
}

#[test]
fn a_revision_is_a_version_of_its_own() {
    revising(given::<Indicator, _>([indicator_defined()]), revise_indicator()).then(indicator_revised());
    let twice = given::<Indicator, _>([indicator_defined()]).and(indicator_revised());
    revising(twice, revise_indicator()).then_nothing();
    let other = ReviseIndicator { title: "Borrowers".into(), ..revise_indicator() };
    let third = IndicatorRevised { version: 3, title: "Borrowers".into(), ..indicator_revised() };
    revising(given::<Indicator, _>([indicator_defined()]).and(indicator_revised()), other).then(third);
    // What was defined at first is the same still when it is repeated.
    let revised = given::<Indicator, _>([indicator_defined()]).and(indicator_revised());
    revised.by(BANK).when_knowing(PartnershipExists(true), define_indicator()).then_nothing();
}

#[test]
fn a_revision_has_a_reason_and_something_to_revise() {
    for command in [
        ReviseIndicator { reason: " ".into(), ..revise_indicator() },
        ReviseIndicator { title: String::new(), ..revise_indicator() },
        ReviseIndicator { upper_limit: "1".into(), lower_limit: "2".into(), ..revise_indicator() },
        ReviseIndicator { disaggregations: vec![by_sex(), by_sex()], ..revise_indicator() },
    ] {
        let refused = revising(given::<Indicator, _>([indicator_defined()]), command).decision().expect_err("refused");
        assert_eq!(refused.refusal().kind, Kind::Invalid);
    }
    revising(nothing::<Indicator>(), revise_indicator()).then_rejected(Rejection::NotFound);
    let published = IndicatorDefined { source: SOURCE.into(), ..indicator_defined() };
    revising(given([published]), revise_indicator()).then_rejected(Rejection::AsPublished);
}

#[test]
fn decisions_know_the_version_that_holds_now() {
    let mut definition = Definition::from(&indicator_defined());
    assert_eq!((definition.version(), definition.limits()), (1, (None, None)));
    definition.revise(&indicator_revised());
    assert_eq!((definition.version(), definition.limits()), (2, (Some(10.into()), None)));
    assert_eq!(definition.told_apart_by("sex"), Some(&["women".to_owned(), "men".to_owned()][..]));
    assert_eq!(definition.told_apart_by("age"), None);
}

#[test]
fn a_standard_indicator_is_defined_by_its_id() {
    let command = DefineIndicator {
        partnership_id: TOGETHER.into(),
        indicator_id: INDICATOR.into(),
        standard_id: "par30".into(),
        ..Default::default()
    };
    let Ok(events) = defining(command.clone()).decision() else { panic!("defined") };
    let [event::Kind::IndicatorDefined(it)] = &events[..] else { panic!("{events:?}") };
    assert_eq!((it.value_kind(), it.direction(), it.unit.as_str()), (ValueKind::Ratio, Direction::Falling, "ratio"));
    assert_eq!((it.catalogue_id.as_str(), it.standard_id.as_str()), ("FP2635, FP2630", "par30"));
    assert!(it.definition.contains("more than 30 days late / gross loan portfolio"));
    // What the caller says holds.
    let own = DefineIndicator { title: "PAR 30, without staff loans".into(), ..command.clone() };
    let Ok(events) = defining(own).decision() else { panic!("defined") };
    let [event::Kind::IndicatorDefined(it)] = &events[..] else { panic!("{events:?}") };
    assert_eq!(it.title, "PAR 30, without staff loans");
    defining(DefineIndicator { standard_id: "par31".into(), ..command }).then_rejected(Rejection::NoStandard);
}

#[test]
fn every_standard_indicator_can_be_defined() {
    let mut ids = Vec::new();
    for it in standard::all() {
        let command =
            DefineIndicator { partnership_id: TOGETHER.into(), standard_id: it.id.into(), ..Default::default() };
        let defined = defining(command).decision();
        assert!(defined.is_ok_and(|events| events.len() == 1), "{}", it.id);
        assert!(it.title.len() <= 256 && it.formula.len() <= 2048 && it.iris_id.len() <= 64, "{}", it.id);
        assert_eq!(it.formula.contains(" / "), it.value_kind == ValueKind::Ratio, "{}", it.id);
        ids.push(it.id);
    }
    ids.sort_unstable();
    assert!(ids.windows(2).all(|it| it[0] != it[1]), "each once");
    let only = ListStandardIndicators { topic: StandardTopic::Portfolio.into(), ..Default::default() };
    let (some, all) = (standard::answer(&only), standard::answer(&ListStandardIndicators::default()));
    assert!(some.standards.iter().all(|it| it.topic() == StandardTopic::Portfolio));
    assert!(
        !some.standards.is_empty() && some.standards.len() < all.standards.len() && all.standards.len() == ids.len()
    );
}

fn by_sex() -> Disaggregation {
    Disaggregation { name: "sex".into(), values: vec!["women".into(), "men".into()] }
}

fn step(value: i32, label: &str) -> ScaleStep {
    ScaleStep { value, label: label.into() }
}

fn revise_indicator() -> ReviseIndicator {
    ReviseIndicator {
        partnership_id: TOGETHER.into(),
        indicator_id: INDICATOR.into(),
        title: "Active borrowers".into(),
        definition: "People with a loan outstanding on the last day, each once".into(),
        catalogue_id: "PI9327".into(),
        lower_limit: "10".into(),
        disaggregations: vec![by_sex()],
        reason: "Some had counted loans".into(),
        ..Default::default()
    }
}

fn indicator_revised() -> IndicatorRevised {
    IndicatorRevised {
        partnership_id: TOGETHER.into(),
        indicator_id: INDICATOR.into(),
        version: 2,
        title: "Active borrowers".into(),
        definition: "People with a loan outstanding on the last day, each once".into(),
        catalogue_id: "PI9327".into(),
        lower_limit: "10".into(),
        upper_limit: String::new(),
        disaggregations: vec![by_sex()],
        reason: "Some had counted loans".into(),
        revised_by: BANK.into(),
    }
}

fn defining(command: DefineIndicator) -> Outcome<Indicator> {
    nothing::<Indicator>().by(BANK).when_knowing(PartnershipExists(true), command)
}

fn revising(scenario: Scenario<Indicator>, command: ReviseIndicator) -> Outcome<Indicator> {
    scenario.by(BANK).when(command)
}

#[track_caller]
fn invalid(command: DefineIndicator, field: &str) {
    match defining(command).decision() {
        Err(Rejection::Invalid(invalid)) => assert_eq!(invalid.field, field),
        other => panic!("{field} should be refused: {other:?}"),
    }
}

#[track_caller]
fn misfit(command: DefineIndicator, on: &str) {
    let refusal = defining(command).decision().expect_err("refused").refusal();
    assert_eq!((refusal.kind, refusal.reason, refusal.field), (Kind::Invalid, "REASON_INDICATOR_SHAPE", Some(on)));
}
