//! What reporting and verifying a value leads to, in plain given-when-then.

use contract::evaluation::*;
use evaluation::measurement::{Around, Measurement, Rejection};
use kernel::{
    Reject,
    reject::Kind,
    scenario::{Outcome, Scenario, given, nothing},
};

use crate::messages::*;

#[test]
fn a_member_reports_a_number() {
    reporting(report_measurement()).then(measurement_reported());
}

#[test]
fn a_member_reports_a_ratio() {
    nothing::<Measurement>().by(BANK).when_knowing(beside(a_ratio()), report_ratio()).then(ratio_reported());
}

#[test]
fn a_measurement_left_unnamed_gets_an_id() {
    let unnamed = ReportMeasurement { measurement_id: String::new(), ..report_measurement() };
    let named = MeasurementReported { measurement_id: fresh("measurement"), ..measurement_reported() };
    reporting(unnamed).then(named);
}

#[test]
fn a_value_is_reported_once() {
    reported().by(BANK).when_knowing(beside(a_number()), report_measurement()).then_nothing();
    let verified = reported().and(measurement_verified()).by(BANK);
    verified.when_knowing(beside(a_number()), report_measurement()).then_nothing();
    let other = ReportMeasurement { value: "1251".into(), ..report_measurement() };
    reported().by(BANK).when_knowing(beside(a_number()), other).then_rejected(Rejection::IdTaken);
    // The same words from another partner are another value.
    reported().by(COOPERATIVE).when_knowing(beside(a_number()), report_measurement()).then_rejected(Rejection::IdTaken);
}

#[test]
fn a_value_belongs_to_an_indicator() {
    let outcome = nothing::<Measurement>().by(BANK).when_knowing(Around::default(), report_measurement());
    outcome.then_rejected(Rejection::NoIndicator);
    let refusal = Rejection::NoIndicator.refusal();
    assert_eq!((refusal.kind, refusal.field), (Kind::NotFound, Some("indicator_id")));
}

#[test]
fn a_number_takes_a_value_alone() {
    let misfit = |field, command| {
        reporting(command).then_rejected(Rejection::ValueKind { field, takes: ValueKind::Number });
    };
    misfit("value", ReportMeasurement { value: String::new(), ..report_measurement() });
    misfit("value", report_ratio());
    misfit("numerator", ReportMeasurement { numerator: "1".into(), ..report_measurement() });
    misfit("denominator", ReportMeasurement { denominator: "1".into(), ..report_measurement() });
}

#[test]
fn a_ratio_takes_numerator_and_denominator_alone() {
    let misfit = |field, command| {
        let outcome = nothing::<Measurement>().by(BANK).when_knowing(beside(a_ratio()), command);
        outcome.then_rejected(Rejection::ValueKind { field, takes: ValueKind::Ratio });
    };
    misfit("numerator", report_measurement());
    misfit("numerator", ReportMeasurement { numerator: String::new(), ..report_ratio() });
    misfit("denominator", ReportMeasurement { denominator: String::new(), ..report_ratio() });
    misfit("value", ReportMeasurement { value: "0.045".into(), ..report_ratio() });
}

#[test]
fn numbers_are_numbers() {
    invalid(ReportMeasurement { value: "many".into(), ..report_measurement() }, "value");
    for denominator in ["0", "-100", "0.00"] {
        let command = ReportMeasurement { denominator: denominator.into(), ..report_ratio() };
        let outcome = nothing::<Measurement>().by(BANK).when_knowing(beside(a_ratio()), command);
        assert_eq!(outcome.decision().expect_err("refused").refusal().field, Some("denominator"));
    }
    let losses = ReportMeasurement { value: "-12.50".into(), ..report_measurement() };
    reporting(losses).then(MeasurementReported { value: "-12.5".into(), ..measurement_reported() });
}

#[test]
fn a_period_is_over_when_it_is_reported() {
    invalid(ReportMeasurement { period_start: "autumn".into(), ..report_measurement() }, "period_start");
    invalid(ReportMeasurement { period_end: String::new(), ..report_measurement() }, "period_end");
    invalid(ReportMeasurement { period_end: "2025-09-30".into(), ..report_measurement() }, "period_end");
    invalid(ReportMeasurement { period_end: "2026-01-16".into(), ..report_measurement() }, "period_end");
    let today = ReportMeasurement { period_end: "2026-01-15".into(), ..report_measurement() };
    assert!(reporting(today).decision().is_ok());
}

