//! Lines of the budget and planned payments, as far as decisions, the clock and figures need them.

use std::collections::BTreeMap;

use contract::resources::{BudgetSet, Condition, DisbursementPlanned, event::Kind as Event};
use serde::{Deserialize, Serialize};

use crate::figures::{Code, Id, Value};

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plans {
    lines: BTreeMap<Id, Line>,
    payments: BTreeMap<Id, Payment>,
}

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Line {
    pub accepted: Option<Pays>,
    proposed: Option<Pays>,
    is_dropped: bool,
}

/// Who pays how much.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Pays {
    pub payer: Id,
    pub value: Value,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Payment {
    pub provider: Id,
    pub receiver: Id,
    pub value: Value,
    pub due_on: String,
    pub line: Id,
    pub is_cancelled: bool,
    /// The last day by which it is known not to have been paid; empty: none.
    pub overdue_on: String,
    pub conditions: Vec<Awaited>,
}

/// What a condition waits for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Awaited {
    pub condition: Id,
    pub milestone: Id,
    pub goal: Id,
    pub indicator: Id,
    pub is_open: bool,
}

impl Plans {
    pub fn line(&self, line: Id) -> Option<&Line> {
        self.lines.get(&line)
    }

    /// Those that count, or have counted, each with its currency.
    pub fn lines(&self) -> impl Iterator<Item = (Id, Code)> {
        self.lines.iter().filter_map(|(id, it)| Some((*id, it.accepted?.value.currency)))
    }

    pub fn payment(&self, payment: Id) -> Option<&Payment> {
        self.payments.get(&payment)
    }

    pub fn payments(&self) -> impl Iterator<Item = (Id, &Payment)> {
        self.payments.iter().map(|(id, it)| (*id, it))
    }

    /// Planned from a line, and not cancelled.
    pub fn planned_from(&self, line: Id) -> impl Iterator<Item = (Id, &Payment)> {
        self.payments().filter(move |(_, it)| it.line == line && !it.is_cancelled)
    }

    pub(super) fn own(&mut self, event: &Event) {
        match event {
            Event::BudgetSet(it) => self.set(it),
            Event::BudgetAccepted(it) => {
                let line = self.lines.entry(Id::of(&it.line_id)).or_default();
                line.accepted = line.proposed.take().or(line.accepted);
            }
            Event::BudgetDropped(it) => self.lines.entry(Id::of(&it.line_id)).or_default().is_dropped = true,
            Event::DisbursementPlanned(it) => self.plan(it),
            Event::DisbursementRescheduled(it) => {
                self.change(&it.disbursement_id, |payment| payment.due_on.clone_from(&it.due_on));
            }
            Event::DisbursementCancelled(it) => self.change(&it.disbursement_id, |payment| payment.is_cancelled = true),
            Event::DisbursementOverdue(it) => {
                self.change(&it.disbursement_id, |payment| payment.overdue_on.clone_from(&it.due_on));
            }
            Event::ConditionMet(it) => self.turn(&it.disbursement_id, &it.condition_id, false),
            Event::ConditionContested(it) => self.turn(&it.disbursement_id, &it.condition_id, true),
            Event::ConditionWaived(it) => self.turn(&it.disbursement_id, &it.condition_id, false),
            _ => (),
        }
    }

    fn set(&mut self, it: &BudgetSet) {
        let Some(value) = Value::of(it.amount_minor, &it.currency) else { return };
        let pays = Some(Pays { payer: Id::of(&it.payer_partner_id), value });
        let line = self.lines.entry(Id::of(&it.line_id)).or_default();
        match it.accepted {
            true => (line.accepted, line.proposed) = (pays, None),
            false => line.proposed = pays,
        }
    }

    fn plan(&mut self, it: &DisbursementPlanned) {
        let Some(value) = Value::of(it.amount_minor, &it.currency) else { return };
        let payment = Payment {
            provider: Id::of(&it.provider_partner_id),
            receiver: Id::of(&it.receiver_partner_id),
            value,
            due_on: it.due_on.clone(),
            line: Id::of(&it.budget_line_id),
            is_cancelled: false,
            overdue_on: String::new(),
            conditions: it.conditions.iter().map(Awaited::from).collect(),
        };
        self.payments.insert(Id::of(&it.disbursement_id), payment);
    }

    fn change(&mut self, disbursement_id: &str, change: impl FnOnce(&mut Payment)) {
        if let Some(payment) = self.payments.get_mut(&Id::of(disbursement_id)) {
            change(payment);
        }
    }

    fn turn(&mut self, disbursement_id: &str, condition_id: &str, is_open: bool) {
        let condition = Id::of(condition_id);
        self.change(disbursement_id, |payment| {
            for it in payment.conditions.iter_mut().filter(|it| it.condition == condition) {
                it.is_open = is_open;
            }
        });
    }
}

impl Line {
    /// It counts.
    pub fn is_accepted(&self) -> bool {
        self.accepted.is_some() && !self.is_dropped
    }
}

impl Payment {
    /// It provides or receives it.
    pub fn is_of(&self, partner: Id) -> bool {
        self.provider == partner || self.receiver == partner
    }
}

impl From<&Condition> for Awaited {
    fn from(it: &Condition) -> Self {
        Awaited {
            condition: Id::of(&it.condition_id),
            milestone: Id::of(&it.milestone_id),
            goal: Id::of(&it.goal_id),
            indicator: Id::of(&it.indicator_id),
            is_open: true,
        }
    }
}
