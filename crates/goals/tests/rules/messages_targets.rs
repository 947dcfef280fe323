//! Helpers for what is said of targets, by goals and by evaluation.

use contract::{
    evaluation::{DueBasis, ProgressRecorded, TargetLost, TargetOpened, TargetReached, TargetRevised, ValueKind},
    goals::*,
};

use crate::messages::*;

/// 1,000 to 3,000 borrowers in 2026: little before the harvest, most after it.
pub(crate) fn target_by_period() -> Target {
    Target { periods: vec![by("2026-06-30", "1200"), by("2026-09-30", "2800"), by("2026-12-31", "3000")], ..target() }
}

pub(crate) fn by(ends_on: &str, value: &str) -> TargetPeriod {
    TargetPeriod { ends_on: ends_on.into(), value: value.into() }
}

pub(crate) fn share(partner_id: &str, value: &str) -> TargetShare {
    TargetShare { partner_id: partner_id.into(), value: value.into() }
}

pub(crate) fn part(dimension: &str, value_name: &str, value: &str) -> TargetPart {
    TargetPart { dimension: dimension.into(), value_name: value_name.into(), value: value.into() }
}

pub(crate) fn to_keep_at_most() -> Target {
    Target { kind: TargetKind::KeepAtOrBelow.into(), baseline: String::new(), value: "0.05".into(), ..target() }
}

pub(crate) fn target_missed() -> TargetMissed {
    TargetMissed {
        partnership_id: TOGETHER.into(),
        goal_id: GOAL.into(),
        target_id: TARGET.into(),
        due_on: "2026-12-31".into(),
        actual: "2000".into(),
    }
}

pub(crate) fn target_opened(value_kind: ValueKind) -> TargetOpened {
    TargetOpened {
        partnership_id: TOGETHER.into(),
        target_id: TARGET.into(),
        goal_id: GOAL.into(),
        target: Some(target()),
        over_periods: 0,
        value_kind: value_kind.into(),
    }
}

/// The bank's 2,000 by mid-2026: half of the way, when half of it is due.
pub(crate) fn progress_recorded() -> ProgressRecorded {
    ProgressRecorded {
        partnership_id: TOGETHER.into(),
        target_id: TARGET.into(),
        goal_id: GOAL.into(),
        measurement_id: "00000000-0000-7000-8000-000000000041".into(),
        partner_id: BANK.into(),
        period_end: "2026-06-30".into(),
        numerator: "2000".into(),
        denominator: "1".into(),
        actual: "2000".into(),
        progress_basis_points: Some(5000),
        due_basis_points: Some(4945),
        due_basis: DueBasis::StraightLine.into(),
        partner_actual: "2000".into(),
        periods_kept: 0,
        periods_measured: 0,
        correction: 0,
    }
}

pub(crate) fn target_revised(target: Target) -> TargetRevised {
    TargetRevised {
        partnership_id: TOGETHER.into(),
        target_id: TARGET.into(),
        goal_id: GOAL.into(),
        revision: 1,
        target: Some(target),
        over_periods: 0,
        value_kind: ValueKind::Number.into(),
        actual: "2000".into(),
        progress_basis_points: Some(2500),
        due_basis_points: Some(4945),
        due_basis: DueBasis::StraightLine.into(),
        measured_until: "2026-06-30".into(),
        periods_kept: 0,
        periods_measured: 0,
        partners: vec![],
        measurements: 1,
    }
}

pub(crate) fn target_reached(actual: &str) -> TargetReached {
    TargetReached {
        partnership_id: TOGETHER.into(),
        target_id: TARGET.into(),
        goal_id: GOAL.into(),
        actual: actual.into(),
    }
}

pub(crate) fn target_lost(actual: &str) -> TargetLost {
    TargetLost {
        partnership_id: TOGETHER.into(),
        target_id: TARGET.into(),
        goal_id: GOAL.into(),
        actual: actual.into(),
    }
}
