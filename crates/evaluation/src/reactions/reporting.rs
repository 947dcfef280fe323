//! What falls due of reports, and what ends because a reporter is no member any more.

use contract::{
    evaluation::{EndAssignment, ExpectReport, MissReport},
    partners::event::Kind as Heard,
};
use jiff::Timestamp;
use runtime::Reaction;

use crate::{
    Evaluation,
    assignment::Assignment,
    memory::{Fallen, Memory, What},
};

/// The clock asks again for what is left.
const FALLEN_MAX: usize = 64;
const LEFT: &str = "its reporter is no member any more";

pub fn due(memory: &Memory, now: Timestamp) -> Vec<Reaction<Evaluation>> {
    memory.reports_fallen_due(now).take(FALLEN_MAX).map(order).collect()
}

fn order(it: Fallen<'_>) -> Reaction<Evaluation> {
    let (partnership_id, assignment_id) = (it.place.partnership_id.clone(), it.place.id.clone());
    let thing = |period_end: &str| format!("{partnership_id}/{assignment_id}/{period_end}");
    match it.what {
        What::Expected(period) => {
            let thing = thing(&period.ends_on.to_string());
            let expect = ExpectReport {
                partnership_id,
                assignment_id,
                period_start: period.starts_on.to_string(),
                period_end: period.ends_on.to_string(),
                period_name: period.name.clone(),
                ..Default::default()
            };
            Reaction::new::<Assignment, ExpectReport>(expect).due(&thing, "expect", it.at)
        }
        What::Overdue(period_end) => {
            let thing = thing(period_end);
            let period_end = period_end.to_owned();
            let miss = MissReport { partnership_id, assignment_id, period_end, ..Default::default() };
            Reaction::new::<Assignment, MissReport>(miss).due(&thing, "miss", it.at)
        }
    }
}

/// Who has left or was removed reports nothing more.
pub fn endings(memory: &Memory, event: &Heard) -> Vec<EndAssignment> {
    let (partnership_id, partner_id) = match event {
        Heard::MemberLeft(it) => (&it.partnership_id, &it.partner_id),
        Heard::MemberRemoved(it) => (&it.partnership_id, &it.partner_id),
        _ => return vec![],
    };
    let end = |assignment_id: &str| EndAssignment {
        partnership_id: partnership_id.clone(),
        assignment_id: assignment_id.to_owned(),
        reason: LEFT.to_owned(),
        ..Default::default()
    };
    memory.assignments_of(partnership_id, partner_id).map(end).collect()
}
