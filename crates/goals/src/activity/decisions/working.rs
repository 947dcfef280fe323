//! The work itself: begun, done, given up, or late.

use contract::{
    goals::{
        ActivityCancelled, ActivityCompleted, ActivityOverdue, ActivityStarted, CancelActivity, CompleteActivity,
        LapseActivity, StartActivity,
    },
    partners::Evidence,
};
use kernel::{
    Context, Decide, Decision, Invalid,
    document::{Document, EVIDENCE},
    parse,
};

use super::super::{
    rejection::Rejection,
    state::{Activity, State},
};

impl Decide<StartActivity> for Activity {
    type Known = ();

    fn target(command: &StartActivity) -> (&str, &str) {
        (&command.partnership_id, &command.activity_id)
    }

    fn decide(&self, command: &StartActivity, _: &(), context: &Context) -> Decision<Self> {
        let StartActivity { command_id: _, validate_only: _, partnership_id, activity_id, started_on } = command;
        let started_on = not_to_come("started_on", started_on, context)?;
        let planned = self.planned()?;
        planned.check_leads(&context.partner)?;
        match &planned.state {
            State::Planned => Ok(vec![
                ActivityStarted {
                    partnership_id: partnership_id.clone(),
                    activity_id: activity_id.clone(),
                    started_on,
                    lead_partner_id: planned.lead.clone(),
                }
                .into(),
            ]),
            State::Started { on } if *on == started_on => Ok(vec![]),
            other => Err(Rejection::State(other.seen())),
        }
    }
}

impl Decide<CompleteActivity> for Activity {
    type Known = ();

    fn target(command: &CompleteActivity) -> (&str, &str) {
        (&command.partnership_id, &command.activity_id)
    }

    fn decide(&self, command: &CompleteActivity, _: &(), context: &Context) -> Decision<Self> {
        let CompleteActivity {
            command_id: _,
            validate_only: _,
            partnership_id,
            activity_id,
            completed_on,
            result,
            evidence,
        } = command;
        let completed_on = not_to_come("completed_on", completed_on, context)?;
        let planned = self.planned()?;
        let completed = ActivityCompleted {
            partnership_id: partnership_id.clone(),
            activity_id: activity_id.clone(),
            completed_on,
            result: parse::filled("result", result)?.to_owned(),
            evidence: shown(evidence.as_ref())?,
            lead_partner_id: planned.lead.clone(),
        };
        planned.check_leads(&context.partner)?;
        match &planned.state {
            // Dates of one form compare as text.
            State::Started { on } if completed.completed_on < *on => {
                let problem = format!("is {}, before the work began on {on}", completed.completed_on);
                Err(Invalid::new("completed_on", problem).into())
            }
            State::Started { .. } => Ok(vec![completed.into()]),
            State::Completed(already) if **already == completed => Ok(vec![]),
            other => Err(Rejection::State(other.seen())),
        }
    }
}

impl Decide<CancelActivity> for Activity {
    type Known = ();

    fn target(command: &CancelActivity) -> (&str, &str) {
        (&command.partnership_id, &command.activity_id)
    }

    fn decide(&self, command: &CancelActivity, _: &(), context: &Context) -> Decision<Self> {
        let CancelActivity { command_id: _, validate_only: _, partnership_id, activity_id, reason } = command;
        let reason = parse::filled("reason", reason)?.to_owned();
        let planned = self.planned()?;
        planned.check_speaks(&context.partner)?;
        match &planned.state {
            State::Cancelled { reason: already } if *already == reason => return Ok(vec![]),
            _ => planned.check_open()?,
        }
        Ok(vec![
            ActivityCancelled {
                partnership_id: partnership_id.clone(),
                activity_id: activity_id.clone(),
                reason,
                cancelled_by: context.partner.clone(),
                goal_id: planned.plan.goal_id.clone(),
            }
            .into(),
        ])
    }
}

impl Decide<LapseActivity> for Activity {
    type Known = ();

    fn target(command: &LapseActivity) -> (&str, &str) {
        (&command.partnership_id, &command.activity_id)
    }

    fn decide(&self, command: &LapseActivity, _: &(), context: &Context) -> Decision<Self> {
        let LapseActivity { command_id: _, validate_only: _, partnership_id, activity_id, ends_on } = command;
        if !context.is_service() {
            return Err(Rejection::NotForCallers);
        }
        let day = parse::date("ends_on", ends_on)?;
        let Some(planned) = self.open() else { return Ok(vec![]) };
        if planned.plan.ends_on != *ends_on || planned.lapsed_on == *ends_on || context.today() <= day {
            return Ok(vec![]);
        }
        Ok(vec![
            ActivityOverdue {
                partnership_id: partnership_id.clone(),
                activity_id: activity_id.clone(),
                ends_on: ends_on.clone(),
                lead_partner_id: planned.lead.clone(),
            }
            .into(),
        ])
    }
}

fn not_to_come(field: &'static str, day: &str, context: &Context) -> Result<String, Invalid> {
    match parse::date(field, day)? {
        day if context.today() < day => Err(Invalid::new(field, format!("is {day}, which is still to come"))),
        day => Ok(day.to_string()),
    }
}

fn shown(given: Option<&Evidence>) -> Result<Option<Evidence>, Invalid> {
    let Some(document) = given else { return Ok(None) };
    let Evidence { uri, sha256, size_bytes, media_type } = document;
    Document { uri, sha256, size_bytes: *size_bytes, media_type }.check(&EVIDENCE)?;
    Ok(Some(document.clone()))
}
