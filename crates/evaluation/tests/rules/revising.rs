//! What becomes of a target whose goal the members have revised, in plain given-when-then.

use contract::{
    evaluation::*,
    goals::{self, TargetKind},
};
use evaluation::{
    indicator::Definition,
    target::{Rejection, Target},
};
use kernel::{
    Reject,
    scenario::{Outcome, Scenario, given, nothing},
};

use crate::messages::*;

#[test]
fn a_target_that_is_new_in_a_revision_is_opened() {
    revising(nothing(), revise_target(target())).then(target_opened());
}

#[test]
fn a_target_that_stays_the_same_stays() {
    revising(measured(), revise_target(target())).then_nothing();
}

#[test]
fn a_revised_target_is_judged_anew_by_what_counts() {
    let more = goals::Target { value: "2000".into(), ..target() };
    revising(measured(), revise_target(more.clone())).then(TargetRevised {
        target: Some(more),
        progress_basis_points: Some(2500),
        ..target_revised()
    });
}

#[test]
fn a_revision_reaches_a_target_or_loses_it() {
    let less = goals::Target { value: "1250".into(), ..target() };
    let reached = TargetRevised { target: Some(less.clone()), progress_basis_points: Some(10_000), ..target_revised() };
    let both = [reached.into(), target_reached("1250").into()];
    revising(measured(), revise_target(less)).then_all(both.clone());

    let history = both.into_iter().fold(measured(), Scenario::and);
    let again = ReviseTarget { revision: 2, ..revise_target(target()) };
    let lost = TargetRevised { revision: 2, target: Some(target()), ..target_revised() };
    revising(history, again).then_all([lost.into(), target_lost("1250").into()]);
}

#[test]
fn nothing_is_measured_of_a_target_that_nothing_counts_towards() {
    let more = goals::Target { value: "5000".into(), ..target() };
    revising(given([target_opened()]), revise_target(more.clone())).then(unmeasured(more));
}

#[test]
fn a_later_start_leaves_earlier_periods_out_and_an_earlier_one_takes_them_in_again() {
    let later = goals::Target { starts_on: "2026-01-01".into(), ..target() };
    let history = measured().and(TargetReached { ..target_reached("1250") });
    let left_out = unmeasured(later.clone());
    let events = [left_out.clone().into(), target_lost("").into()];
    revising(history, revise_target(later)).then_all(events);

    let again = ReviseTarget { revision: 2, ..revise_target(target()) };
    let taken_in = TargetRevised { revision: 2, ..target_revised() };
    revising(measured().and(left_out), again).then(taken_in);
}

#[test]
fn what_another_indicator_measured_does_not_count() {
    let other = goals::Target { indicator_id: GOAL.into(), ..target() };
    revising(measured(), revise_target(other.clone())).then(unmeasured(other.clone()));
    // Nor does it come back with the first value of the new one.
    let history = measured().and(unmeasured(other));
    let value = RecordProgress { measurement_id: "new".into(), partner_id: COOPERATIVE.into(), ..record_progress() };
    let events = history.by_service("evaluation").when_knowing(a_number(), value).decision().expect("accepted");
    let [event::Kind::ProgressRecorded(it)] = events.as_slice() else { panic!("{events:?}") };
    assert_eq!(it.actual, "1250");
}

#[test]
fn an_older_revision_that_comes_late_changes_nothing() {
    let revised = TargetRevised { revision: 3, ..target_revised() };
    let late = ReviseTarget { revision: 2, ..revise_target(goals::Target { value: "9".into(), ..target() }) };
    revising(measured().and(revised.clone()), late).then_nothing();
    dropping(measured().and(revised), DropTarget { revision: 2, ..drop_target() }).then_nothing();
}

#[test]
fn a_dropped_target_is_not_followed_until_a_revision_takes_it_in_again() {
    dropping(measured(), drop_target()).then(target_dropped());
    dropping(nothing(), drop_target()).then_nothing();
    let dropped = || measured().and(target_dropped());
    dropping(dropped(), DropTarget { revision: 2, ..drop_target() }).then_nothing();
    let value = || RecordProgress { measurement_id: "new".into(), numerator: "3000".into(), ..record_progress() };
    dropped().by_service("evaluation").when_knowing(a_number(), value()).then_nothing();

    let again = ReviseTarget { revision: 2, ..revise_target(target()) };
    let taken_in = TargetRevised { revision: 2, ..target_revised() };
    revising(dropped(), again).then(taken_in.clone());
    let history = dropped().and(taken_in).by_service("evaluation");
    assert_eq!(history.when_knowing(a_number(), value()).decision().expect("accepted").len(), 2);
}

