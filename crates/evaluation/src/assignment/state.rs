//! What we remember of one assignment: what is waited for under it.

use std::collections::{BTreeMap, BTreeSet};

use contract::evaluation::{ReportExpected, ReportingAssigned, event::Kind as Event};
use kernel::Aggregate;

use super::rejection::Rejection;

#[derive(Debug, Default, Clone, PartialEq)]
pub struct Assignment {
    pub assigned: Option<Box<ReportingAssigned>>,
    /// By the last day of the period.
    pub expected: BTreeMap<String, ReportExpected>,
    /// Last days of the periods that were late.
    pub overdue: BTreeSet<String>,
    /// With the reason.
    pub ended: Option<String>,
}

impl Aggregate for Assignment {
    type Event = Event;
    type Rejection = Rejection;
    const KIND: &'static str = "assignment";

    fn evolve(&mut self, event: &Event, _: &str) {
        match event {
            Event::ReportingAssigned(it) => self.assigned = Some(Box::new(it.clone())),
            Event::ReportExpected(it) => drop(self.expected.insert(it.period_end.clone(), it.clone())),
            Event::ReportOverdue(it) => drop(self.overdue.insert(it.period_end.clone())),
            Event::AssignmentEnded(it) => self.ended = Some(it.reason.clone()),
            _ => (),
        }
    }
}
