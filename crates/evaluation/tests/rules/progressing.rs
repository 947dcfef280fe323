//! What verified values make of a target, in plain given-when-then.

use contract::{evaluation::*, goals::TargetKind};
use evaluation::{
    indicator::Definition,
    target::{Rejection, Target},
};
use kernel::{
    Reject,
    reject::Kind,
    scenario::{Outcome, Scenario, given, nothing},
};

use crate::messages::*;

#[test]
fn the_target_of_an_adopted_goal_is_followed() {
    opening(nothing(), a_number()).then(target_opened());
    let summed = TargetOpened { over_periods: OverPeriods::Sum.into(), ..target_opened() };
    opening(nothing(), defined(ValueKind::Number, OverPeriods::Sum)).then(summed);
}

#[test]
fn a_target_is_followed_before_its_indicator_is_defined() {
    opening(nothing(), None).then(TargetOpened { value_kind: ValueKind::Unspecified.into(), ..target_opened() });
}

#[test]
fn a_target_is_opened_once() {
    opening(opened(), a_number()).then_nothing();
    opening(opened(), defined(ValueKind::Number, OverPeriods::Sum)).then_nothing();
    let other = OpenTarget { goal_id: TOGETHER.into(), ..open_target() };
    opened().by_service("evaluation").when_knowing(a_number(), other).then_rejected(Rejection::IdTaken);
}

#[test]
fn a_target_needs_numbers_and_dates() {
    let refused = |target, field| {
        let command = OpenTarget { target, ..open_target() };
        let outcome = nothing::<Target>().by_service("evaluation").when_knowing(a_number(), command);
        assert_eq!(outcome.decision().expect_err("refused").refusal().field, Some(field));
    };
    refused(None, "target");
    refused(Some(contract::goals::Target { value: "much".into(), ..target() }), "target.value");
    refused(Some(contract::goals::Target { baseline: "little".into(), ..target() }), "target.baseline");
    refused(Some(contract::goals::Target { starts_on: "soon".into(), ..target() }), "target.starts_on");
    refused(Some(contract::goals::Target { due_on: String::new(), ..target() }), "target.due_on");
}

#[test]
fn callers_do_not_move_targets() {
    nothing::<Target>().by(BANK).when_knowing(None, open_target()).then_rejected(Rejection::NotForCallers);
    opened().by(BANK).when_knowing(a_number(), record_progress()).then_rejected(Rejection::NotForCallers);
    let refusal = Rejection::NotForCallers.refusal();
    assert_eq!((refusal.kind, refusal.reason), (Kind::Denied, "REASON_NOT_FOR_CALLERS"));
}

#[test]
fn a_verified_value_moves_the_target() {
    recording(opened(), record_progress()).then(progress_recorded());
}

#[test]
fn a_value_counts_once() {
    recording(opened().and(progress_recorded()), record_progress()).then_nothing();
    // Not even after its correction.
    let correction =
        ProgressRecorded { measurement_id: "correction".into(), numerator: "1260".into(), ..progress_recorded() };
    recording(opened().and(progress_recorded()).and(correction), record_progress()).then_nothing();
}

#[test]
fn a_value_from_before_the_start_does_not_count() {
    let before = RecordProgress { period_end: "2025-06-30".into(), ..record_progress() };
    recording(opened(), before).then_nothing();
    let first_day = RecordProgress { period_end: "2025-07-01".into(), ..record_progress() };
    assert_eq!(recording(opened(), first_day).decision().expect("accepted").len(), 1);
}

#[test]
fn a_target_of_a_closed_goal_stands_still() {
    opened().by_service("evaluation").when_knowing(None, record_progress()).then_nothing();
}

#[test]
fn progress_needs_a_target_and_a_readable_value() {
    recording(nothing(), record_progress()).then_rejected(Rejection::NotFound);
    assert_eq!(Rejection::NotFound.refusal().field, Some("target_id"));
    let refused = |command, field| {
        let refusal = recording(opened(), command).decision().expect_err("refused").refusal();
        assert_eq!(refusal.field, Some(field));
    };
    refused(RecordProgress { numerator: "x".into(), ..record_progress() }, "numerator");
    refused(RecordProgress { denominator: "0".into(), ..record_progress() }, "denominator");
    refused(RecordProgress { period_end: "x".into(), ..record_progress() }, "period_end");
}

