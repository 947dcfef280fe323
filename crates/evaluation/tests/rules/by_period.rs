//! What periods, partners and corrections make of a target, in plain given-when-then.

use contract::{
    evaluation::*,
    goals::{self, TargetKind, TargetPeriod},
};
use evaluation::target::Target;
use kernel::scenario::given;

use crate::messages::*;

#[test]
fn what_is_due_comes_from_the_periods_that_have_ended() {
    // The straight line would ask for a third by the end of 2025; the harvest comes in mid-2026.
    let seasonal =
        by_period(TargetKind::Reach, &[("2025-12-31", "1200"), ("2026-06-30", "2800"), ("2026-12-31", "3000")]);
    let due = |period_end: &str| {
        let progress = last(&seasonal, &[], &value(BANK, period_end, "1250"));
        (progress.due_basis_points, progress.due_basis())
    };
    assert_eq!(due("2025-12-30"), (Some(0), DueBasis::Periods));
    assert_eq!(due("2025-12-31"), (Some(1000), DueBasis::Periods));
    assert_eq!(due("2026-06-29"), (Some(1000), DueBasis::Periods));
    assert_eq!(due("2026-06-30"), (Some(9000), DueBasis::Periods));
    assert_eq!(due("2027-06-30"), (Some(10_000), DueBasis::Periods));
}

#[test]
fn falling_targets_have_periods_too() {
    let falling = goals::Target {
        baseline: "8".into(),
        value: "4".into(),
        ..by_period(TargetKind::Reach, &[("2025-12-31", "7"), ("2026-06-30", "5")])
    };
    let progress = last(&falling, &[], &value(BANK, "2026-06-30", "9"));
    assert_eq!((progress.progress_basis_points, progress.due_basis_points), (Some(-2500), Some(7500)));
    let after_the_last = last(&falling, &[], &value(BANK, "2026-12-30", "5"));
    assert_eq!((after_the_last.progress_basis_points, after_the_last.due_basis_points), (Some(7500), Some(7500)));
}

#[test]
fn each_period_is_kept_by_what_was_wanted_in_it() {
    // Before the harvest more is allowed to be late.
    let risk = by_period(TargetKind::KeepAtOrBelow, &[("2025-09-30", "12"), ("2025-12-31", "5")]);
    let values = [value(BANK, "2025-09-30", "10"), value(BANK, "2025-12-31", "6")];
    let progress = last(&risk, &values[..1], &values[1]);
    assert_eq!((progress.periods_kept, progress.periods_measured), (1, 2));
    // After the last period what the target wants in the end.
    let later = value(BANK, "2026-03-31", "3000");
    let progress = last(&risk, &values, &later);
    assert_eq!((progress.periods_kept, progress.periods_measured), (2, 3));
    let events = decided(&risk, &values, &value(BANK, "2026-03-31", "3001"));
    assert_eq!(events.len(), 1, "it was lost before: {events:?}");
}

#[test]
fn a_correction_of_an_earlier_period_changes_how_often_it_was_kept() {
    let risk = by_period(TargetKind::KeepAtOrBelow, &[("2025-09-30", "12"), ("2025-12-31", "5")]);
    let values = [value(BANK, "2025-09-30", "10"), value(BANK, "2025-12-31", "4")];
    let progress = last(&risk, &values, &value(BANK, "2025-09-30", "13"));
    assert_eq!((progress.periods_kept, progress.periods_measured, progress.actual.as_str()), (1, 2, "4"));
}

#[test]
fn a_period_is_judged_by_the_latest_value_of_each_partner_at_its_end() {
    let together = by_period(TargetKind::KeepAtOrAbove, &[("2026-12-31", "100")]);
    let values = [value(BANK, "2025-09-30", "60"), value(COOPERATIVE, "2025-12-31", "50")];
    let progress = last(&together, &values[1..], &values[0]);
    assert_eq!((progress.actual.as_str(), progress.periods_kept, progress.periods_measured), ("110", 1, 2));
}

#[test]
fn what_one_partner_brings_is_said_beside_what_all_bring() {
    let values = [value(BANK, "2025-12-31", "1250"), value(COOPERATIVE, "2025-12-31", "300")];
    let progress = last(&target(), &values, &value(COOPERATIVE, "2026-03-31", "400"));
    assert_eq!((progress.actual.as_str(), progress.partner_actual.as_str()), ("1650", "400"));
    // Late, for an earlier period: it changes neither.
    let progress = last(&target(), &values, &value(COOPERATIVE, "2025-09-30", "200"));
    assert_eq!((progress.actual.as_str(), progress.partner_actual.as_str()), ("1550", "300"));
}

#[test]
fn a_correction_takes_back_that_a_target_is_reached() {
    let reached = [value(BANK, "2025-12-31", "3000")];
    let events = decided(&target(), &reached, &value(BANK, "2025-12-31", "2900"));
    assert_eq!(events.last(), Some(&target_lost("2900").into()));
    let corrected = [reached[0].clone(), value(BANK, "2025-12-31", "2900")];
    let events = decided(&target(), &corrected, &value(BANK, "2025-12-31", "3001"));
    assert_eq!(events.last(), Some(&target_reached("3001").into()));
}

fn by_period(kind: TargetKind, periods: &[(&str, &str)]) -> goals::Target {
    let period = |(ends_on, value): &(&str, &str)| TargetPeriod { ends_on: (*ends_on).into(), value: (*value).into() };
    goals::Target { kind: kind.into(), periods: periods.iter().map(period).collect(), ..target() }
}

fn value(partner_id: &str, period_end: &str, number: &str) -> RecordProgress {
    RecordProgress {
        measurement_id: format!("{partner_id} {period_end} {number}"),
        partner_id: partner_id.into(),
        period_end: period_end.into(),
        numerator: number.into(),
        ..record_progress()
    }
}

/// What the last value leads to, after the others.
fn decided(target: &goals::Target, before: &[RecordProgress], value: &RecordProgress) -> Vec<event::Kind> {
    let opened = TargetOpened { target: Some(target.clone()), ..target_opened() };
    let mut history: Vec<event::Kind> = vec![opened.into()];
    for value in before {
        history.extend(recorded(&history, value));
    }
    recorded(&history, value)
}

fn recorded(history: &[event::Kind], value: &RecordProgress) -> Vec<event::Kind> {
    let scenario = given::<Target, _>(history.iter().cloned()).by_service("evaluation");
    scenario.when_knowing(a_number(), value.clone()).decision().expect("accepted")
}

fn last(target: &goals::Target, before: &[RecordProgress], value: &RecordProgress) -> ProgressRecorded {
    match decided(target, before, value).into_iter().next() {
        Some(event::Kind::ProgressRecorded(it)) => it,
        other => panic!("{other:?}"),
    }
}