#[test]
fn the_operator_lists_what_a_source_says_for_nobody() {
    let list = ReportMeasurement { source: SOURCE.into(), ..report_measurement() };
    nothing::<Measurement>().when_knowing(beside(a_number()), list).then(published());
}

#[test]
fn sources_are_the_operators() {
    let by_a_member = reporting(ReportMeasurement { source: SOURCE.into(), ..report_measurement() });
    let without_one = nothing::<Measurement>().when_knowing(beside(a_number()), report_measurement());
    for outcome in [by_a_member, without_one] {
        let refusal = outcome.decision().expect_err("refused").refusal();
        let says = (refusal.kind, refusal.reason, refusal.field);
        assert_eq!(says, (Kind::Denied, "REASON_SOURCE_IS_THE_OPERATORS", Some("source")));
    }
}

#[test]
fn another_member_verifies_a_value() {
    verifying(reported()).then(measurement_verified());
    let ratio = MeasurementVerified { numerator: "4.5".into(), denominator: "100".into(), ..measurement_verified() };
    verifying(given([ratio_reported()])).then(ratio);
}

#[test]
fn nobody_verifies_its_own_value() {
    reported().by(BANK).when(verify_measurement()).then_rejected(Rejection::Own);
    let verified = reported().and(measurement_verified());
    verified.by(BANK).when(verify_measurement()).then_rejected(Rejection::Own);
}

#[test]
fn a_value_is_verified_once() {
    let verified = || reported().and(measurement_verified());
    verifying(verified()).then_nothing();
    let otherwise = [
        VerifyMeasurement { basis: Basis::DeskReview.into(), ..verify_measurement() },
        VerifyMeasurement { note: "29 of 30".into(), ..verify_measurement() },
    ];
    for command in otherwise {
        verified().by(AUDITOR).when(command).then_rejected(Rejection::AlreadyVerified);
    }
    verified().by(COOPERATIVE).when(verify_measurement()).then_rejected(Rejection::AlreadyVerified);
}

#[test]
fn what_a_source_published_is_never_verified() {
    verifying(given([published()])).then_rejected(Rejection::AsPublished);
}

#[test]
fn only_what_was_reported_is_verified() {
    verifying(nothing()).then_rejected(Rejection::NotFound);
}

#[test]
fn refusals_say_what_tools_act_on() {
    let says = |rejection: Rejection| {
        let refusal = rejection.refusal();
        (refusal.kind, refusal.reason, refusal.metadata)
    };
    let state = |state: &str| vec![("state", state.to_owned())];
    let verified = (Kind::NotNow, "REASON_MEASUREMENT_STATE", state("MEASUREMENT_STATE_VERIFIED"));
    assert_eq!(says(Rejection::AlreadyVerified), verified);
    let published = (Kind::NotNow, "REASON_MEASUREMENT_STATE", state("MEASUREMENT_STATE_AS_PUBLISHED"));
    assert_eq!(says(Rejection::AsPublished), published);
    assert_eq!(says(Rejection::Own), (Kind::Denied, "REASON_OWN_MEASUREMENT", vec![]));
    assert_eq!(says(Rejection::IdTaken), (Kind::AlreadyExists, "REASON_ID_TAKEN", vec![]));
    let misfit = Rejection::ValueKind { field: "value", takes: ValueKind::Ratio }.refusal();
    assert_eq!((misfit.kind, misfit.reason, misfit.field), (Kind::Invalid, "REASON_VALUE_KIND", Some("value")));
}

fn reported() -> Scenario<Measurement> {
    given([measurement_reported()])
}

fn published() -> MeasurementReported {
    MeasurementReported { partner_id: String::new(), source: SOURCE.into(), ..measurement_reported() }
}

fn reporting(command: ReportMeasurement) -> Outcome<Measurement> {
    nothing::<Measurement>().by(BANK).when_knowing(beside(a_number()), command)
}

fn verifying(scenario: Scenario<Measurement>) -> Outcome<Measurement> {
    scenario.by(AUDITOR).when(verify_measurement())
}

#[track_caller]
fn invalid(command: ReportMeasurement, field: &str) {
    match reporting(command).decision() {
        Err(Rejection::Invalid(invalid)) => assert_eq!(invalid.field, field),
        other => panic!("{field} should be refused: {other:?}"),
    }
}
