//! What an allocation takes of its offer, as it is shown; and what that leaves of the offer.

use contract::resources::{
    Allocation, AllocationRequested, AllocationState, Booking, Freed, Offer, Terms, event::Kind as Event,
};
use jiff::civil::Date;

use crate::{
    offer::capacity::{Capacity, Holding},
    quantity::Quantity,
};

pub fn booked(it: &AllocationRequested) -> Booking {
    let nothing = || Quantity::ZERO.to_string();
    Booking {
        allocation_id: it.allocation_id.clone(),
        receiver_partner_id: it.receiver_partner_id.clone(),
        state: AllocationState::Requested.into(),
        starts_on: it.starts_on.clone(),
        ends_on: it.ends_on.clone(),
        requested: it.quantity.clone(),
        agreed: nothing(),
        delivered: nothing(),
        unanswered: nothing(),
        disputed: nothing(),
        returned: nothing(),
        written_off: nothing(),
        freed: vec![],
        need_id: it.need_id.clone(),
    }
}

pub fn evolve(booking: &mut Booking, terms: Terms, event: &Event) {
    let it = booking;
    match event {
        Event::RequestWithdrawn(_) => end(it, AllocationState::Withdrawn),
        Event::AllocationDeclined(_) => end(it, AllocationState::Declined),
        Event::AllocationRejected(_) => end(it, AllocationState::Rejected),
        Event::AllocationProposed(fact) => {
            it.set_state(AllocationState::AwaitingDecision);
            it.agreed.clone_from(&fact.quantity);
        }
        Event::AllocationAgreed(fact) => {
            it.set_state(AllocationState::Agreed);
            it.agreed.clone_from(&fact.quantity);
        }
        Event::AllocationReleased(fact) => less(&mut it.agreed, &fact.quantity),
        Event::DeliveryRecorded(fact) => {
            more(&mut it.delivered, &fact.quantity);
            more(&mut it.unanswered, &fact.quantity);
        }
        Event::DeliveryWithdrawn(fact) => {
            less(&mut it.delivered, &fact.quantity);
            less(&mut it.unanswered, &fact.quantity);
        }
        Event::DeliveryConfirmed(fact) => {
            more(&mut it.delivered, &fact.quantity);
            less(&mut it.delivered, &fact.recorded_quantity);
            less(&mut it.unanswered, &fact.recorded_quantity);
        }
        Event::DeliveryDisputed(fact) => {
            less(&mut it.unanswered, &fact.recorded_quantity);
            more(&mut it.disputed, &fact.recorded_quantity);
        }
        Event::DeliverySettled(fact) => {
            more(&mut it.delivered, &fact.quantity);
            less(&mut it.delivered, &fact.recorded_quantity);
            less(&mut it.disputed, &fact.recorded_quantity);
        }
        Event::ReturnConfirmed(fact) => {
            more(&mut it.returned, &fact.quantity);
            it.freed.push(Freed { on: fact.returned_on.clone(), quantity: fact.quantity.clone() });
        }
        Event::ReturnWrittenOff(fact) => {
            more(&mut it.written_off, &fact.quantity);
            it.freed.push(Freed { on: fact.written_off_on.clone(), quantity: fact.quantity.clone() });
        }
        _ => (),
    }
    if matches!(it.state(), AllocationState::Agreed | AllocationState::Finished) {
        let is_over = is_finished(it, terms);
        it.set_state(if is_over { AllocationState::Finished } else { AllocationState::Agreed });
    }
}

/// Of what both sides agree was delivered, what is lent and neither returned nor written off.
pub(super) fn lent(it: &Booking) -> Quantity {
    let received = said(&it.delivered).less(said(&it.unanswered) + said(&it.disputed));
    received.less(said(&it.returned) + said(&it.written_off))
}

pub(super) fn undelivered(it: &Booking) -> Quantity {
    said(&it.agreed).less(said(&it.delivered))
}

/// The sums over an offer's bookings.
pub fn sum(offer: &mut Offer) {
    let total = |of: &dyn Fn(&Booking) -> Quantity| offer.bookings.iter().map(of).sum::<Quantity>().to_string();
    let asked = |it: &Booking| match it.state() {
        AllocationState::Requested => said(&it.requested),
        _ => Quantity::ZERO,
    };
    let is_loan = offer.terms() == Terms::Loan;
    let out = |it: &Booking| if is_loan { out(it) } else { Quantity::ZERO };
    let (requested, agreed) = (total(&asked), total(&|it| said(&it.agreed)));
    let (delivered, out_on_loan) = (total(&|it| said(&it.delivered)), total(&out));
    (offer.requested, offer.agreed) = (requested, agreed);
    (offer.delivered, offer.out_on_loan) = (delivered, out_on_loan);
}

/// What of an offer is taken when.
pub(super) fn capacity(offer: &Offer) -> Capacity {
    Capacity {
        terms: offer.terms(),
        quantity: said(&offer.quantity),
        from: day(&offer.available_from),
        until: offer.available_until.parse().ok(),
        holdings: offer.bookings.iter().map(holding).collect(),
    }
}

/// How much is free on that day: nothing of what is not there then, or was taken back.
pub fn show_free(offer: &mut Offer, today: Date) {
    let capacity = capacity(offer);
    let is_open = offer.withdrawn_reason.is_empty() && capacity.is_there(today, today);
    let free = if is_open { capacity.free(today, today, today) } else { Quantity::ZERO };
    offer.free_now = free.to_string();
}

/// How many days something of it is late, and by whom.
pub fn show_late(it: &mut Allocation, today: Date) {
    it.late_partner_ids.clear();
    it.days_late = 0;
    if it.delivery_overdue {
        it.late_partner_ids.push(it.provider_partner_id.clone());
    }
    if it.return_overdue {
        it.late_partner_ids.push(it.receiver_partner_id.clone());
    }
    let ends_on = it.booking.as_ref().map(|it| day(&it.ends_on));
    if let Some(days) = ends_on.and_then(|it| today.since(it).ok()).filter(|_| !it.late_partner_ids.is_empty()) {
        it.days_late = u32::try_from(days.get_days()).unwrap_or_default();
    }
}

fn holding(it: &Booking) -> Holding {
    let freed = it.freed.iter().map(|it| (day(&it.on), said(&it.quantity))).collect();
    Holding { from: day(&it.starts_on), until: day(&it.ends_on), held: said(&it.agreed), out: out(it), freed }
}

fn out(it: &Booking) -> Quantity {
    said(&it.delivered).less(said(&it.returned) + said(&it.written_off))
}

fn is_finished(it: &Booking, terms: Terms) -> bool {
    let is_answered = said(&it.unanswered).is_zero() && said(&it.disputed).is_zero();
    undelivered(it).is_zero() && is_answered && (terms != Terms::Loan || lent(it).is_zero())
}

fn end(it: &mut Booking, state: AllocationState) {
    it.set_state(state);
    it.agreed = Quantity::ZERO.to_string();
}

pub(super) fn said(quantity: &str) -> Quantity {
    Quantity::said(quantity)
}

pub(super) fn more(figure: &mut String, quantity: &str) {
    *figure = (said(figure) + said(quantity)).to_string();
}

pub(super) fn less(figure: &mut String, quantity: &str) {
    *figure = (said(figure) - said(quantity)).to_string();
}

fn day(text: &str) -> Date {
    text.parse().unwrap_or_default()
}
