//! Every allocation, what is before the members, and what is open until when, ordered by day, so that the clock looks at
//! what has come and no further. An offer that nobody has asked for takes no room here: there may be a million.

use std::collections::{BTreeMap, BTreeSet};

use contract::{
    log::Envelope,
    moment,
    resources::{AllocationRequested, ResourceKind, Terms, event::Kind as Event},
};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::offer::{Asked, allocation::Allocation, book::allocation_of, delivery::delivery_of};

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Offers {
    /// By partnership, by allocation.
    taken: BTreeMap<String, BTreeMap<String, Taken>>,
    /// By the fact that put it before the members.
    proposed: BTreeMap<String, Proposed>,
    /// Those of which something will be late, by their last day.
    by_day: BTreeSet<(Date, Place)>,
    /// By partnership, by need.
    needs: BTreeMap<String, BTreeMap<String, Stated>>,
}

/// What was asked of an offer, and what became of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Taken {
    pub offer_id: String,
    pub provider: String,
    kind: i32,
    terms: i32,
    pub unit: String,
    pub title: String,
    pub allocation: Allocation,
}

/// Where an allocation stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    pub partnership_id: String,
    pub offer_id: String,
    pub allocation_id: String,
}

/// What is before the members: an allocation, or figures of a delivery of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Proposed {
    pub place: Place,
    /// Empty: the allocation itself.
    pub delivery_id: String,
}

/// An allocation whose last day is over, since when; and what is late of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Late<'m> {
    pub place: &'m Place,
    pub at: Timestamp,
    pub delivery: bool,
    pub is_return: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Stated {
    partner_id: String,
    kind: i32,
    is_open: bool,
}

impl Offers {
    /// With its id.
    pub(super) fn in_partnership(&self, partnership_id: &str) -> impl Iterator<Item = (&str, &Taken)> {
        self.taken.get(partnership_id).into_iter().flatten().map(|(id, it)| (id.as_str(), it))
    }

    pub(super) fn taken(&self, partnership_id: &str, allocation_id: &str) -> Option<&Taken> {
        self.taken.get(partnership_id)?.get(allocation_id)
    }

    pub(super) fn proposed(&self, event_id: &str) -> Option<&Proposed> {
        self.proposed.get(event_id)
    }

    pub(super) fn need(&self, partnership_id: &str, need_id: &str) -> Option<Asked> {
        let Stated { partner_id, kind, is_open } = self.needs.get(partnership_id)?.get(need_id)?;
        let kind = ResourceKind::try_from(*kind).unwrap_or_default();
        Some(Asked { partner_id: partner_id.clone(), kind, is_open: *is_open })
    }

    pub(super) fn late(&self, now: Timestamp) -> impl Iterator<Item = Late<'_>> {
        let come = self.by_day.iter().map_while(move |(day, place)| Some((moment::end_of(*day)?, place)));
        come.take_while(move |(at, _)| *at <= now).filter_map(|(at, place)| {
            let (delivery, is_return) = self.taken(&place.partnership_id, &place.allocation_id)?.lateness();
            Some(Late { place, at, delivery, is_return })
        })
    }

    pub(super) fn remember(&mut self, event: &Event, fact: &Envelope) {
        match event {
            Event::NeedStated(it) => {
                let stated = Stated { partner_id: it.partner_id.clone(), kind: it.kind, is_open: true };
                self.needs.entry(it.partnership_id.clone()).or_default().insert(it.need_id.clone(), stated);
            }
            Event::NeedWithdrawn(it) => {
                let needs = self.needs.get_mut(&it.partnership_id);
                if let Some(need) = needs.and_then(|needs| needs.get_mut(&it.need_id)) {
                    need.is_open = false;
                }
            }
            event => {
                let Some((offer_id, allocation_id)) = allocation_of(event) else { return };
                let place = Place {
                    partnership_id: fact.partnership.clone(),
                    offer_id: offer_id.to_owned(),
                    allocation_id: allocation_id.to_owned(),
                };
                self.change(event, fact, &place);
                self.decide(event, fact, &place);
                self.wait(place);
            }
        }
    }

    /// Nothing is decided or falls due any more in a partnership that has ended.
    pub(super) fn over(&mut self, partnership_id: &str) {
        self.taken.remove(partnership_id);
        self.needs.remove(partnership_id);
        self.proposed.retain(|_, it| it.place.partnership_id != partnership_id);
        self.by_day.retain(|(_, it)| it.partnership_id != partnership_id);
    }

    fn change(&mut self, event: &Event, fact: &Envelope, place: &Place) {
        let taken = self.taken.entry(place.partnership_id.clone()).or_default();
        if let Event::AllocationRequested(it) = event {
            taken.insert(place.allocation_id.clone(), Taken::from(it));
        } else if let Some(it) = taken.get_mut(&place.allocation_id) {
            it.allocation.evolve(event, &fact.event_id);
        }
    }

    fn decide(&mut self, event: &Event, fact: &Envelope, place: &Place) {
        if matches!(event, Event::AllocationProposed(_) | Event::DeliverySettlementProposed(_)) {
            let delivery_id = delivery_of(event).unwrap_or_default().to_owned();
            self.proposed.insert(fact.event_id.clone(), Proposed { place: place.clone(), delivery_id });
        } else if let Some(event_id) = decided(event) {
            self.proposed.remove(event_id);
        }
    }

    fn wait(&mut self, place: Place) {
        let Some(taken) = self.taken(&place.partnership_id, &place.allocation_id) else { return };
        let ((delivery, is_return), ends_on) = (taken.lateness(), taken.allocation.ends_on);
        match delivery || is_return {
            true => self.by_day.insert((ends_on, place)),
            false => self.by_day.remove(&(ends_on, place)),
        };
    }
}

impl Taken {
    pub fn is_funds(&self) -> bool {
        self.kind == i32::from(ResourceKind::Funds)
    }

    pub fn terms(&self) -> Terms {
        self.terms.try_into().unwrap_or_default()
    }

    fn lateness(&self) -> (bool, bool) {
        if self.is_funds() { (false, false) } else { self.allocation.lateness(self.terms()) }
    }
}

impl From<&AllocationRequested> for Taken {
    fn from(it: &AllocationRequested) -> Self {
        Taken {
            offer_id: it.offer_id.clone(),
            provider: it.provider_partner_id.clone(),
            kind: it.kind,
            terms: it.terms,
            unit: it.unit.clone(),
            title: it.title.clone(),
            allocation: Allocation::from(it),
        }
    }
}

/// What is before the members no longer.
pub(super) fn decided(event: &Event) -> Option<&str> {
    let event_id = match event {
        Event::AllocationAgreed(it) => &it.proposed_event_id,
        Event::AllocationRejected(it) => &it.proposed_event_id,
        Event::AllocationDeclined(it) => &it.proposed_event_id,
        Event::RequestWithdrawn(it) => &it.proposed_event_id,
        Event::DeliverySettled(it) => &it.proposed_event_id,
        Event::DeliverySettlementRejected(it) => &it.proposed_event_id,
        _ => return None,
    };
    Some(event_id.as_str()).filter(|it| !it.is_empty())
}