#[test]
fn a_target_is_reached_and_lost() {
    let enough = RecordProgress { numerator: "3000".into(), ..record_progress() };
    let reached = ProgressRecorded {
        numerator: "3000".into(),
        actual: "3000".into(),
        progress_basis_points: Some(10_000),
        partner_actual: "3000".into(),
        ..progress_recorded()
    };
    let both = [reached.clone().into(), target_reached("3000").into()];
    recording(opened(), enough).then_all(both.clone());

    let worse = RecordProgress { measurement_id: "second".into(), numerator: "2999.50".into(), ..record_progress() };
    let lost = ProgressRecorded {
        measurement_id: "second".into(),
        numerator: "2999.5".into(),
        actual: "2999.5".into(),
        progress_basis_points: Some(9998),
        partner_actual: "2999.5".into(),
        ..progress_recorded()
    };
    let history = both.into_iter().fold(opened(), Scenario::and);
    recording(history, worse).then_all([lost.into(), target_lost("2999.5").into()]);
}

#[test]
fn reaching_is_said_once() {
    let reached = ProgressRecorded { numerator: "3000".into(), actual: "3000".into(), ..progress_recorded() };
    let history = opened().and(reached).and(target_reached("3000"));
    let more = RecordProgress { measurement_id: "second".into(), numerator: "3500".into(), ..record_progress() };
    assert_eq!(recording(history, more).decision().expect("accepted").len(), 1);
}

#[test]
fn falling_targets_are_reached_from_above() {
    let falling = contract::goals::Target { baseline: "8".into(), value: "4".into(), ..target() };
    let opened = || given::<Target, _>([TargetOpened { target: Some(falling.clone()), ..target_opened() }]);
    let with = |numerator: &str| RecordProgress { numerator: numerator.into(), ..record_progress() };
    assert_eq!(last_figures(recording(opened(), with("5"))), ("5".to_owned(), Some(7500)));
    assert_eq!(last_figures(recording(opened(), with("10"))), ("10".to_owned(), Some(-5000)));
    let reached = recording(opened(), with("4")).decision().expect("accepted");
    assert_eq!(reached.last(), Some(&target_reached("4").into()));
}

#[test]
fn values_of_several_partners_add_up() {
    let second = RecordProgress {
        measurement_id: "second".into(),
        partner_id: COOPERATIVE.into(),
        numerator: "750".into(),
        ..record_progress()
    };
    let outcome = recording(opened().and(progress_recorded()), second);
    assert_eq!(last_figures(outcome), ("2000".to_owned(), Some(5000)));
}

#[test]
fn ratios_add_up_as_sums_of_each_part() {
    let opened =
        given::<Target, _>([TargetOpened { target: Some(keep(TargetKind::KeepAtOrBelow, "0.05")), ..target_opened() }]);
    let small = ProgressRecorded { numerator: "10".into(), denominator: "100".into(), ..progress_recorded() };
    let large = RecordProgress {
        measurement_id: "second".into(),
        partner_id: COOPERATIVE.into(),
        numerator: "10".into(),
        denominator: "900".into(),
        ..record_progress()
    };
    let outcome = opened.and(small).by_service("evaluation").when_knowing(a_ratio(), large);
    let events = outcome.decision().expect("accepted");
    assert_eq!(events.last(), Some(&target_reached("0.02").into()));
}

#[test]
fn of_latest_values_each_partners_last_period_counts() {
    let third_quarter = || RecordProgress {
        measurement_id: "late".into(),
        period_end: "2025-09-30".into(),
        numerator: "1100".into(),
        ..record_progress()
    };
    let outcome = recording(opened().and(progress_recorded()), third_quarter());
    assert_eq!(last_figures(outcome), ("1250".to_owned(), Some(1250)));

    let from_another = RecordProgress { partner_id: COOPERATIVE.into(), ..third_quarter() };
    let outcome = recording(opened().and(progress_recorded()), from_another);
    assert_eq!(last_figures(outcome), ("2350".to_owned(), Some(6750)));
}

