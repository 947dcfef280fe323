//! Each delivery, with what its giver and its receiver say of it.

use contract::{
    log::Envelope,
    resources::{Delivery, DeliveryRecorded, DeliveryState, event::Kind as Event},
};

use crate::offer::delivery::delivery_of;

pub(super) fn evolve(deliveries: &mut Vec<Delivery>, event: &Event, fact: &Envelope) {
    if let Event::DeliveryRecorded(it) = event {
        return deliveries.push(recorded(it));
    }
    let Some(delivery_id) = delivery_of(event) else { return };
    if let Some(delivery) = deliveries.iter_mut().find(|it| it.delivery_id == delivery_id) {
        change(delivery, event, fact);
    }
}

fn change(delivery: &mut Delivery, event: &Event, fact: &Envelope) {
    match event {
        Event::DeliveryWithdrawn(_) => delivery.set_state(DeliveryState::Withdrawn),
        Event::DeliveryConfirmed(it) => {
            delivery.set_state(DeliveryState::Confirmed);
            receiver_says(delivery, &it.quantity, it.value_minor, &it.currency);
            counts(delivery, &it.quantity, it.value_minor, &it.currency);
            delivery.answered_on.clone_from(&it.confirmed_on);
        }
        Event::DeliveryDisputed(it) => {
            delivery.set_state(DeliveryState::Disputed);
            receiver_says(delivery, &it.quantity, it.value_minor, &it.currency);
            delivery.dispute.clone_from(&it.reason);
            delivery.answered_on = fact.recorded_on().to_string();
        }
        Event::SettlementStated(it) if it.stated_by == it.provider_partner_id => {
            giver_says(delivery, &it.quantity, it.value_minor, &it.currency);
        }
        Event::SettlementStated(it) => receiver_says(delivery, &it.quantity, it.value_minor, &it.currency),
        Event::DeliverySettlementProposed(_) => delivery.awaiting_decision = true,
        Event::DeliverySettlementRejected(it) => {
            delivery.awaiting_decision = false;
            delivery.why.clone_from(&it.why);
        }
        Event::DeliverySettled(it) => {
            delivery.set_state(DeliveryState::Settled);
            delivery.awaiting_decision = false;
            counts(delivery, &it.quantity, it.value_minor, &it.currency);
            delivery.settled_on.clone_from(&it.settled_on);
            delivery.why.clone_from(&it.why);
        }
        _ => (),
    }
}

fn giver_says(it: &mut Delivery, quantity: &str, value_minor: i64, currency: &str) {
    it.giver_quantity = quantity.to_owned();
    it.giver_value_minor = value_minor;
    it.giver_currency = currency.to_owned();
}

fn receiver_says(it: &mut Delivery, quantity: &str, value_minor: i64, currency: &str) {
    it.receiver_quantity = quantity.to_owned();
    it.receiver_value_minor = value_minor;
    it.receiver_currency = currency.to_owned();
}

fn counts(it: &mut Delivery, quantity: &str, value_minor: i64, currency: &str) {
    it.quantity = quantity.to_owned();
    it.value_minor = value_minor;
    it.currency = currency.to_owned();
}

fn recorded(it: &DeliveryRecorded) -> Delivery {
    Delivery {
        delivery_id: it.delivery_id.clone(),
        state: DeliveryState::Open.into(),
        delivered_on: it.delivered_on.clone(),
        note: it.note.clone(),
        evidence: it.evidence.clone(),
        giver_quantity: it.quantity.clone(),
        giver_value_minor: it.value_minor,
        giver_currency: it.currency.clone(),
        ..Default::default()
    }
}
