//! What is due, overdue, reported, returned and verified, by partner, as it is served.

use contract::{
    evaluation::{self, ListReports, Report, ReportExpected, ReportState, event::Kind as Event},
    log::{Envelope, envelope::Fact},
};
use runtime::views::{Fold, View, key};

use super::REPORTS;

pub(super) struct Reports;

impl View for Reports {
    fn name(&self) -> &'static str {
        REPORTS
    }

    fn version(&self) -> u32 {
        2
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        let Some(Fact::Evaluation(evaluation::Event { kind: Some(event) })) = &fact.fact else { return };
        match event {
            Event::ReportExpected(it) => {
                fold.put(slot(&it.partnership_id, &it.partner_id, &it.period_end, &it.indicator_id), expected(it));
            }
            Event::ReportOverdue(it) => {
                let slot = slot(&it.partnership_id, &it.partner_id, &it.period_end, &it.indicator_id);
                fold.change(slot, |report: &mut Report| {
                    report.state = ReportState::Overdue.into();
                    report.late = true;
                });
            }
            Event::AssignmentEnded(it) => {
                for period_end in &it.open_period_ends {
                    let slot = slot(&it.partnership_id, &it.partner_id, period_end, &it.indicator_id);
                    fold.change(slot, |report: &mut Report| report.state = ReportState::Dropped.into());
                }
            }
            Event::MeasurementReported(it) => {
                let slot = slot(&it.partnership_id, &it.partner_id, &it.period_end, &it.indicator_id);
                fold.change(slot, |report: &mut Report| {
                    report.measurement_id.clone_from(&it.measurement_id);
                    stand(report, ReportState::Reported);
                });
            }
            Event::MeasurementVerified(it) => {
                let slot = slot(&it.partnership_id, &it.partner_id, &it.period_end, &it.indicator_id);
                fold.change(slot, |report: &mut Report| {
                    report.measurement_id.clone_from(&it.measurement_id);
                    stand(report, ReportState::Verified);
                });
            }
            Event::MeasurementReturned(it) => {
                let slot = slot(&it.partnership_id, &it.partner_id, &it.period_end, &it.indicator_id);
                fold.change(slot, |report: &mut Report| {
                    stand(report, ReportState::Returned);
                    report.reason.clone_from(&it.reason);
                    report.sealed_reason.clone_from(&it.sealed_reason);
                });
            }
            Event::MeasurementCorrected(it) => {
                let slot = slot(&it.partnership_id, &it.partner_id, &it.period_end, &it.indicator_id);
                fold.change(slot, |report: &mut Report| stand(report, ReportState::Reported));
            }
            _ => (),
        }
    }
}

/// Of a partnership, or of one partner in it.
pub fn of(question: &ListReports) -> Vec<u8> {
    match question.partner_id.as_str() {
        "" => key(&[&question.partnership_id]),
        partner_id => key(&[&question.partnership_id, partner_id]),
    }
}

pub fn is_asked_for(question: &ListReports, it: &Report) -> bool {
    let is_so = question.state() == ReportState::Unspecified || question.state() == it.state();
    is_so && (question.indicator_id.is_empty() || question.indicator_id == it.indicator_id)
}

/// Of a partner one report a period and indicator; in the order of periods.
fn slot(partnership_id: &str, partner_id: &str, period_end: &str, indicator_id: &str) -> Vec<u8> {
    key(&[partnership_id, partner_id, period_end, indicator_id])
}

fn stand(report: &mut Report, state: ReportState) {
    report.state = state.into();
    report.reason.clear();
    report.sealed_reason = None;
}

fn expected(it: &ReportExpected) -> Report {
    let ReportExpected {
        partnership_id,
        assignment_id,
        indicator_id,
        partner_id,
        period_start,
        period_end,
        period_name,
        due_on,
        verifier_partner_id,
        measurement_id,
        verified,
    } = it.clone();
    let state = match (measurement_id.is_empty(), verified) {
        (true, _) => ReportState::Due,
        (false, false) => ReportState::Reported,
        (false, true) => ReportState::Verified,
    };
    Report {
        partnership_id,
        assignment_id,
        indicator_id,
        partner_id,
        period_start,
        period_end,
        period_name,
        due_on,
        verifier_partner_id,
        state: state.into(),
        late: false,
        measurement_id,
        reason: String::new(),
        sealed_reason: None,
    }
}
