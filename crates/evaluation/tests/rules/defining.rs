//! What defining an indicator leads to, in plain given-when-then.

use contract::evaluation::*;
use evaluation::indicator::{Indicator, PartnershipExists, Rejection};
use kernel::{
    Reject,
    reject::Kind,
    scenario::{Outcome, Scenario, given, nothing},
};

use crate::messages::*;

#[test]
fn a_member_defines_an_indicator() {
    defining(nothing(), define_indicator()).then(indicator_defined());
}

#[test]
fn an_indicator_left_unnamed_gets_an_id() {
    let unnamed = DefineIndicator { indicator_id: String::new(), ..define_indicator() };
    let named = IndicatorDefined { indicator_id: fresh("indicator"), ..indicator_defined() };
    defining(nothing(), unnamed).then(named);
}

#[test]
fn an_indicator_is_defined_once() {
    defining(given([indicator_defined()]), define_indicator()).then_nothing();
    let others = [
        DefineIndicator { title: "Borrowers".into(), ..define_indicator() },
        DefineIndicator { over_periods: OverPeriods::Sum.into(), ..define_indicator() },
    ];
    for other in others {
        defining(given([indicator_defined()]), other).then_rejected(Rejection::IdTaken);
    }
}

#[test]
fn what_a_definition_must_say() {
    invalid(DefineIndicator { title: " ".into(), ..define_indicator() }, "title");
    invalid(DefineIndicator { unit: "\t".into(), ..define_indicator() }, "unit");
    invalid(DefineIndicator { value_kind: 0, ..define_indicator() }, "value_kind");
    invalid(DefineIndicator { value_kind: 99, ..define_indicator() }, "value_kind");
    invalid(DefineIndicator { direction: 0, ..define_indicator() }, "direction");
    invalid(DefineIndicator { over_periods: -1, ..define_indicator() }, "over_periods");
}

#[test]
fn the_operator_lists_what_a_source_says() {
    let list = || DefineIndicator { source: SOURCE.into(), ..define_indicator() };
    let listed = IndicatorDefined { source: SOURCE.into(), ..indicator_defined() };
    nothing::<Indicator>().when_knowing(PartnershipExists(true), list()).then(listed);
    nothing::<Indicator>().when_knowing(PartnershipExists(false), list()).then_rejected(Rejection::NoPartnership);
}

#[test]
fn sources_are_the_operators() {
    let by_a_member = defining(nothing(), DefineIndicator { source: SOURCE.into(), ..define_indicator() });
    let without_one = nothing::<Indicator>().when_knowing(PartnershipExists(true), define_indicator());
    for outcome in [by_a_member, without_one] {
        let refusal = outcome.decision().expect_err("refused").refusal();
        let says = (refusal.kind, refusal.reason, refusal.field);
        assert_eq!(says, (Kind::Denied, "REASON_SOURCE_IS_THE_OPERATORS", Some("source")));
    }
}

#[test]
fn refusals_say_what_tools_act_on() {
    let refusal = Rejection::IdTaken.refusal();
    let says = (refusal.kind, refusal.reason, refusal.field);
    assert_eq!(says, (Kind::AlreadyExists, "REASON_ID_TAKEN", Some("indicator_id")));
    assert_eq!(Rejection::NoPartnership.refusal().field, Some("partnership_id"));
}

fn defining(scenario: Scenario<Indicator>, command: DefineIndicator) -> Outcome<Indicator> {
    scenario.by(BANK).when_knowing(PartnershipExists(true), command)
}

#[track_caller]
fn invalid(command: DefineIndicator, field: &str) {
    match defining(nothing(), command).decision() {
        Err(Rejection::Invalid(invalid)) => assert_eq!(invalid.field, field),
        other => panic!("{field} should be refused: {other:?}"),
    }
}
