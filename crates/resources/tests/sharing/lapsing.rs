//! What the clock says once the last day of an allocation is over.

use contract::resources::*;
use kernel::scenario::given;
use resources::offer::{Offer, Rejection};

use crate::{messages::*, messages_delivering::*};

#[test]
fn what_is_not_delivered_by_its_last_day_is_overdue_once() {
    on(LATER, given::<Offer, _>(to_delivered()).by_service("resources")).when(late_delivery()).then(overdue("2"));
    on(LATER, given::<Offer, _>(to_delivered()).and(overdue("2")).by_service("resources"))
        .when(late_delivery())
        .then_nothing();
    on(UNTIL, given::<Offer, _>(to_delivered()).by_service("resources")).when(late_delivery()).then_nothing();
}

#[test]
fn what_is_lent_and_not_returned_is_overdue() {
    let said = |history: Vec<Happened>| {
        let scenario = given::<Offer, _>(history).by_service("resources");
        let events = on(LATER, scenario).when(late_return()).decision().unwrap();
        events
            .into_iter()
            .map(|it| match it {
                Happened::ReturnOverdue(it) => it.quantity,
                other => panic!("{other:?}"),
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(said(to_confirmed()), ["4"]);
    assert_eq!(said([to_confirmed(), vec![returned().into()]].concat()), ["1"], "the rest is said to be back");
    assert_eq!(said(to_delivered()), Vec::<String>::new(), "nobody has confirmed that it came");
}

#[test]
fn only_the_clock_says_so() {
    on(LATER, given::<Offer, _>(to_agreed()).by(BANK)).when(late_delivery()).then_rejected(Rejection::NotForCallers);
    on(LATER, given::<Offer, _>(to_agreed()).by(BANK)).when(late_return()).then_rejected(Rejection::NotForCallers);
}

fn late_delivery() -> LapseDelivery {
    LapseDelivery {
        partnership_id: TOGETHER.into(),
        offer_id: OFFER.into(),
        allocation_id: ALLOCATION.into(),
        ..Default::default()
    }
}

fn late_return() -> LapseReturn {
    LapseReturn {
        partnership_id: TOGETHER.into(),
        offer_id: OFFER.into(),
        allocation_id: ALLOCATION.into(),
        ..Default::default()
    }
}

pub(crate) fn overdue(quantity: &str) -> DeliveryOverdue {
    let it = requested();
    DeliveryOverdue {
        partnership_id: it.partnership_id,
        offer_id: it.offer_id,
        allocation_id: it.allocation_id,
        provider_partner_id: it.provider_partner_id,
        receiver_partner_id: it.receiver_partner_id,
        need_id: it.need_id,
        kind: it.kind,
        terms: it.terms,
        unit: it.unit,
        quantity: quantity.into(),
        ends_on: UNTIL.into(),
    }
}
