//! What closing a period leads to, in plain given-when-then.

use contract::evaluation::*;
use evaluation::{
    measurement::{Around, Measurement, Rejection as Refused},
    memory::Memory,
    period::{LockedPeriods, MayLock, Rejection},
};
use kernel::scenario::{Outcome, Scenario, given, nothing};

use crate::messages::*;

#[test]
fn who_answers_for_results_or_verifies_closes_a_period_once() {
    locking(nothing(), lock_period()).then(period_locked());
    locking(given([period_locked()]), lock_period()).then_nothing();
    let within = LockPeriod { period_end: "2025-11-30".into(), note: "Again".into(), ..lock_period() };
    locking(given([period_locked()]), within).then_nothing();
    let more = LockPeriod { period_start: "2025-09-01".into(), ..lock_period() };
    let longer = PeriodLocked { period_start: "2025-09-01".into(), ..period_locked() };
    locking(given([period_locked()]), more).then(longer);
}

#[test]
fn others_do_not_and_no_period_is_closed_that_is_not_over() {
    let outcome = nothing::<LockedPeriods>().by(BANK).when_knowing(MayLock(false), lock_period());
    outcome.then_rejected(Rejection::MayNotLock);
    for (start, end) in [("2025-10-01", "2026-01-15"), ("2026-01-01", "2025-12-31"), ("autumn", "2025-12-31")] {
        let command = LockPeriod { period_start: start.into(), period_end: end.into(), ..lock_period() };
        assert!(matches!(locking(nothing(), command).decision(), Err(Rejection::Invalid(_))), "{start} {end}");
    }
}

#[test]
fn nothing_new_is_reported_for_a_closed_period() {
    let locked = || Around { is_locked: true, ..beside(a_number()) };
    let outcome = nothing::<Measurement>().by(BANK).when_knowing(locked(), report_measurement());
    outcome.then_rejected(Refused::PeriodLocked);
    let reported = given::<Measurement, _>([measurement_reported()]).by(BANK);
    reported.when_knowing(locked(), report_measurement()).then_nothing();
    let reported = given::<Measurement, _>([measurement_reported()]).by(AUDITOR);
    reported.when(verify_measurement()).then(measurement_verified());
}

#[test]
fn a_period_is_closed_if_its_last_day_is_within_what_was_closed() {
    let mut memory = Memory::default();
    let fact = Some(contract::log::envelope::Fact::Evaluation(Event { kind: Some(period_locked().into()) }));
    runtime::Memory::remember(&mut memory, &contract::log::Envelope { fact, ..Default::default() });
    let is_locked = |day| memory.is_locked(TOGETHER, day);
    assert!(is_locked("2025-10-01") && is_locked("2025-12-31"));
    assert!(!is_locked("2025-09-30") && !is_locked("2026-01-01") && !memory.is_locked(GOAL, "2025-12-31"));
}

fn lock_period() -> LockPeriod {
    LockPeriod {
        partnership_id: TOGETHER.into(),
        period_start: "2025-10-01".into(),
        period_end: "2025-12-31".into(),
        note: "Used in the review of January".into(),
        ..Default::default()
    }
}

fn period_locked() -> PeriodLocked {
    PeriodLocked {
        partnership_id: TOGETHER.into(),
        period_start: "2025-10-01".into(),
        period_end: "2025-12-31".into(),
        locked_by: AUDITOR.into(),
        note: "Used in the review of January".into(),
    }
}

fn locking(scenario: Scenario<LockedPeriods>, command: LockPeriod) -> Outcome<LockedPeriods> {
    scenario.by(AUDITOR).when_knowing(MayLock(true), command)
}
