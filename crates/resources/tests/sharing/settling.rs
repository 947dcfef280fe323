//! Settling a disputed delivery.

use contract::resources::*;
use kernel::scenario::{event_id, given};
use resources::{
    offer::{Offer, Rejection},
    quantity::Quantity,
};

use crate::{messages::*, messages_delivering::*};

#[test]
fn it_is_settled_once_both_sides_say_the_same() {
    given::<Offer, _>(to_disputed()).by(BANK).when(settle("3", 300_000)).then(settled("3", 300_000));
    given::<Offer, _>(to_disputed()).by(COOPERATIVE).when(settle("4", 400_000)).then(settled("4", 400_000));
    given::<Offer, _>(to_disputed()).by(BANK).when(settle("3.5", 350_000)).then(stated(BANK, "3.5", 350_000));
    given::<Offer, _>(to_disputed())
        .and(stated(BANK, "3.5", 350_000))
        .by(COOPERATIVE)
        .when(settle("3.5", 350_000))
        .then(settled("3.5", 350_000));
}

#[test]
fn figures_of_which_one_differs_are_not_the_same() {
    given::<Offer, _>(to_disputed()).by(BANK).when(settle("3", 1)).then(stated(BANK, "3", 1));
    given::<Offer, _>(to_disputed()).by(BANK).when(settle("3", 0)).then(stated(BANK, "3", 0));
}

#[test]
fn saying_it_again_changes_nothing() {
    given::<Offer, _>(to_disputed()).and(stated(BANK, "2", 1)).by(BANK).when(settle("2", 1)).then_nothing();
    given::<Offer, _>(to_disputed()).and(settled("3", 300_000)).by(BANK).when(settle("3", 300_000)).then_nothing();
}

#[test]
fn nothing_arrived_is_an_answer_too() {
    let nothing = DeliveryDisputed { quantity: "0".into(), value_minor: 0, currency: String::new(), ..disputed() };
    given::<Offer, _>(to_delivered()).and(nothing).by(BANK).when(settle("0", 0)).then(settled("0", 0));
}

#[test]
fn only_what_is_disputed_is_settled_by_its_two_sides_and_within_what_is_agreed() {
    given::<Offer, _>(to_disputed()).by(INSURER).when(settle("3", 300_000)).then_rejected(Rejection::NotAParty);
    given::<Offer, _>(to_delivered())
        .by(BANK)
        .when(settle("3", 300_000))
        .then_rejected(Rejection::DeliveryState(DeliveryState::Open));
    given::<Offer, _>(to_disputed())
        .and(settled("3", 300_000))
        .by(BANK)
        .when(settle("4", 400_000))
        .then_rejected(Rejection::DeliveryState(DeliveryState::Settled));
    given::<Offer, _>(to_disputed())
        .by(BANK)
        .when(settle("6.5", 0))
        .then_rejected(Rejection::BeyondAgreed { undelivered: Quantity::said("6"), unit: "tablets".into() });
}

#[test]
fn one_side_puts_its_figures_to_the_members() {
    given::<Offer, _>(to_disputed()).by(COOPERATIVE).when(to_decide("2", 1)).then(put());
    given::<Offer, _>(to_disputed()).and(put()).by(BANK).when(to_decide("2", 1)).then_nothing();
    given::<Offer, _>(to_disputed())
        .and(put())
        .by(BANK)
        .when(to_decide("4", 1))
        .then_rejected(Rejection::SettlementOpen);
}

#[test]
fn both_sides_may_settle_it_while_the_members_decide() {
    given::<Offer, _>(to_disputed())
        .and(put())
        .by(BANK)
        .when(settle("3", 300_000))
        .then(DeliverySettled { proposed_event_id: event_id(5), ..settled("3", 300_000) });
}

fn to_decide(quantity: &str, value_minor: i64) -> SettleDelivery {
    SettleDelivery { by_decision: true, ..settle(quantity, value_minor) }
}

pub(crate) fn put() -> DeliverySettlementProposed {
    let it = disputed();
    DeliverySettlementProposed {
        partnership_id: it.partnership_id,
        offer_id: it.offer_id,
        allocation_id: it.allocation_id,
        provider_partner_id: it.provider_partner_id,
        receiver_partner_id: it.receiver_partner_id,
        need_id: it.need_id,
        kind: it.kind,
        terms: it.terms,
        unit: it.unit,
        delivery_id: it.delivery_id,
        proposed_by: COOPERATIVE.into(),
        title: "Tablets".into(),
        quantity: "2".into(),
        value_minor: 1,
        currency: "KES".into(),
        recorded_quantity: "4".into(),
        recorded_value_minor: 400_000,
        recorded_currency: "KES".into(),
        claimed_quantity: "3".into(),
        claimed_value_minor: 300_000,
        claimed_currency: "KES".into(),
        reason: it.reason,
    }
}

fn stated(by: &str, quantity: &str, value_minor: i64) -> SettlementStated {
    let it = disputed();
    SettlementStated {
        partnership_id: it.partnership_id,
        offer_id: it.offer_id,
        allocation_id: it.allocation_id,
        provider_partner_id: it.provider_partner_id,
        receiver_partner_id: it.receiver_partner_id,
        need_id: it.need_id,
        kind: it.kind,
        terms: it.terms,
        unit: it.unit,
        delivery_id: it.delivery_id,
        stated_by: by.into(),
        quantity: quantity.into(),
        value_minor,
        currency: if value_minor == 0 { String::new() } else { "KES".into() },
    }
}
