//! What giving a value back, correcting it and verifying it anew lead to, in plain given-when-then.

use std::collections::HashMap;

use contract::{evaluation::*, partners::Evidence};
use evaluation::{
    measurement::{
        Measurement, Rejection,
        decisions::{CORRECTIONS_MAX, Everything},
        sealing::Kept,
    },
    memory::Memory,
    reactions::{catching_up, progress},
    target::Target,
};
use kernel::{
    Members, Reject,
    reject::Kind,
    scenario::{Outcome, Scenario, given, nothing},
};

use crate::messages::*;

#[test]
fn another_member_gives_a_value_back() {
    returning(reported(), return_measurement()).then(measurement_returned());
    let returned = || reported().and(measurement_returned());
    returning(returned(), return_measurement()).then_nothing();
    let other = ReturnMeasurement { reason: "Not the right month".into(), ..return_measurement() };
    returning(returned(), other).then_rejected(Rejection::Returned);
    returned().by(AUDITOR).when(verify_measurement()).then_rejected(Rejection::Returned);
}

#[test]
fn nobody_gives_back_its_own_or_a_verified_or_published_value() {
    reported().by(BANK).when(return_measurement()).then_rejected(Rejection::Own);
    let affiliates = Members { organisations: [(AUDITOR.to_owned(), BANK.to_owned())].into(), ..Default::default() };
    let outcome = reported().by(AUDITOR).when_knowing((affiliates.clone(), Kept::default()), return_measurement());
    outcome.then_rejected(Rejection::Own);
    reported()
        .by(AUDITOR)
        .when_knowing((affiliates, Kept::default()), verify_measurement())
        .then_rejected(Rejection::Own);
    let verified = reported().and(measurement_verified());
    returning(verified, return_measurement()).then_rejected(Rejection::AlreadyVerified);
    let published = MeasurementReported { source: SOURCE.into(), ..measurement_reported() };
    returning(given([published]), return_measurement()).then_rejected(Rejection::AsPublished);
    returning(nothing(), return_measurement()).then_rejected(Rejection::NotFound);
    let unsaid = ReturnMeasurement { reason: " ".into(), ..return_measurement() };
    assert!(returning(reported(), unsaid).decision().is_err());
}

#[test]
fn its_reporter_corrects_a_value_with_a_reason() {
    correcting(reported(), correct_measurement()).then(measurement_corrected());
    let corrected = || reported().and(measurement_corrected());
    correcting(corrected(), correct_measurement()).then_nothing();
    let again = CorrectMeasurement { value: "1201".into(), ..correct_measurement() };
    let second = MeasurementCorrected { correction: 2, value: "1201".into(), ..measurement_corrected() };
    correcting(corrected(), again).then(second);
    // What was reported at first is the same still when it is repeated.
    corrected().by(BANK).when_knowing(beside(a_number()), report_measurement()).then_nothing();
}

#[test]
fn only_its_reporter_corrects_a_value_and_not_without_end() {
    let others = reported().by(COOPERATIVE).when_knowing(everything(), correct_measurement());
    others.then_rejected(Rejection::NotTheReporter);
    let published = MeasurementReported { source: SOURCE.into(), ..measurement_reported() };
    correcting(given([published]), correct_measurement()).then_rejected(Rejection::AsPublished);
    correcting(nothing(), correct_measurement()).then_rejected(Rejection::NotFound);
    let last = MeasurementCorrected { correction: CORRECTIONS_MAX, value: "1".into(), ..measurement_corrected() };
    correcting(reported().and(last), correct_measurement()).then_rejected(Rejection::TooManyCorrections);
    for command in [
        CorrectMeasurement { reason: "\t".into(), ..correct_measurement() },
        CorrectMeasurement { value: "few".into(), ..correct_measurement() },
        CorrectMeasurement { value: String::new(), ..correct_measurement() },
        CorrectMeasurement { jointly_with: vec![BANK.into()], ..correct_measurement() },
    ] {
        let refused = correcting(reported(), command).decision().expect_err("refused");
        assert_eq!(refused.refusal().kind, Kind::Invalid);
    }
}

#[test]
fn a_correction_of_a_verified_value_is_verified_anew() {
    let corrected = || reported().and(measurement_verified()).and(measurement_corrected());
    let anew = MeasurementVerified { numerator: "1200".into(), correction: 1, ..measurement_verified() };
    corrected().by(AUDITOR).when(verify_measurement()).then(anew.clone());
    corrected().and(anew.clone()).by(AUDITOR).when(verify_measurement()).then_nothing();
    let given_back = MeasurementReturned { correction: 1, ..measurement_returned() };
    returning(corrected(), return_measurement()).then(given_back);
    returning(corrected().and(anew), return_measurement()).then_rejected(Rejection::AlreadyVerified);
}

#[test]
fn a_returned_value_is_verified_once_it_is_corrected() {
    let corrected = reported().and(measurement_returned()).and(measurement_corrected());
    let verified = MeasurementVerified { numerator: "1200".into(), correction: 1, ..measurement_verified() };
    corrected.by(AUDITOR).when(verify_measurement()).then(verified);
}

