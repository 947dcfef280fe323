//! What we remember of one allocation: what was asked and agreed, and what was delivered, disputed and returned of it.

use contract::resources::{AllocationState, Terms, event::Kind as Event};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    capacity::Holding,
    delivery::{Answer, Delivery, delivery_of},
};
use crate::quantity::{Figures, Money, Quantity};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Allocation {
    pub receiver: String,
    pub need_id: String,
    pub goal_id: String,
    pub activity_id: String,
    pub note: String,
    pub requested: Quantity,
    pub starts_on: Date,
    pub ends_on: Date,
    pub stage: Stage,
    /// Agreed, or awaiting the members' decision.
    pub agreed: Quantity,
    /// What that is worth.
    pub value: Option<Money>,
    pub released: Quantity,
    /// Who gave up what was not delivered last, and why.
    pub release: Option<(String, String)>,
    pub deliveries: Vec<Delivery>,
    pub returns: Vec<Return>,
    /// What of a loan came free again, from which day on.
    pub freed: Vec<(Date, Quantity)>,
    pub returned: Quantity,
    pub written_off: Quantity,
    /// Of the value agreed when it was delivered: what returns and write-offs have taken.
    pub value_back: i64,
    /// Why the rest was written off last.
    pub write_off: Option<String>,
    pub delivery_overdue: bool,
    pub return_overdue: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Stage {
    Requested,
    Withdrawn,
    Declined { reason: String },
    Proposed { event_id: String },
    Rejected,
    Agreed,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Return {
    pub return_id: String,
    pub returned_on: Date,
    pub condition: String,
    pub recorded: Quantity,
    /// How much the giver found, and what it said.
    pub confirmed: Option<(Quantity, String)>,
}

impl Allocation {
    /// Agreed, or held until the members decide, and not released.
    pub fn held(&self) -> Quantity {
        match self.stage {
            Stage::Proposed { .. } | Stage::Agreed => self.agreed - self.released,
            _ => Quantity::ZERO,
        }
    }

    /// Delivered, as it is agreed, or else as the giver says.
    pub fn delivered(&self) -> Quantity {
        self.deliveries.iter().map(Delivery::counts).sum()
    }

    pub fn undelivered(&self) -> Quantity {
        self.held().less(self.delivered())
    }

    /// Delivered, and the receiver has said so or it was settled.
    pub fn received(&self) -> Quantity {
        self.deliveries.iter().filter_map(Delivery::agreed).map(|it| it.quantity).sum()
    }

    /// Delivered, and not back.
    pub fn out(&self) -> Quantity {
        self.delivered().less(self.returned + self.written_off)
    }

    /// Received, not back, and not said to be.
    pub fn returnable(&self) -> Quantity {
        let reported = self.returns.iter().filter(|it| it.confirmed.is_none()).map(|it| it.recorded).sum();
        self.received().less(self.returned + self.written_off + reported)
    }

    pub fn delivery(&self, delivery_id: &str) -> Option<&Delivery> {
        self.deliveries.iter().find(|it| it.delivery_id == delivery_id)
    }

    /// Nothing of it is to be delivered, answered, returned or decided any more.
    pub fn is_finished(&self, terms: Terms) -> bool {
        let is_answered = !self.deliveries.iter().any(Delivery::is_unanswered);
        let is_back = terms != Terms::Loan || self.received() <= self.returned + self.written_off;
        match self.stage {
            Stage::Requested | Stage::Proposed { .. } => false,
            Stage::Agreed => self.undelivered().is_zero() && is_answered && is_back,
            _ => true,
        }
    }

    /// What the clock is to say of it once its last day is over: that a delivery, that a return is late.
    pub fn lateness(&self, terms: Terms) -> (bool, bool) {
        if self.stage != Stage::Agreed {
            return (false, false);
        }
        let delivery = !self.delivery_overdue && !self.undelivered().is_zero();
        (delivery, terms == Terms::Loan && !self.return_overdue && !self.returnable().is_zero())
    }

    pub fn state(&self, terms: Terms) -> AllocationState {
        match &self.stage {
            Stage::Requested => AllocationState::Requested,
            Stage::Withdrawn => AllocationState::Withdrawn,
            Stage::Declined { .. } => AllocationState::Declined,
            Stage::Proposed { .. } => AllocationState::AwaitingDecision,
            Stage::Rejected => AllocationState::Rejected,
            Stage::Agreed if self.is_finished(terms) => AllocationState::Finished,
            Stage::Agreed => AllocationState::Agreed,
        }
    }

    pub fn holding(&self) -> Holding {
        Holding {
            from: self.starts_on,
            until: self.ends_on,
            held: self.held(),
            out: self.out(),
            freed: self.freed.clone(),
        }
    }

    /// What so much more that is back, or given up, takes of the value agreed when it was delivered. All of it together takes
    /// all of the value. None where not all was valued, or in several currencies.
    pub fn value_of(&self, quantity: Quantity) -> Option<Money> {
        let mut agreed = self.deliveries.iter().filter_map(Delivery::agreed).filter(|it| !it.quantity.is_zero());
        let first = agreed.next()?.value.clone()?;
        let minor = agreed.try_fold(first.minor, |sum, it| {
            let value = it.value.as_ref().filter(|it| it.currency == first.currency)?;
            sum.checked_add(value.minor)
        })?;
        let back = self.returned + self.written_off + quantity;
        let taken = back.part_of(minor, self.received())?;
        Some(Money { minor: (taken - self.value_back).max(0), currency: first.currency })
    }

    pub(crate) fn evolve(&mut self, event: &Event, event_id: &str) {
        match event {
            Event::RequestWithdrawn(_) => self.end(Stage::Withdrawn),
            Event::AllocationDeclined(it) => self.end(Stage::Declined { reason: it.reason.clone() }),
            Event::AllocationRejected(_) => self.end(Stage::Rejected),
            Event::AllocationProposed(it) => {
                let stage = Stage::Proposed { event_id: event_id.to_owned() };
                self.agree(stage, &it.quantity, Money::said(it.value_minor, &it.currency));
            }
            Event::AllocationAgreed(it) => {
                self.agree(Stage::Agreed, &it.quantity, Money::said(it.value_minor, &it.currency));
            }
            Event::AllocationReleased(it) => {
                self.released = self.released + Quantity::said(&it.quantity);
                self.release = Some((it.released_by.clone(), it.reason.clone()));
            }
            Event::ReturnRecorded(it) => self.returns.push(Return {
                return_id: it.return_id.clone(),
                returned_on: it.returned_on.parse().unwrap_or_default(),
                condition: it.condition.clone(),
                recorded: Quantity::said(&it.quantity),
                confirmed: None,
            }),
            Event::ReturnConfirmed(it) => {
                let found = Quantity::said(&it.quantity);
                self.returned = self.returned + found;
                self.value_back += it.value_minor;
                self.freed.push((it.returned_on.parse().unwrap_or_default(), found));
                if let Some(back) = self.returns.iter_mut().find(|back| back.return_id == it.return_id) {
                    back.confirmed = Some((found, it.remark.clone()));
                }
            }
            Event::ReturnWrittenOff(it) => {
                let lost = Quantity::said(&it.quantity);
                self.written_off = self.written_off + lost;
                self.value_back += it.value_minor;
                self.freed.push((it.written_off_on.parse().unwrap_or_default(), lost));
                self.write_off = Some(it.reason.clone());
            }
            Event::DeliveryOverdue(_) => self.delivery_overdue = true,
            Event::ReturnOverdue(_) => self.return_overdue = true,
            event => self.deliver(event, event_id),
        }
    }

    fn deliver(&mut self, event: &Event, event_id: &str) {
        if let Event::DeliveryRecorded(it) = event {
            let recorded = Figures::said(&it.quantity, it.value_minor, &it.currency);
            self.deliveries.push(Delivery {
                delivery_id: it.delivery_id.clone(),
                delivered_on: it.delivered_on.parse().unwrap_or_default(),
                note: it.note.clone(),
                evidence: it.evidence.as_ref().map(|it| it.sha256.clone()).unwrap_or_default(),
                recorded: recorded.clone(),
                answer: Answer::Open,
                giver: recorded,
                receiver: Figures::default(),
                proposed: None,
            });
        }
        let Some(delivery_id) = delivery_of(event) else { return };
        if let Some(delivery) = self.deliveries.iter_mut().find(|it| it.delivery_id == delivery_id) {
            delivery.evolve(event, event_id);
        }
    }

    fn end(&mut self, stage: Stage) {
        self.stage = stage;
        self.agreed = Quantity::ZERO;
        self.value = None;
    }

    fn agree(&mut self, stage: Stage, quantity: &str, value: Option<Money>) {
        self.stage = stage;
        self.agreed = Quantity::said(quantity);
        self.value = value;
    }
}
