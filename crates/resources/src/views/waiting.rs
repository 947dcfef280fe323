//! What waits for whom: put there by the fact that asks for something, taken away by the one that settles it. A topic a file.

mod allocations;
mod funds;

use contract::{
    log::{Envelope, envelope::Fact},
    moment,
    partners::{self, event::Kind as Heard},
    resources::{Event as Own, ListWaitingResources, WaitingResource, WaitingResourceKind, event::Kind as Event},
};
use kernel::words::first_line;
use prost::Message;
use runtime::views::{Fold, View, key};

use super::WAITING;
use crate::offer::book::allocation_of;
use allocations::Allocation;
use funds::{Line, Payment, Transaction};

const TITLE_BYTES_MAX: usize = 512;
/// In the place of a partner's id: what is open in a partnership, and who can do less there.
const TOGETHER: &str = "together";
/// In the same place: what a thing waits for.
const THINGS: &str = "things";

pub(super) struct Waiting;

impl View for Waiting {
    fn name(&self) -> &'static str {
        WAITING
    }

    fn version(&self) -> u32 {
        3
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        let mut list = List { fact, fold };
        match &fact.fact {
            Some(Fact::Resources(Own { kind: Some(event) })) => list.own(event),
            Some(Fact::Partners(partners::Event { kind: Some(event) })) => list.heard(event),
            _ => (),
        }
    }
}

/// In all of a partner's partnerships, or in one.
pub fn waits_for(partner_id: &str, question: &ListWaitingResources) -> Vec<u8> {
    let partnership_id = question.partnership_id.as_str();
    if partnership_id.is_empty() { key(&[partner_id]) } else { key(&[partner_id, partnership_id]) }
}

pub fn is_asked_for(question: &ListWaitingResources, it: &WaitingResource) -> bool {
    question.kind() == WaitingResourceKind::Unspecified || question.kind() == it.kind()
}

/// One thing that waits, and for whom it waits now: a field a topic.
#[derive(Clone, PartialEq, Message)]
struct Thing {
    #[prost(message, optional, tag = "1")]
    allocation: Option<Allocation>,
    #[prost(message, optional, tag = "2")]
    transaction: Option<Transaction>,
    #[prost(message, optional, tag = "3")]
    payment: Option<Payment>,
    #[prost(message, optional, tag = "4")]
    line: Option<Line>,
    #[prost(message, repeated, tag = "15")]
    waits: Vec<Wait>,
}

/// That it waits for a partner; the entry stands under all of it.
#[derive(Clone, PartialEq, Message)]
struct Wait {
    #[prost(string, tag = "1")]
    partner_id: String,
    #[prost(enumeration = "WaitingResourceKind", tag = "2")]
    kind: i32,
    /// The part of the thing that it is about.
    #[prost(string, tag = "3")]
    part_id: String,
}

/// One partnership, as far as it says what waits for whom.
#[derive(Clone, PartialEq, Message)]
struct Together {
    #[prost(string, repeated, tag = "1")]
    open: Vec<String>,
    /// Suspended, or gone: they see to what was open before, and begin nothing.
    #[prost(string, repeated, tag = "2")]
    without_voice: Vec<String>,
    #[prost(bool, tag = "3")]
    is_closed: bool,
}

/// What is to be done by one partner.
struct Wanted {
    partner_id: String,
    kind: WaitingResourceKind,
    part_id: String,
    title: String,
    /// Empty: at no set time.
    due_on: String,
    offer_id: String,
    allocation_id: String,
    disbursement_id: String,
}

/// The list, as one fact changes it.
struct List<'e, 'f, 't> {
    fact: &'e Envelope,
    fold: &'f mut Fold<'t>,
}

