//! Values of a sensitive indicator: sealed to who reports and who verifies them, in plain given-when-then.

use std::collections::HashMap;

use contract::{
    common::{Sealed, Text},
    evaluation::{event::Kind as Fact, *},
    log::{self, Envelope},
};
use evaluation::{
    indicator::Definition,
    measurement::{
        Around, Measurement, Rejection,
        decisions::Everything,
        sealing::{Kept, Named, Sealing, Verifiers},
    },
    memory::Memory,
    reactions::{catching_up, progress},
    views::sealed::measurement_opened,
};
use kernel::{
    Context, Members, Reject,
    reject::Kind,
    scenario::{Scenario, context, given, nothing},
    seal::Key,
};
use runtime::{
    Memory as _,
    sealed::{open, seal},
};
use uuid::Uuid;

use crate::messages::*;

const KEY: &str = "8a4f8b0e-6f0c-5c0d-9e55-000000000021";

#[test]
fn what_is_said_of_a_value_is_sealed_to_its_reporter_and_who_verifies_it() {
    let reported = report(report_measurement());
    let MeasurementReported { value, taken_from, narrative, .. } = &reported;
    assert_eq!([value, taken_from, narrative], ["", "", ""]);
    let sealed = reported.sealed.clone().unwrap();
    assert_eq!((sealed.writer.as_str(), &*sealed.audience), (BANK, &[AUDITOR.to_owned()][..]));
    assert_eq!(opened(&sealed), said("1250"));
    let plain = MeasurementReported { sealed: None, ..reported };
    let empty = MeasurementReported { value: String::new(), ..measurement_reported() };
    assert_eq!(plain, MeasurementReported { taken_from: String::new(), narrative: String::new(), ..empty });
}

#[test]
fn the_same_value_by_another_command_is_the_same_and_another_value_is_not() {
    let before = || given::<Measurement, _>([reported("1250", &[AUDITOR])]).by(BANK);
    before().when_knowing(around(), report_measurement()).then_nothing();
    let other = ReportMeasurement { value: "1251".into(), ..report_measurement() };
    before().when_knowing(around(), other).then_rejected(Rejection::IdTaken);
}

#[test]
fn sources_publish_no_sensitive_value_and_none_is_sealed_under_a_lost_key() {
    let published = ReportMeasurement { source: SOURCE.into(), ..report_measurement() };
    nothing::<Measurement>().when_knowing(around(), published).then_rejected(Rejection::SensitiveNotPublished);
    let lost = Around { sealing: Some(Sealing { key: None, ..sealing() }), ..around() };
    let outcome = nothing::<Measurement>().by(BANK).when_knowing(lost, report_measurement());
    outcome.then_rejected(Rejection::SealingKeyLost);
    let says = Rejection::SensitiveNotPublished.refusal();
    assert_eq!((says.kind, says.reason), (Kind::Denied, "REASON_SENSITIVE_NOT_PUBLISHED"));
    assert_eq!(Rejection::SealingKeyLost.refusal().reason, "REASON_SEALING_KEY_LOST");
}

#[test]
fn who_is_named_for_a_period_verifies_it_and_else_whoever_does_so_in_the_partnership() {
    let named = Named {
        indicator_id: INDICATOR.into(),
        from_on: "2025-01-01".into(),
        until_on: "2025-12-31".into(),
        verifier_partner_id: COOPERATIVE.into(),
    };
    let verifiers = Verifiers { named: vec![named], by_role: vec![AUDITOR.into()] };
    for (indicator_id, period_end, who) in [
        (INDICATOR, "2025-12-31", COOPERATIVE),
        (INDICATOR, "2026-01-31", AUDITOR),
        (INDICATOR, "2024-12-31", AUDITOR),
        (TARGET, "2025-12-31", AUDITOR),
    ] {
        assert_eq!(verifiers.of(indicator_id, period_end), [who], "{period_end}");
    }
}

