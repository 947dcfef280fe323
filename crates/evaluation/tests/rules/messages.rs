//! One helper a message, with what the sentences in the tests leave unsaid.

use contract::{
    evaluation::*,
    goals::{self, TargetKind},
};
use evaluation::{indicator::Definition, measurement::Around};
use kernel::{Members, scenario::context};

pub(crate) const TOGETHER: &str = "00000000-0000-7000-8000-0000000000aa";
pub(crate) const INDICATOR: &str = "00000000-0000-7000-8000-000000000021";
pub(crate) const MEASUREMENT: &str = "00000000-0000-7000-8000-000000000041";
pub(crate) const TARGET: &str = "00000000-0000-7000-8000-000000000011";
pub(crate) const GOAL: &str = "00000000-0000-7000-8000-000000000001";
pub(crate) const BANK: &str = "00000000-0000-7000-8000-0000000000b1";
pub(crate) const COOPERATIVE: &str = "00000000-0000-7000-8000-0000000000b2";
pub(crate) const AUDITOR: &str = "00000000-0000-7000-8000-0000000000b3";
pub(crate) const SOURCE: &str = "dfid-2011-AF.xml#GB-1-107196";

pub(crate) fn define_indicator() -> DefineIndicator {
    DefineIndicator {
        partnership_id: TOGETHER.into(),
        indicator_id: INDICATOR.into(),
        title: "Active borrowers".into(),
        definition: "People with a loan outstanding on the last day".into(),
        unit: "clients".into(),
        value_kind: ValueKind::Number.into(),
        direction: Direction::Rising.into(),
        over_periods: OverPeriods::Latest.into(),
        catalogue_id: "PI9327".into(),
        ..Default::default()
    }
}

pub(crate) fn indicator_defined() -> IndicatorDefined {
    IndicatorDefined {
        partnership_id: TOGETHER.into(),
        indicator_id: INDICATOR.into(),
        title: "Active borrowers".into(),
        definition: "People with a loan outstanding on the last day".into(),
        unit: "clients".into(),
        value_kind: ValueKind::Number.into(),
        direction: Direction::Rising.into(),
        over_periods: OverPeriods::Latest.into(),
        catalogue_id: "PI9327".into(),
        source: String::new(),
        version: 1,
        ..Default::default()
    }
}

pub(crate) fn defined(value_kind: ValueKind, over_periods: OverPeriods) -> Option<Definition> {
    let indicator =
        IndicatorDefined { value_kind: value_kind.into(), over_periods: over_periods.into(), ..indicator_defined() };
    Some(Definition::from(&indicator))
}

pub(crate) fn a_number() -> Option<Definition> {
    defined(ValueKind::Number, OverPeriods::Latest)
}

pub(crate) fn a_ratio() -> Option<Definition> {
    defined(ValueKind::Ratio, OverPeriods::Latest)
}

/// A value reported by one of two members, where groups of ten are the smallest.
pub(crate) fn beside(definition: Option<Definition>) -> Around {
    let members =
        Members { voices: vec![BANK.into(), COOPERATIVE.into()], others: vec![AUDITOR.into()], ..Default::default() };
    Around { definition, people_minimum: 10, is_locked: false, members, sealing: None }
}

pub(crate) fn report_measurement() -> ReportMeasurement {
    ReportMeasurement {
        partnership_id: TOGETHER.into(),
        measurement_id: MEASUREMENT.into(),
        indicator_id: INDICATOR.into(),
        period_start: "2025-10-01".into(),
        period_end: "2025-12-31".into(),
        value: "1250.0".into(),
        taken_from: "Loan book".into(),
        narrative: "The harvest was good".into(),
        ..Default::default()
    }
}

pub(crate) fn report_ratio() -> ReportMeasurement {
    ReportMeasurement {
        value: String::new(),
        numerator: "4.50".into(),
        denominator: "100".into(),
        ..report_measurement()
    }
}