impl List<'_, '_, '_> {
    fn own(&mut self, event: &Event) {
        let allocation = allocation_of(event).map(|(_, id)| id);
        for id in allocation.into_iter().chain(funds::things_of(event)) {
            self.change(id, |thing| thing.evolve(id, event));
        }
        for payment in self.payments_moved_by(event) {
            let paid = self.paid(&payment);
            self.change(&payment, |thing| thing.payment.iter_mut().for_each(|it| it.paid = Some(paid)));
        }
    }

    fn change(&mut self, id: &str, change: impl FnOnce(&mut Thing)) {
        let mut thing: Thing = self.fold.get(self.thing(id)).unwrap_or_default();
        change(&mut thing);
        let mut together = self.together();
        if together.open.iter().any(|it| it == id) == thing.is_over() {
            together.open.retain(|it| it != id);
            together.open.extend((!thing.is_over()).then(|| id.to_owned()));
            self.fold.put(key(&[TOGETHER, &self.fact.partnership]), together.clone());
        }
        self.wait(id, thing, &together);
    }

    fn heard(&mut self, event: &Heard) {
        let mut together = self.together();
        let mut can = |partner_id: &String, has_voice: bool| {
            together.without_voice.retain(|it| it != partner_id);
            if !has_voice {
                together.without_voice.push(partner_id.clone());
            }
        };
        match event {
            Heard::MemberSuspended(it) => can(&it.partner_id, false),
            Heard::MemberLeft(it) => can(&it.partner_id, false),
            Heard::MemberRemoved(it) => can(&it.partner_id, false),
            Heard::MemberReinstated(it) => can(&it.partner_id, true),
            Heard::InvitationAccepted(it) => can(&it.partner_id, true),
            Heard::PartnershipClosed(_) => together.is_closed = true,
            _ => return,
        }
        self.fold.put(key(&[TOGETHER, &self.fact.partnership]), together.clone());
        for id in together.open.clone() {
            if let Some(thing) = self.fold.get::<Thing>(self.thing(&id)) {
                self.wait(&id, thing, &together);
            }
        }
    }

    /// It waits for those that are wanted now; for who was and is no longer, it does not. What waits since before still does.
    fn wait(&mut self, id: &str, mut thing: Thing, together: &Together) {
        let before = std::mem::take(&mut thing.waits);
        let wanted = thing.wanted(together);
        thing.waits = wanted.iter().map(Wait::from).collect();
        for gone in before.iter().filter(|it| !thing.waits.contains(it)) {
            self.fold.remove(self.place(gone, id));
        }
        for (it, wait) in wanted.into_iter().zip(&thing.waits) {
            self.put(self.place(wait, id), it);
        }
        match thing.is_forgotten() {
            true => self.fold.remove(self.thing(id)),
            false => self.fold.put(self.thing(id), thing),
        }
    }

    fn put(&mut self, place: Vec<u8>, wanted: Wanted) {
        let Wanted { partner_id: _, kind, part_id, title, due_on, offer_id, allocation_id, disbursement_id } = wanted;
        let before = self.fold.get::<WaitingResource>(place.clone()).and_then(|it| it.since);
        let waiting = WaitingResource {
            partnership_id: self.fact.partnership.clone(),
            kind: kind.into(),
            thing_id: part_id,
            title: first_line(&title, TITLE_BYTES_MAX),
            since: before.or(self.fact.recorded_at),
            due_at: due_on.parse().ok().and_then(moment::end_of).map(moment::on_wire),
            offer_id,
            allocation_id,
            disbursement_id,
        };
        self.fold.put(place, waiting);
    }

    fn together(&mut self) -> Together {
        self.fold.get(key(&[TOGETHER, &self.fact.partnership])).unwrap_or_default()
    }

    fn thing(&self, id: &str) -> Vec<u8> {
        key(&[THINGS, &self.fact.partnership, id])
    }

    fn place(&self, wait: &Wait, id: &str) -> Vec<u8> {
        key(&[&wait.partner_id, &self.fact.partnership, wait.kind().as_str_name(), id, &wait.part_id])
    }
}

impl Thing {
    fn evolve(&mut self, id: &str, event: &Event) {
        match event {
            Event::AllocationRequested(it) => self.allocation = Some(Allocation::from(it)),
            event => self.allocation.iter_mut().for_each(|it| it.evolve(event)),
        }
        funds::evolve(self, id, event);
    }

    fn wanted(&self, together: &Together) -> Vec<Wanted> {
        let Thing { allocation, transaction, payment, line, waits: _ } = self;
        if together.is_closed {
            return vec![];
        }
        let in_kind = allocation.iter().flat_map(|it| it.wanted(together));
        let payment = payment.iter().flat_map(|it| it.wanted(together));
        let line = line.iter().filter_map(|it| it.wanted(together));
        in_kind.chain(transaction.iter().filter_map(Transaction::wanted)).chain(payment).chain(line).collect()
    }

    fn is_over(&self) -> bool {
        let Thing { allocation, transaction, payment, line, waits: _ } = self;
        let is_in_kind = allocation.iter().any(|it| !it.is_over());
        let is_of_funds = transaction.iter().any(Transaction::is_open) || payment.iter().any(Payment::is_open);
        !is_in_kind && !is_of_funds && line.is_none()
    }

    /// Reports may be linked and payments paid less again, long after.
    fn is_forgotten(&self) -> bool {
        self.is_over() && self.transaction.is_none() && self.payment.is_none()
    }
}

impl Together {
    fn has_voice(&self, partner_id: &str) -> bool {
        !self.without_voice.iter().any(|it| it == partner_id)
    }
}

impl From<&Wanted> for Wait {
    fn from(it: &Wanted) -> Self {
        Wait { partner_id: it.partner_id.clone(), kind: it.kind.into(), part_id: it.part_id.clone() }
    }
}