#[test]
fn a_value_is_verified_and_given_back_by_whom_it_is_sealed_to() {
    let before = |by| given::<Measurement, _>([reported("1250", &[AUDITOR])]).by(by);
    let others = before(COOPERATIVE).when_knowing(judging(), verify_measurement());
    others.then_rejected(Rejection::NotItsVerifier);
    before(COOPERATIVE).when_knowing(judging(), give_back()).then_rejected(Rejection::NotItsVerifier);
    before(BANK).when_knowing(judging(), give_back()).then_rejected(Rejection::Own);
    before(AUDITOR).when(verify_measurement()).then_rejected(Rejection::SealingKeyLost);
    assert_eq!(Rejection::NotItsVerifier.refusal().reason, "REASON_NOT_ITS_VERIFIER");

    let events = before(AUDITOR).when_knowing(judging(), verify_measurement()).decision().unwrap();
    let [Fact::MeasurementVerified(verified)] = &events[..] else { panic!("{events:?}") };
    let MeasurementVerified { numerator, denominator, note, .. } = verified;
    assert_eq!([numerator, denominator, note], ["", "", ""]);
    assert_eq!(opened(verified.sealed.as_ref().unwrap()), said("1250"), "as it counts from now on");
    let note = verified.sealed_note.as_ref().unwrap();
    assert_eq!((note.writer.as_str(), &*note.audience), (AUDITOR, &[BANK.to_owned()][..]));
    assert_eq!(text(note), "30 of 30 loans were there");

    let events = before(AUDITOR).when_knowing(judging(), give_back()).decision().unwrap();
    let [Fact::MeasurementReturned(returned)] = &events[..] else { panic!("{events:?}") };
    assert_eq!((returned.reason.as_str(), &*text(returned.sealed_reason.as_ref().unwrap())), ("", "1250 is too many"));
    let back = given::<Measurement, _>([reported("1250", &[AUDITOR]).into(), events[0].clone()]);
    let other = ReturnMeasurement { reason: "1250 is far too many".into(), ..give_back() };
    back.by(AUDITOR).when_knowing(judging(), other).then_rejected(Rejection::Returned);
}

#[test]
fn a_correction_is_sealed_and_for_another_verifier_it_is_one_of_its_own() {
    let before = || given::<Measurement, _>([reported("1250", &[AUDITOR])]);
    let corrected = correct(before(), everything());
    assert_eq!((corrected.correction, &*corrected.value, &*corrected.reason), (1, "", ""));
    let sealed = corrected.sealed.clone().unwrap();
    let reason = "1250 had those paid back".to_owned();
    assert_eq!(opened(&sealed), SealedValue { reason, ..said("1200") });
    let again = || before().and(corrected.clone());
    again().by(BANK).when_knowing(everything(), correction()).then_nothing();
    let verifiers = Verifiers { named: vec![], by_role: vec![COOPERATIVE.into()] };
    let anew = correct(again(), Everything { verifiers, ..everything() });
    assert_eq!((anew.correction, &*anew.sealed.unwrap().audience), (2, &[COOPERATIVE.to_owned()][..]));
    let lost = Everything { keys: Kept::default(), ..everything() };
    before().by(BANK).when_knowing(lost, correction()).then_rejected(Rejection::SealingKeyLost);
}

#[test]
fn no_small_group_shows_beside_parts_that_are_sealed() {
    let people = IndicatorDefined {
        numerator_counts_people: true,
        disaggregations: vec![Disaggregation { name: "sex".into(), values: vec!["f".into(), "m".into()] }],
        ..sensitive()
    };
    let part = |value_name: &str, value: &str| MeasuredPart {
        dimension: "sex".into(),
        value_name: value_name.into(),
        value: value.into(),
        ..Default::default()
    };
    let parts = vec![part("f", "600")];
    let before = sealed_as(SealedValue { parts, ..said("1250") }, &[AUDITOR]);
    let definitions = HashMap::from([(INDICATOR.to_owned(), Definition::from(&people))]);
    let command = CorrectMeasurement { value: "1200".into(), parts: vec![part("m", "595")], ..correction() };
    let outcome =
        given::<Measurement, _>([before]).by(BANK).when_knowing(Everything { definitions, ..everything() }, command);
    assert!(matches!(outcome.decision(), Err(Rejection::GroupTooSmall { .. })), "5 of 1,200 are in neither");
}

#[test]
fn a_sealed_value_is_at_hand_without_its_figures_and_moves_no_target() {
    let verified = MeasurementVerified {
        numerator: String::new(),
        denominator: String::new(),
        sealed: reported("1250", &[AUDITOR]).sealed,
        ..measurement_verified()
    };
    let mut memory = Memory::default();
    let facts: [Fact; 4] =
        [sensitive().into(), target_opened().into(), reported("1250", &[AUDITOR]).into(), verified.clone().into()];
    for kind in facts {
        let fact = Some(log::envelope::Fact::Evaluation(Event { kind: Some(kind) }));
        memory.remember(&Envelope { fact, ..Default::default() });
    }
    assert_eq!(memory.reported_for(TOGETHER, INDICATOR, "2025-12-31"), [0.into()]);
    assert_eq!(memory.verified_since(TOGETHER, INDICATOR, "2025-01-01").len(), 1);
    assert_eq!((progress(&memory, &verified), catching_up(&memory, TOGETHER, &Some(target()))), (vec![], vec![]));
    assert_eq!(memory.sealed_under(TOGETHER).unwrap().iter().collect::<Vec<_>>(), [KEY]);
}

