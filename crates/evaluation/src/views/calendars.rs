//! Calendars, and who reports what by when, as they are served.

use contract::{
    evaluation::{
        self, Assignment, Calendar, CalendarDefined, ListAssignments, ReportingAssigned, event::Kind as Event,
    },
    log::{Envelope, envelope::Fact},
};
use runtime::views::{Fold, View};

use super::{ASSIGNMENTS, CALENDARS, place};

pub(super) struct Calendars;

impl View for Calendars {
    fn name(&self) -> &'static str {
        CALENDARS
    }

    fn version(&self) -> u32 {
        1
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        let Some(Fact::Evaluation(evaluation::Event { kind: Some(event) })) = &fact.fact else { return };
        if let Event::CalendarDefined(it) = event {
            let CalendarDefined { partnership_id, calendar_id, title, kind, first_month, seasons, defined_by } =
                it.clone();
            let place = place(&partnership_id, &calendar_id);
            fold.put(place, Calendar { partnership_id, calendar_id, title, kind, first_month, seasons, defined_by });
        }
    }
}

pub(super) struct Assignments;

impl View for Assignments {
    fn name(&self) -> &'static str {
        ASSIGNMENTS
    }

    fn version(&self) -> u32 {
        1
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        let Some(Fact::Evaluation(evaluation::Event { kind: Some(event) })) = &fact.fact else { return };
        match event {
            Event::ReportingAssigned(it) => {
                fold.put(place(&it.partnership_id, &it.assignment_id), assigned(it.clone()));
            }
            Event::AssignmentEnded(it) => {
                fold.change(place(&it.partnership_id, &it.assignment_id), |assignment: &mut Assignment| {
                    assignment.ended = true;
                    assignment.reason.clone_from(&it.reason);
                    assignment.ended_by.clone_from(&it.ended_by);
                });
            }
            _ => (),
        }
    }
}

pub fn is_asked_for(question: &ListAssignments, it: &Assignment) -> bool {
    let is = |asked: &str, it: &str| asked.is_empty() || asked == it;
    is(&question.partner_id, &it.partner_id)
        && is(&question.indicator_id, &it.indicator_id)
        && (question.with_ended || !it.ended)
}

fn assigned(it: ReportingAssigned) -> Assignment {
    let ReportingAssigned {
        partnership_id,
        assignment_id,
        indicator_id,
        partner_id,
        calendar_id,
        from_on,
        until_on,
        days_allowed,
        verifier_partner_id,
        assigned_by,
    } = it;
    Assignment {
        partnership_id,
        assignment_id,
        indicator_id,
        partner_id,
        calendar_id,
        from_on,
        until_on,
        days_allowed,
        verifier_partner_id,
        assigned_by,
        ended: false,
        reason: String::new(),
        ended_by: String::new(),
    }
}