#[test]
fn summed_values_count_in_every_period() {
    let summed = given::<Target, _>([TargetOpened { over_periods: OverPeriods::Sum.into(), ..target_opened() }]);
    let second = RecordProgress {
        measurement_id: "second".into(),
        period_end: "2025-09-30".into(),
        numerator: "1100".into(),
        ..record_progress()
    };
    let sums = defined(ValueKind::Number, OverPeriods::Sum);
    let outcome = summed.and(progress_recorded()).by_service("evaluation").when_knowing(sums, second);
    assert_eq!(last_figures(outcome), ("2350".to_owned(), Some(6750)));
}

#[test]
fn a_late_definition_says_how_periods_add_up() {
    let sums = defined(ValueKind::Number, OverPeriods::Sum);
    let outcome = opened().by_service("evaluation").when_knowing(sums, record_progress());
    let opened_anew = TargetOpened { over_periods: OverPeriods::Sum.into(), ..target_opened() };
    outcome.then_all([opened_anew.into(), progress_recorded().into()]);
}

#[test]
fn a_target_to_keep_is_kept_by_the_newest_values() {
    let opened = || {
        let target = Some(keep(TargetKind::KeepAtOrAbove, "1000"));
        given::<Target, _>([TargetOpened { target, over_periods: OverPeriods::Sum.into(), ..target_opened() }])
    };
    let sums = || defined(ValueKind::Number, OverPeriods::Sum);
    let first = ProgressRecorded {
        progress_basis_points: None,
        due_basis_points: None,
        due_basis: DueBasis::Unspecified.into(),
        periods_kept: 1,
        periods_measured: 1,
        ..progress_recorded()
    };
    let outcome = opened().by_service("evaluation").when_knowing(sums(), record_progress());
    outcome.then_all([first.clone().into(), target_reached("1250").into()]);

    let history = opened().and(first).and(target_reached("1250")).by_service("evaluation");
    let next = RecordProgress {
        measurement_id: "second".into(),
        period_end: "2026-03-31".into(),
        numerator: "900".into(),
        ..record_progress()
    };
    let events = history.when_knowing(sums(), next).decision().expect("accepted");
    assert_eq!(events.last(), Some(&target_lost("900").into()));
    let Some(event::Kind::ProgressRecorded(it)) = events.first() else { panic!("{events:?}") };
    assert_eq!((it.periods_kept, it.periods_measured), (1, 2));
}

#[test]
fn a_value_beyond_all_numbers_is_undefined_and_changes_nothing_else() {
    let huge = "79228162514264337593543950335";
    let first = ProgressRecorded { numerator: huge.into(), actual: huge.into(), ..progress_recorded() };
    let history = opened().and(first).and(target_reached(huge));
    let second = RecordProgress {
        measurement_id: "second".into(),
        partner_id: COOPERATIVE.into(),
        numerator: huge.into(),
        ..record_progress()
    };
    assert_eq!(last_figures(recording(history, second)), (String::new(), None));
}

fn opened() -> Scenario<Target> {
    given([target_opened()])
}

fn keep(kind: TargetKind, value: &str) -> contract::goals::Target {
    contract::goals::Target { kind: kind.into(), baseline: String::new(), value: value.into(), ..target() }
}

fn opening(scenario: Scenario<Target>, known: Option<Definition>) -> Outcome<Target> {
    scenario.by_service("evaluation").when_knowing(known, open_target())
}

fn recording(scenario: Scenario<Target>, command: RecordProgress) -> Outcome<Target> {
    scenario.by_service("evaluation").when_knowing(a_number(), command)
}

/// Actual and progress, where nothing but progress was recorded.
#[track_caller]
fn last_figures(outcome: Outcome<Target>) -> (String, Option<i64>) {
    match outcome.decision().expect("accepted").as_slice() {
        [event::Kind::ProgressRecorded(it)] => (it.actual.clone(), it.progress_basis_points),
        other => panic!("{other:?}"),
    }
}
