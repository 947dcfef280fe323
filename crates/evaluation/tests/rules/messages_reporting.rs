//! The messages of calendars and assignments, with what the sentences in the tests leave unsaid.

use contract::evaluation::*;

use crate::messages::*;

pub(crate) const CALENDAR: &str = "00000000-0000-7000-8000-000000000051";
pub(crate) const ASSIGNMENT: &str = "00000000-0000-7000-8000-000000000061";

pub(crate) fn define_calendar() -> DefineCalendar {
    DefineCalendar {
        partnership_id: TOGETHER.into(),
        calendar_id: CALENDAR.into(),
        title: "Months".into(),
        kind: CalendarKind::Months.into(),
        ..Default::default()
    }
}

pub(crate) fn calendar_defined() -> CalendarDefined {
    CalendarDefined {
        partnership_id: TOGETHER.into(),
        calendar_id: CALENDAR.into(),
        title: "Months".into(),
        kind: CalendarKind::Months.into(),
        first_month: 0,
        seasons: vec![],
        defined_by: BANK.into(),
    }
}

/// What the bank owes for October 2025 and later, within 15 days, and the auditor verifies.
pub(crate) fn assign_reporting() -> AssignReporting {
    AssignReporting {
        partnership_id: TOGETHER.into(),
        assignment_id: ASSIGNMENT.into(),
        indicator_id: INDICATOR.into(),
        partner_id: BANK.into(),
        calendar_id: CALENDAR.into(),
        from_on: "2025-10-01".into(),
        days_allowed: 15,
        verifier_partner_id: AUDITOR.into(),
        ..Default::default()
    }
}

pub(crate) fn reporting_assigned() -> ReportingAssigned {
    ReportingAssigned {
        partnership_id: TOGETHER.into(),
        assignment_id: ASSIGNMENT.into(),
        indicator_id: INDICATOR.into(),
        partner_id: BANK.into(),
        calendar_id: CALENDAR.into(),
        from_on: "2025-10-01".into(),
        until_on: String::new(),
        days_allowed: 15,
        verifier_partner_id: AUDITOR.into(),
        assigned_by: COOPERATIVE.into(),
    }
}

pub(crate) fn expect_report() -> ExpectReport {
    ExpectReport {
        partnership_id: TOGETHER.into(),
        assignment_id: ASSIGNMENT.into(),
        period_start: "2025-12-01".into(),
        period_end: "2025-12-31".into(),
        period_name: "2025-12".into(),
        ..Default::default()
    }
}

pub(crate) fn report_expected() -> ReportExpected {
    ReportExpected {
        partnership_id: TOGETHER.into(),
        assignment_id: ASSIGNMENT.into(),
        indicator_id: INDICATOR.into(),
        partner_id: BANK.into(),
        period_start: "2025-12-01".into(),
        period_end: "2025-12-31".into(),
        period_name: "2025-12".into(),
        due_on: "2026-01-15".into(),
        verifier_partner_id: AUDITOR.into(),
        measurement_id: String::new(),
        verified: false,
    }
}

pub(crate) fn report_overdue() -> ReportOverdue {
    ReportOverdue {
        partnership_id: TOGETHER.into(),
        assignment_id: ASSIGNMENT.into(),
        indicator_id: INDICATOR.into(),
        partner_id: BANK.into(),
        period_end: "2025-12-31".into(),
        due_on: "2026-01-15".into(),
    }
}

pub(crate) fn assignment_ended() -> AssignmentEnded {
    AssignmentEnded {
        partnership_id: TOGETHER.into(),
        assignment_id: ASSIGNMENT.into(),
        indicator_id: INDICATOR.into(),
        partner_id: BANK.into(),
        reason: "Counted by the cooperative from now on".into(),
        ended_by: COOPERATIVE.into(),
        open_period_ends: vec![],
    }
}
