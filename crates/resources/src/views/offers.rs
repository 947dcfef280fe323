//! What partners can share, and what is taken of it.

use contract::{
    log::{Envelope, envelope::Fact},
    resources::{
        Event as Heard, ListOffers, Offer, OfferRevised, OfferState, ResourceKind, ResourceOffered,
        event::Kind as Event,
    },
};
use runtime::views::{Fold, View};

use super::{bookings, place};
use crate::offer::book::allocation_of;

pub(super) struct Offers;

impl View for Offers {
    fn name(&self) -> &'static str {
        super::OFFERS
    }

    fn version(&self) -> u32 {
        2
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        if let Some(Fact::Resources(Heard { kind: Some(event) })) = &fact.fact {
            project(&fact.partnership, event, fold);
        }
    }
}

pub fn is_asked_for(question: &ListOffers, it: &Offer) -> bool {
    let ListOffers { kind: _, partner_id, state: _, goal_id, place, .. } = question;
    (question.kind() == ResourceKind::Unspecified || question.kind() == it.kind())
        && (partner_id.is_empty() || *partner_id == it.partner_id)
        && (question.state() == OfferState::Unspecified || question.state() == it.state())
        && (goal_id.is_empty() || *goal_id == it.goal_id)
        && is_in(place, &it.place)
}

/// A place has these words, whatever their case.
pub(super) fn is_in(wanted: &str, place: &str) -> bool {
    wanted.is_empty() || place.to_lowercase().contains(&wanted.to_lowercase())
}

fn project(partnership_id: &str, event: &Event, fold: &mut Fold<'_>) {
    match event {
        Event::ResourceOffered(it) => fold.put(place(partnership_id, &it.offer_id), offered(it)),
        Event::OfferRevised(it) => {
            fold.change(place(partnership_id, &it.offer_id), |offer: &mut Offer| revise(offer, it));
        }
        Event::OfferWithdrawn(it) => fold.change(place(partnership_id, &it.offer_id), |offer: &mut Offer| {
            offer.set_state(OfferState::Withdrawn);
            offer.withdrawn_reason.clone_from(&it.reason);
        }),
        event => {
            let Some((offer_id, allocation_id)) = allocation_of(event) else { return };
            fold.change(place(partnership_id, offer_id), |offer: &mut Offer| {
                book(offer, allocation_id, event);
            });
        }
    }
}

fn book(offer: &mut Offer, allocation_id: &str, event: &Event) {
    let terms = offer.terms();
    if let Event::AllocationRequested(it) = event {
        offer.bookings.push(bookings::booked(it));
    } else if let Some(it) = offer.bookings.iter_mut().find(|it| it.allocation_id == allocation_id) {
        bookings::evolve(it, terms, event);
    }
    bookings::sum(offer);
}

fn offered(it: &ResourceOffered) -> Offer {
    let ResourceOffered {
        partnership_id,
        offer_id,
        partner_id,
        kind,
        title,
        quantity,
        unit,
        value_minor,
        currency,
        valuation,
        place,
        available_from,
        available_until,
        terms,
        field,
        years,
        goal_id,
        activity_id,
    } = it.clone();
    let mut offer = Offer {
        partnership_id,
        offer_id,
        partner_id,
        kind,
        title,
        quantity,
        unit,
        value_minor,
        currency,
        valuation,
        place,
        available_from,
        available_until,
        terms,
        field,
        years,
        goal_id,
        activity_id,
        state: OfferState::Open.into(),
        // What is free today is said when it is asked.
        ..Default::default()
    };
    bookings::sum(&mut offer);
    offer
}

fn revise(offer: &mut Offer, it: &OfferRevised) {
    let OfferRevised {
        partnership_id: _,
        offer_id: _,
        partner_id: _,
        title,
        field,
        years,
        quantity,
        value_minor,
        currency,
        valuation,
        place,
        available_from,
        available_until,
        goal_id,
        activity_id,
    } = it.clone();
    *offer = Offer {
        title,
        field,
        years,
        quantity,
        value_minor,
        currency,
        valuation,
        place,
        available_from,
        available_until,
        goal_id,
        activity_id,
        ..std::mem::take(offer)
    };
}
