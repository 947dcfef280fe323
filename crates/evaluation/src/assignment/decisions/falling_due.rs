//! What the clock says of reports: that a period is over, and that the days allowed for its report are.

use std::collections::{BTreeMap, BTreeSet};

use contract::evaluation::{ExpectReport, MissReport, ReportExpected, ReportOverdue, ReportingAssigned};
use jiff::ToSpan;
use kernel::{Context, Decide, Decision, Invalid, parse};

use super::super::{rejection::Rejection, state::Assignment};

/// What the partner has reported of the indicator, by the last day of the period.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct AtHand {
    pub reported: BTreeMap<String, Reported>,
    /// Last days of the periods that are over and not reported.
    pub awaited: BTreeSet<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Reported {
    pub measurement_id: String,
    pub is_verified: bool,
}

impl AtHand {
    pub fn is_reported(&self, period_end: &str) -> bool {
        self.reported.contains_key(period_end)
    }
}

impl Decide<ExpectReport> for Assignment {
    type Known = AtHand;

    fn target(command: &ExpectReport) -> (&str, &str) {
        (&command.partnership_id, &command.assignment_id)
    }

    fn decide(&self, command: &ExpectReport, known: &AtHand, context: &Context) -> Decision<Self> {
        let assigned = self.under_way(context)?;
        let Some(assigned) = assigned.filter(|_| !self.expected.contains_key(&command.period_end)) else {
            return Ok(vec![]);
        };
        Ok(vec![expected(command, assigned, known)?.into()])
    }
}

fn expected(command: &ExpectReport, assigned: &ReportingAssigned, known: &AtHand) -> Result<ReportExpected, Invalid> {
    let ExpectReport {
        command_id: _,
        validate_only: _,
        partnership_id,
        assignment_id,
        period_start,
        period_end,
        period_name,
    } = command;
    let last_day = parse::date("period_end", period_end)?.checked_add(i64::from(assigned.days_allowed).days());
    let due_on = last_day.map_err(|_| Invalid::new("period_end", "is too late for any calendar"))?;
    let reported = known.reported.get(period_end);
    Ok(ReportExpected {
        partnership_id: partnership_id.clone(),
        assignment_id: assignment_id.clone(),
        indicator_id: assigned.indicator_id.clone(),
        partner_id: assigned.partner_id.clone(),
        period_start: period_start.clone(),
        period_end: period_end.clone(),
        period_name: period_name.clone(),
        due_on: due_on.to_string(),
        verifier_partner_id: assigned.verifier_partner_id.clone(),
        measurement_id: reported.map(|it| it.measurement_id.clone()).unwrap_or_default(),
        verified: reported.is_some_and(|it| it.is_verified),
    })
}

impl Decide<MissReport> for Assignment {
    type Known = AtHand;

    fn target(command: &MissReport) -> (&str, &str) {
        (&command.partnership_id, &command.assignment_id)
    }

    fn decide(&self, command: &MissReport, known: &AtHand, context: &Context) -> Decision<Self> {
        let MissReport { command_id: _, validate_only: _, partnership_id, assignment_id, period_end } = command;
        let assigned = self.under_way(context)?;
        let expected = self.expected.get(period_end);
        let (Some(assigned), Some(expected)) = (assigned, expected) else { return Ok(vec![]) };
        let is_late = expected.due_on < context.today().to_string();
        if self.overdue.contains(period_end) || known.is_reported(period_end) || !is_late {
            return Ok(vec![]);
        }
        Ok(vec![
            ReportOverdue {
                partnership_id: partnership_id.clone(),
                assignment_id: assignment_id.clone(),
                indicator_id: assigned.indicator_id.clone(),
                partner_id: assigned.partner_id.clone(),
                period_end: period_end.clone(),
                due_on: expected.due_on.clone(),
            }
            .into(),
        ])
    }
}

impl Assignment {
    /// What the clock asks for is asked of an assignment that has not ended; of others nothing comes.
    fn under_way(&self, context: &Context) -> Result<Option<&ReportingAssigned>, Rejection> {
        if !context.is_service() {
            return Err(Rejection::NotForCallers);
        }
        Ok(self.assigned.as_deref().filter(|_| self.ended.is_none()))
    }
}