#[test]
fn after_the_period_is_closed_a_correction_says_so() {
    let locked = Everything { locked: vec![("2025-01-01".into(), "2025-12-31".into())], ..everything() };
    let late = MeasurementCorrected { after_lock: true, ..measurement_corrected() };
    reported().by(BANK).when_knowing(locked, correct_measurement()).then(late);
    let other_year = Everything { locked: vec![("2024-01-01".into(), "2025-12-30".into())], ..everything() };
    reported().by(BANK).when_knowing(other_year, correct_measurement()).then(measurement_corrected());
}

#[test]
fn a_verification_shows_what_it_rests_on_and_what_ties_the_verifier() {
    let evidence = Evidence {
        uri: "https://example.org/sample.pdf".into(),
        sha256: "a".repeat(64),
        size_bytes: 1024,
        media_type: "application/pdf".into(),
    };
    let conflict = "It funds the reporter";
    let command =
        VerifyMeasurement { evidence: Some(evidence.clone()), conflict: conflict.into(), ..verify_measurement() };
    let verified =
        MeasurementVerified { evidence: Some(evidence.clone()), conflict: conflict.into(), ..measurement_verified() };
    reported().by(AUDITOR).when(command).then(verified);
    let broken = Some(Evidence { sha256: "abc".into(), ..evidence });
    let refused = reported().by(AUDITOR).when(VerifyMeasurement { evidence: broken, ..verify_measurement() });
    assert_eq!(refused.decision().expect_err("refused").refusal().field, Some("evidence.sha256"));
}

#[test]
fn a_correction_counts_in_targets_once_it_is_verified_and_never_gives_way_to_what_it_corrects() {
    let anew = MeasurementVerified { numerator: "1200".into(), correction: 1, ..measurement_verified() };
    let mut memory = Memory::default();
    for event in [target_opened().into(), measurement_verified().into(), anew.clone().into()] {
        remember(&mut memory, event);
    }
    assert_eq!(progress(&memory, &measurement_verified()), [], "it has been corrected since");
    let counts = RecordProgress { numerator: "1200".into(), correction: 1, ..record_progress() };
    assert_eq!(progress(&memory, &anew), std::slice::from_ref(&counts));
    assert_eq!(catching_up(&memory, TOGETHER, &Some(target())), std::slice::from_ref(&counts));
    let opened = given::<Target, _>([target_opened()]).and(progress_recorded()).by_service("evaluation");
    let Ok(events) = opened.when_knowing(a_number(), counts).decision() else { panic!("counted") };
    let [event::Kind::ProgressRecorded(it)] = &events[..] else { panic!("{events:?}") };
    assert_eq!((it.actual.as_str(), it.correction), ("1200", 1));
}

fn remember(memory: &mut Memory, event: event::Kind) {
    let fact = Some(contract::log::envelope::Fact::Evaluation(Event { kind: Some(event) }));
    runtime::Memory::remember(memory, &contract::log::Envelope { fact, ..Default::default() });
}

fn return_measurement() -> ReturnMeasurement {
    ReturnMeasurement {
        partnership_id: TOGETHER.into(),
        measurement_id: MEASUREMENT.into(),
        reason: "Loans that were paid back are in it".into(),
        ..Default::default()
    }
}

fn measurement_returned() -> MeasurementReturned {
    MeasurementReturned {
        partnership_id: TOGETHER.into(),
        measurement_id: MEASUREMENT.into(),
        indicator_id: INDICATOR.into(),
        partner_id: BANK.into(),
        period_end: "2025-12-31".into(),
        returned_by: AUDITOR.into(),
        reason: "Loans that were paid back are in it".into(),
        correction: 0,
        ..Default::default()
    }
}

fn correct_measurement() -> CorrectMeasurement {
    CorrectMeasurement {
        partnership_id: TOGETHER.into(),
        measurement_id: MEASUREMENT.into(),
        value: "1200.00".into(),
        taken_from: "Loan book".into(),
        narrative: "The harvest was good".into(),
        reason: "Without those paid back".into(),
        ..Default::default()
    }
}

fn measurement_corrected() -> MeasurementCorrected {
    MeasurementCorrected {
        partnership_id: TOGETHER.into(),
        measurement_id: MEASUREMENT.into(),
        indicator_id: INDICATOR.into(),
        partner_id: BANK.into(),
        period_start: "2025-10-01".into(),
        period_end: "2025-12-31".into(),
        correction: 1,
        value: "1200".into(),
        taken_from: "Loan book".into(),
        narrative: "The harvest was good".into(),
        reason: "Without those paid back".into(),
        indicator_version: 1,
        ..Default::default()
    }
}

fn everything() -> Everything {
    let definitions: HashMap<_, _> = a_number().into_iter().map(|it| (INDICATOR.to_owned(), it)).collect();
    Everything { definitions, people_minimum: 10, members: beside(None).members, ..Default::default() }
}

fn reported() -> Scenario<Measurement> {
    given([measurement_reported()])
}

fn returning(scenario: Scenario<Measurement>, command: ReturnMeasurement) -> Outcome<Measurement> {
    scenario.by(AUDITOR).when(command)
}

fn correcting(scenario: Scenario<Measurement>, command: CorrectMeasurement) -> Outcome<Measurement> {
    scenario.by(BANK).when_knowing(everything(), command)
}