#[test]
fn an_answer_is_opened_as_far_as_its_reader_may_read() {
    let earlier = EarlierValue { sealed: reported("1250", &[COOPERATIVE]).sealed, ..Default::default() };
    let correction = SealedValue { reason: "too many".into(), ..said("1200") };
    let told = Shown { sealed: sealed_as(correction, &[AUDITOR]).sealed, earlier: vec![earlier], ..Default::default() };
    let seen_by = |partner: &str| {
        let mut seen = told.clone();
        measurement_opened(&mut seen, &|it| {
            (it.writer == partner || it.audience.iter().any(|it| it == partner)).then(key)
        });
        (seen.value, seen.earlier[0].value.clone(), seen.earlier[0].reason.clone())
    };
    let all = ["1200", "1250", "too many"].map(str::to_owned);
    assert_eq!(seen_by(BANK), all.into());
    assert_eq!(seen_by(AUDITOR), ("1200".into(), String::new(), "too many".into()));
    assert_eq!(seen_by(COOPERATIVE), (String::new(), "1250".into(), String::new()), "it verified what was said first");
    assert_eq!(seen_by(""), Default::default());
}

type Shown = contract::evaluation::Measurement;

fn key() -> Key {
    Key::new([7; 32])
}

fn sensitive() -> IndicatorDefined {
    IndicatorDefined { visibility: Visibility::ReporterAndVerifier.into(), ..indicator_defined() }
}

fn sealing() -> Sealing {
    Sealing { key_id: KEY.into(), key: Some(key()), verifiers: by_auditor() }
}

fn by_auditor() -> Verifiers {
    Verifiers { named: vec![], by_role: vec![AUDITOR.into()] }
}

fn around() -> Around {
    Around { sealing: Some(sealing()), ..beside(Some(Definition::from(&sensitive()))) }
}

fn kept() -> Kept {
    Kept(HashMap::from([(KEY.to_owned(), key())]))
}

fn judging() -> (Members, Kept) {
    (Members::default(), kept())
}

fn everything() -> Everything {
    Everything {
        definitions: HashMap::from([(INDICATOR.to_owned(), Definition::from(&sensitive()))]),
        people_minimum: 10,
        keys: kept(),
        verifiers: by_auditor(),
        ..Default::default()
    }
}

/// As the bank said it, by an earlier command.
fn reported(value: &str, audience: &[&str]) -> MeasurementReported {
    sealed_as(said(value), audience)
}

fn sealed_as(said: SealedValue, audience: &[&str]) -> MeasurementReported {
    let by = Context { partner: BANK.into(), command_id: Uuid::from_u128(9), ..context() };
    let audience: Vec<String> = audience.iter().map(|it| it.to_string()).collect();
    MeasurementReported {
        value: String::new(),
        taken_from: String::new(),
        narrative: String::new(),
        sealed: Some(seal(&key(), KEY, &audience, &said, &by)),
        ..measurement_reported()
    }
}

fn said(value: &str) -> SealedValue {
    let MeasurementReported { taken_from, narrative, .. } = measurement_reported();
    SealedValue { value: value.into(), taken_from, narrative, ..Default::default() }
}

fn opened(sealed: &Sealed) -> SealedValue {
    open(&key(), sealed).expect("it opens")
}

fn text(sealed: &Sealed) -> String {
    open::<Text>(&key(), sealed).expect("it opens").text
}

fn report(command: ReportMeasurement) -> MeasurementReported {
    let events = nothing::<Measurement>().by(BANK).when_knowing(around(), command).decision().unwrap();
    match &events[..] {
        [Fact::MeasurementReported(it)] => it.clone(),
        other => panic!("{other:?}"),
    }
}

fn give_back() -> ReturnMeasurement {
    ReturnMeasurement {
        partnership_id: TOGETHER.into(),
        measurement_id: MEASUREMENT.into(),
        reason: "1250 is too many".into(),
        ..Default::default()
    }
}

fn correction() -> CorrectMeasurement {
    let MeasurementReported { taken_from, narrative, .. } = measurement_reported();
    CorrectMeasurement {
        partnership_id: TOGETHER.into(),
        measurement_id: MEASUREMENT.into(),
        value: "1200".into(),
        taken_from,
        narrative,
        reason: "1250 had those paid back".into(),
        ..Default::default()
    }
}

fn correct(before: Scenario<Measurement>, known: Everything) -> MeasurementCorrected {
    let events = before.by(BANK).when_knowing(known, correction()).decision().unwrap();
    match &events[..] {
        [Fact::MeasurementCorrected(it)] => it.clone(),
        other => panic!("{other:?}"),
    }
}
