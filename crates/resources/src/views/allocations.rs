//! Allocations: what was asked and agreed, each delivery with both sides' words, each return, and all that happened.

mod deliveries;
mod steps;

use contract::{
    log::{Envelope, envelope::Fact},
    resources::{
        Allocation, AllocationRequested, AllocationState, Event as Heard, ListAllocations, LoanReturn, ResourceKind,
        ReturnState, event::Kind as Event,
    },
};
use runtime::views::{Fold, View};

use super::{bookings, keep_last, place};
use crate::offer::book::allocation_of;

const STEPS_MAX: usize = 200;

pub(super) struct Allocations;

impl View for Allocations {
    fn name(&self) -> &'static str {
        super::ALLOCATIONS
    }

    fn version(&self) -> u32 {
        1
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        let Some(Fact::Resources(Heard { kind: Some(event) })) = &fact.fact else { return };
        let Some((_, allocation_id)) = allocation_of(event) else { return };
        let at = place(&fact.partnership, allocation_id);
        if let Event::AllocationRequested(it) = event {
            fold.put(at.clone(), requested(it));
        }
        fold.change(at, |it: &mut Allocation| change(it, event, fact));
    }
}

pub fn is_asked_for(question: &ListAllocations, it: &Allocation) -> bool {
    let ListAllocations { kind: _, partner_id, state: _, offer_id, need_id, goal_id, overdue, disputed, .. } = question;
    let state = it.booking.as_ref().map(|it| it.state()).unwrap_or_default();
    let is_disputed = it.booking.as_ref().is_some_and(|it| !bookings::said(&it.disputed).is_zero());
    (question.kind() == ResourceKind::Unspecified || question.kind() == it.kind())
        && (partner_id.is_empty() || [&it.provider_partner_id, &it.receiver_partner_id].contains(&partner_id))
        && (question.state() == AllocationState::Unspecified || question.state() == state)
        && (offer_id.is_empty() || *offer_id == it.offer_id)
        && (need_id.is_empty() || *need_id == it.need_id)
        && (goal_id.is_empty() || *goal_id == it.goal_id)
        && (!overdue || it.delivery_overdue || it.return_overdue)
        && (!disputed || is_disputed)
}

fn change(it: &mut Allocation, event: &Event, fact: &Envelope) {
    let terms = it.terms();
    if let Some(booking) = &mut it.booking {
        bookings::evolve(booking, terms, event);
    }
    agree(it, event);
    deliveries::evolve(&mut it.deliveries, event, fact);
    give_back(&mut it.returns, event);
    match event {
        Event::DeliveryOverdue(_) => it.delivery_overdue = true,
        Event::ReturnOverdue(_) => it.return_overdue = true,
        _ => (),
    }
    if let Some(booking) = &it.booking {
        it.delivery_overdue &= !bookings::undelivered(booking).is_zero();
        it.return_overdue &= !bookings::lent(booking).is_zero();
    }
    if let Some(step) = steps::step(event, fact) {
        keep_last(STEPS_MAX, &mut it.steps, step);
    }
}

fn agree(it: &mut Allocation, event: &Event) {
    match event {
        Event::AllocationProposed(fact) => {
            it.value_minor = fact.value_minor;
            it.currency.clone_from(&fact.currency);
        }
        Event::AllocationAgreed(fact) => {
            it.value_minor = fact.value_minor;
            it.currency.clone_from(&fact.currency);
            it.threshold_note.clone_from(&fact.threshold_note);
            it.why.clone_from(&fact.why);
        }
        Event::AllocationDeclined(fact) => it.why.clone_from(&fact.reason),
        Event::AllocationRejected(fact) => it.why.clone_from(&fact.why),
        _ => (),
    }
}

fn give_back(returns: &mut Vec<LoanReturn>, event: &Event) {
    match event {
        Event::ReturnRecorded(it) => returns.push(LoanReturn {
            return_id: it.return_id.clone(),
            state: ReturnState::Open.into(),
            returned_on: it.returned_on.clone(),
            recorded_quantity: it.quantity.clone(),
            condition: it.condition.clone(),
            quantity: String::new(),
            remark: String::new(),
        }),
        Event::ReturnConfirmed(it) => {
            if let Some(back) = returns.iter_mut().find(|back| back.return_id == it.return_id) {
                back.set_state(ReturnState::Confirmed);
                back.quantity.clone_from(&it.quantity);
                back.remark.clone_from(&it.remark);
            }
        }
        _ => (),
    }
}

fn requested(it: &AllocationRequested) -> Allocation {
    Allocation {
        partnership_id: it.partnership_id.clone(),
        offer_id: it.offer_id.clone(),
        allocation_id: it.allocation_id.clone(),
        provider_partner_id: it.provider_partner_id.clone(),
        receiver_partner_id: it.receiver_partner_id.clone(),
        need_id: it.need_id.clone(),
        kind: it.kind,
        terms: it.terms,
        unit: it.unit.clone(),
        title: it.title.clone(),
        goal_id: it.goal_id.clone(),
        activity_id: it.activity_id.clone(),
        note: it.note.clone(),
        booking: Some(bookings::booked(it)),
        ..Default::default()
    }
}