#[test]
fn callers_do_not_revise_targets_and_revisions_can_be_read() {
    let by_a_caller = measured().by(BANK).when_knowing(a_number(), revise_target(target()));
    by_a_caller.then_rejected(Rejection::NotForCallers);
    measured().by(BANK).when_knowing((), drop_target()).then_rejected(Rejection::NotForCallers);
    let of_another_goal = ReviseTarget { goal_id: TOGETHER.into(), ..revise_target(target()) };
    revising(measured(), of_another_goal).then_rejected(Rejection::IdTaken);
    let refused = |target, field| {
        let command = ReviseTarget { target, ..revise_target(crate::messages::target()) };
        let refusal = revising(measured(), command).decision().expect_err("refused").refusal();
        assert_eq!(refusal.field, Some(field));
    };
    refused(None, "target");
    refused(Some(goals::Target { value: "x".into(), ..target() }), "target.value");
    let period = |ends_on: &str, value: &str| goals::TargetPeriod { ends_on: ends_on.into(), value: value.into() };
    refused(Some(goals::Target { periods: vec![period("x", "1")], ..target() }), "target.periods.ends_on");
    refused(Some(goals::Target { periods: vec![period("2026-01-01", "x")], ..target() }), "target.periods.value");
}

#[test]
fn each_partner_is_named_with_what_it_brings() {
    let second = ProgressRecorded {
        measurement_id: "second".into(),
        partner_id: COOPERATIVE.into(),
        period_end: "2026-03-31".into(),
        numerator: "400".into(),
        ..progress_recorded()
    };
    let kept = goals::Target { kind: TargetKind::KeepAtOrAbove.into(), value: "1500".into(), ..target() };
    let events = revising(measured().and(second), revise_target(kept)).decision().expect("accepted");
    let Some(event::Kind::TargetRevised(it)) = events.first() else { panic!("{events:?}") };
    assert_eq!(it.measurements, 2);
    assert_eq!(it.partners, [alone(BANK, "1250"), alone(COOPERATIVE, "400")]);
    // Kept in the second period, when both were in.
    assert_eq!((it.actual.as_str(), it.periods_kept, it.periods_measured), ("1650", 1, 2));
    assert_eq!((it.progress_basis_points, it.due_basis()), (None, DueBasis::Unspecified));
    assert_eq!(events.last(), Some(&target_reached("1650").into()));
}

fn measured() -> Scenario<Target> {
    given([target_opened()]).and(progress_recorded())
}

fn revise_target(target: goals::Target) -> ReviseTarget {
    ReviseTarget {
        partnership_id: TOGETHER.into(),
        goal_id: GOAL.into(),
        revision: 1,
        target: Some(target),
        ..Default::default()
    }
}

fn drop_target() -> DropTarget {
    DropTarget { partnership_id: TOGETHER.into(), target_id: TARGET.into(), revision: 1, ..Default::default() }
}

fn target_dropped() -> TargetDropped {
    TargetDropped { partnership_id: TOGETHER.into(), target_id: TARGET.into(), goal_id: GOAL.into(), revision: 1 }
}

/// As it was, with the bank's 1,250 by the end of 2025.
fn target_revised() -> TargetRevised {
    TargetRevised {
        partnership_id: TOGETHER.into(),
        target_id: TARGET.into(),
        goal_id: GOAL.into(),
        revision: 1,
        target: Some(target()),
        over_periods: OverPeriods::Latest.into(),
        value_kind: ValueKind::Number.into(),
        actual: "1250".into(),
        progress_basis_points: Some(1250),
        due_basis_points: Some(3339),
        due_basis: DueBasis::StraightLine.into(),
        measured_until: "2025-12-31".into(),
        periods_kept: 0,
        periods_measured: 0,
        partners: vec![alone(BANK, "1250")],
        measurements: 1,
    }
}

fn unmeasured(target: goals::Target) -> TargetRevised {
    TargetRevised {
        target: Some(target),
        actual: String::new(),
        progress_basis_points: None,
        due_basis_points: None,
        due_basis: DueBasis::Unspecified.into(),
        measured_until: String::new(),
        partners: vec![],
        measurements: 0,
        ..target_revised()
    }
}

fn alone(partner_id: &str, actual: &str) -> PartnerActual {
    PartnerActual { partner_id: partner_id.into(), actual: actual.into() }
}

fn revising(scenario: Scenario<Target>, command: ReviseTarget) -> Outcome<Target> {
    let known: Option<Definition> = a_number();
    scenario.by_service("evaluation").when_knowing(known, command)
}

fn dropping(scenario: Scenario<Target>, command: DropTarget) -> Outcome<Target> {
    scenario.by_service("evaluation").when_knowing((), command)
}