pub(crate) fn measurement_reported() -> MeasurementReported {
    MeasurementReported {
        partnership_id: TOGETHER.into(),
        measurement_id: MEASUREMENT.into(),
        indicator_id: INDICATOR.into(),
        partner_id: BANK.into(),
        period_start: "2025-10-01".into(),
        period_end: "2025-12-31".into(),
        value: "1250".into(),
        numerator: String::new(),
        denominator: String::new(),
        taken_from: "Loan book".into(),
        narrative: "The harvest was good".into(),
        source: String::new(),
        indicator_version: 1,
        ..Default::default()
    }
}

pub(crate) fn ratio_reported() -> MeasurementReported {
    MeasurementReported {
        value: String::new(),
        numerator: "4.5".into(),
        denominator: "100".into(),
        ..measurement_reported()
    }
}

pub(crate) fn verify_measurement() -> VerifyMeasurement {
    VerifyMeasurement {
        partnership_id: TOGETHER.into(),
        measurement_id: MEASUREMENT.into(),
        basis: Basis::RecordsSampled.into(),
        note: "30 of 30 loans were there".into(),
        ..Default::default()
    }
}

pub(crate) fn measurement_verified() -> MeasurementVerified {
    MeasurementVerified {
        partnership_id: TOGETHER.into(),
        measurement_id: MEASUREMENT.into(),
        indicator_id: INDICATOR.into(),
        partner_id: BANK.into(),
        verified_by: AUDITOR.into(),
        basis: Basis::RecordsSampled.into(),
        note: "30 of 30 loans were there".into(),
        period_start: "2025-10-01".into(),
        period_end: "2025-12-31".into(),
        numerator: "1250".into(),
        denominator: "1".into(),
        ..Default::default()
    }
}

/// 1,000 to 3,000 borrowers from mid-2025 to the end of 2026.
pub(crate) fn target() -> goals::Target {
    goals::Target {
        target_id: TARGET.into(),
        indicator_id: INDICATOR.into(),
        kind: TargetKind::Reach.into(),
        baseline: "1000".into(),
        value: "3000".into(),
        starts_on: "2025-07-01".into(),
        due_on: "2026-12-31".into(),
        ..Default::default()
    }
}

pub(crate) fn open_target() -> OpenTarget {
    OpenTarget { partnership_id: TOGETHER.into(), goal_id: GOAL.into(), target: Some(target()), ..Default::default() }
}

pub(crate) fn target_opened() -> TargetOpened {
    TargetOpened {
        partnership_id: TOGETHER.into(),
        target_id: TARGET.into(),
        goal_id: GOAL.into(),
        target: Some(target()),
        over_periods: OverPeriods::Latest.into(),
        value_kind: ValueKind::Number.into(),
    }
}

pub(crate) fn record_progress() -> RecordProgress {
    RecordProgress {
        partnership_id: TOGETHER.into(),
        target_id: TARGET.into(),
        measurement_id: MEASUREMENT.into(),
        partner_id: BANK.into(),
        period_end: "2025-12-31".into(),
        numerator: "1250".into(),
        denominator: "1".into(),
        ..Default::default()
    }
}

/// The first 250 of 2,000, when 183 of 548 days are over.
pub(crate) fn progress_recorded() -> ProgressRecorded {
    ProgressRecorded {
        partnership_id: TOGETHER.into(),
        target_id: TARGET.into(),
        goal_id: GOAL.into(),
        measurement_id: MEASUREMENT.into(),
        partner_id: BANK.into(),
        period_end: "2025-12-31".into(),
        numerator: "1250".into(),
        denominator: "1".into(),
        actual: "1250".into(),
        progress_basis_points: Some(1250),
        due_basis_points: Some(3339),
        due_basis: DueBasis::StraightLine.into(),
        partner_actual: "1250".into(),
        periods_kept: 0,
        periods_measured: 0,
        correction: 0,
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

/// The id that a command in a scenario gives to what the caller left unnamed.
pub(crate) fn fresh(what: &str) -> String {
    context().fresh(what)
}
