//! What we remember of one planned payment.

use contract::resources::{Condition, ConditionMet, DisbursementPlanned, DisbursementState, event::Kind as Event};
use kernel::Aggregate;

use super::rejection::Rejection;

#[derive(Debug, Default, Clone, PartialEq)]
pub enum Disbursement {
    #[default]
    Unplanned,
    Planned(Box<Planned>),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Planned {
    /// As it was planned; its day is the first one for ever.
    pub at_first: DisbursementPlanned,
    pub due_on: String,
    pub is_cancelled: bool,
    pub conditions: Vec<Stand>,
    /// The last day by which it is known not to have been paid; empty: none.
    pub overdue_on: String,
}

/// How a condition stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Stand {
    pub condition: Condition,
    pub met: Option<ConditionMet>,
    pub is_waived: bool,
}

impl Aggregate for Disbursement {
    type Event = Event;
    type Rejection = Rejection;
    const KIND: &'static str = "disbursement";

    fn evolve(&mut self, event: &Event, _: &str) {
        match (&mut *self, event) {
            (Disbursement::Unplanned, Event::DisbursementPlanned(it)) => {
                *self = Disbursement::Planned(Box::new(Planned::new(it.clone())));
            }
            (Disbursement::Planned(planned), event) => planned.evolve(event),
            _ => (),
        }
    }
}

impl Planned {
    pub fn new(at_first: DisbursementPlanned) -> Self {
        let stand = |condition: &Condition| Stand { condition: condition.clone(), met: None, is_waived: false };
        Planned {
            due_on: at_first.due_on.clone(),
            is_cancelled: false,
            conditions: at_first.conditions.iter().map(stand).collect(),
            overdue_on: String::new(),
            at_first,
        }
    }

    pub fn state(&self) -> DisbursementState {
        if self.is_cancelled { DisbursementState::Cancelled } else { DisbursementState::Planned }
    }

    pub fn condition(&self, condition_id: &str) -> Option<&Stand> {
        self.conditions.iter().find(|it| it.condition.condition_id == condition_id)
    }

    fn evolve(&mut self, event: &Event) {
        match event {
            Event::DisbursementRescheduled(it) => self.due_on.clone_from(&it.due_on),
            Event::DisbursementCancelled(_) => self.is_cancelled = true,
            Event::ConditionMet(it) => self.change(&it.condition_id, |stand| stand.met = Some(it.clone())),
            Event::ConditionContested(it) => self.change(&it.condition_id, |stand| stand.met = None),
            Event::ConditionWaived(it) => self.change(&it.condition_id, |stand| stand.is_waived = true),
            Event::DisbursementOverdue(it) => self.overdue_on.clone_from(&it.due_on),
            _ => (),
        }
    }

    fn change(&mut self, condition_id: &str, change: impl FnOnce(&mut Stand)) {
        if let Some(it) = self.conditions.iter_mut().find(|it| it.condition.condition_id == condition_id) {
            change(it);
        }
    }
}

impl Stand {
    pub fn is_open(&self) -> bool {
        self.met.is_none() && !self.is_waived
    }
}
