//! What is reckoned of an offer: how much there is, and what every allocation takes of it. Decisions, reactions and the clock
//! all read this one.

use std::collections::BTreeMap;

use contract::resources::{AllocationRequested, ResourceKind, Terms, event::Kind as Event};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    allocation::{Allocation, Stage},
    capacity::Capacity,
};
use crate::quantity::{Money, Quantity};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Book {
    pub partnership_id: String,
    pub offer_id: String,
    pub provider: String,
    kind: i32,
    terms: i32,
    pub unit: String,
    pub title: String,
    pub quantity: Quantity,
    pub value: Option<Money>,
    pub from: Date,
    pub until: Option<Date>,
    pub is_withdrawn: bool,
    pub allocations: BTreeMap<String, Allocation>,
}

impl Book {
    /// The first fact of an offer begins its book.
    pub fn opened(event: &Event) -> Option<Self> {
        let Event::ResourceOffered(it) = event else { return None };
        Some(Book {
            partnership_id: it.partnership_id.clone(),
            offer_id: it.offer_id.clone(),
            provider: it.partner_id.clone(),
            kind: it.kind,
            terms: it.terms,
            unit: it.unit.clone(),
            title: it.title.clone(),
            quantity: Quantity::said(&it.quantity),
            value: Money::said(it.value_minor, &it.currency),
            from: it.available_from.parse().unwrap_or_default(),
            until: it.available_until.parse().ok(),
            is_withdrawn: false,
            allocations: BTreeMap::new(),
        })
    }

    pub fn kind(&self) -> ResourceKind {
        self.kind.try_into().unwrap_or_default()
    }

    pub fn terms(&self) -> Terms {
        self.terms.try_into().unwrap_or_default()
    }

    pub fn is_funds(&self) -> bool {
        self.kind() == ResourceKind::Funds
    }

    pub fn capacity(&self) -> Capacity {
        Capacity {
            terms: self.terms(),
            quantity: self.quantity,
            from: self.from,
            until: self.until,
            holdings: self.allocations.values().map(Allocation::holding).collect(),
        }
    }

    /// Whether something agreed is left to be done. Funds move as transactions: theirs is over with the last day.
    pub fn is_unfinished(&self, allocation: &Allocation, today: Date) -> bool {
        match allocation.stage {
            Stage::Proposed { .. } => true,
            Stage::Agreed if self.is_funds() => today <= allocation.ends_on && !allocation.held().is_zero(),
            Stage::Agreed => !allocation.is_finished(self.terms()),
            _ => false,
        }
    }

    /// What is late of an allocation once its last day is over: a delivery, a return. Funds move as transactions.
    pub fn lateness(&self, allocation: &Allocation) -> (bool, bool) {
        if self.is_funds() { (false, false) } else { allocation.lateness(self.terms()) }
    }

    pub fn evolve(&mut self, event: &Event, event_id: &str) {
        match event {
            Event::OfferRevised(it) => {
                self.title.clone_from(&it.title);
                self.quantity = Quantity::said(&it.quantity);
                self.value = Money::said(it.value_minor, &it.currency);
                self.from = it.available_from.parse().unwrap_or_default();
                self.until = it.available_until.parse().ok();
            }
            Event::OfferWithdrawn(_) => self.is_withdrawn = true,
            Event::AllocationRequested(it) => {
                self.allocations.insert(it.allocation_id.clone(), Allocation::from(it));
            }
            event => {
                if let Some(it) = allocation_of(event).and_then(|(_, id)| self.allocations.get_mut(id)) {
                    it.evolve(event, event_id);
                }
            }
        }
    }
}

impl From<&AllocationRequested> for Allocation {
    fn from(it: &AllocationRequested) -> Self {
        Allocation {
            receiver: it.receiver_partner_id.clone(),
            need_id: it.need_id.clone(),
            goal_id: it.goal_id.clone(),
            activity_id: it.activity_id.clone(),
            note: it.note.clone(),
            requested: Quantity::said(&it.quantity),
            starts_on: it.starts_on.parse().unwrap_or_default(),
            ends_on: it.ends_on.parse().unwrap_or_default(),
            stage: Stage::Requested,
            agreed: Quantity::ZERO,
            value: None,
            released: Quantity::ZERO,
            release: None,
            deliveries: Vec::new(),
            returns: Vec::new(),
            freed: Vec::new(),
            returned: Quantity::ZERO,
            written_off: Quantity::ZERO,
            value_back: 0,
            write_off: None,
            delivery_overdue: false,
            return_overdue: false,
        }
    }
}

/// The offer and the allocation that a fact is about.
pub fn allocation_of(event: &Event) -> Option<(&str, &str)> {
    let (offer_id, allocation_id) = match event {
        Event::AllocationRequested(it) => (&it.offer_id, &it.allocation_id),
        Event::RequestWithdrawn(it) => (&it.offer_id, &it.allocation_id),
        Event::AllocationAgreed(it) => (&it.offer_id, &it.allocation_id),
        Event::AllocationDeclined(it) => (&it.offer_id, &it.allocation_id),
        Event::AllocationProposed(it) => (&it.offer_id, &it.allocation_id),
        Event::AllocationRejected(it) => (&it.offer_id, &it.allocation_id),
        Event::AllocationReleased(it) => (&it.offer_id, &it.allocation_id),
        Event::DeliveryRecorded(it) => (&it.offer_id, &it.allocation_id),
        Event::DeliveryWithdrawn(it) => (&it.offer_id, &it.allocation_id),
        Event::DeliveryConfirmed(it) => (&it.offer_id, &it.allocation_id),
        Event::DeliveryDisputed(it) => (&it.offer_id, &it.allocation_id),
        Event::SettlementStated(it) => (&it.offer_id, &it.allocation_id),
        Event::DeliverySettlementProposed(it) => (&it.offer_id, &it.allocation_id),
        Event::DeliverySettlementRejected(it) => (&it.offer_id, &it.allocation_id),
        Event::DeliverySettled(it) => (&it.offer_id, &it.allocation_id),
        Event::ReturnRecorded(it) => (&it.offer_id, &it.allocation_id),
        Event::ReturnConfirmed(it) => (&it.offer_id, &it.allocation_id),
        Event::ReturnWrittenOff(it) => (&it.offer_id, &it.allocation_id),
        Event::DeliveryOverdue(it) => (&it.offer_id, &it.allocation_id),
        Event::ReturnOverdue(it) => (&it.offer_id, &it.allocation_id),
        _ => return None,
    };
    Some((offer_id, allocation_id))
}
