//! Carrying out what the members decided.

use contract::resources::*;
use kernel::Members;
use kernel::scenario::{event_id, given};
use resources::offer::{Offer, Rejection};

use crate::{messages::*, messages_delivering::*, settling::put};

#[test]
fn what_the_members_adopt_is_agreed() {
    given::<Offer, _>(before_them())
        .by_service("resources")
        .when_knowing(members(), conclude(true))
        .then(AllocationAgreed { proposed_event_id: event_id(2), why: "2 of 2 agree".into(), ..agreed() });
}

#[test]
fn what_they_reject_is_free_again() {
    let rejected = rejected("2 of 2 agree");
    given::<Offer, _>(before_them())
        .by_service("resources")
        .when_knowing(members(), conclude(false))
        .then(rejected.clone());
    let all = RequestAllocation { allocation_id: OTHER.into(), quantity: "10".into(), ..request() };
    let asked = given::<Offer, _>(before_them()).and(rejected).by(INSURER).when_knowing(asking(), all);
    assert!(asked.decision().is_ok());
}

#[test]
fn what_can_no_longer_be_says_why() {
    let gone = Members { voices: vec![BANK.into()], ..members() };
    let why = format!(
        "The members want it, but it can no longer be: {COOPERATIVE} asked for it and takes no part in this partnership any more."
    );
    given::<Offer, _>(before_them()).by_service("resources").when_knowing(gone, conclude(true)).then(rejected(&why));
    let why = "The members want it, but it can no longer be: the days asked for ended on 2026-03-31: later ones are to be asked for.";
    on(LATER, given::<Offer, _>(before_them()).by_service("resources"))
        .when_knowing(members(), conclude(true))
        .then(rejected(why));
}

#[test]
fn a_decision_on_something_else_changes_nothing_and_no_caller_concludes() {
    let other = ConcludeAllocation { subject_event_id: event_id(9), ..conclude(true) };
    given::<Offer, _>(before_them()).by_service("resources").when_knowing(members(), other).then_nothing();
    given::<Offer, _>(to_agreed()).by_service("resources").when_knowing(members(), conclude(true)).then_nothing();
    given::<Offer, _>(before_them())
        .by(BANK)
        .when_knowing(members(), conclude(true))
        .then_rejected(Rejection::NotForCallers);
}

#[test]
fn the_members_settle_a_dispute_or_leave_it() {
    let disputed = || given::<Offer, _>(to_disputed()).and(put()).by_service("resources");
    disputed().when(settlement(true)).then(DeliverySettled {
        by_decision: true,
        proposed_event_id: event_id(5),
        why: "2 of 2 agree".into(),
        ..settled("2", 1)
    });
    let events = disputed().when(settlement(false)).decision().unwrap();
    let [Happened::DeliverySettlementRejected(it)] = &events[..] else { panic!("it stays disputed: {events:?}") };
    assert_eq!((it.proposed_event_id.as_str(), it.why.as_str()), (event_id(5).as_str(), "2 of 2 agree"));
    given::<Offer, _>(to_disputed()).by_service("resources").when(settlement(true)).then_nothing();
}

#[test]
fn figures_that_no_longer_fit_are_not_settled() {
    let more = DeliverySettlementProposed { quantity: "6".into(), ..put() };
    let second = DeliveryRecorded { delivery_id: "second".into(), quantity: "2".into(), ..delivered() };
    let events = given::<Offer, _>(to_disputed())
        .and(more)
        .and(second)
        .by_service("resources")
        .when(settlement(true))
        .decision()
        .unwrap();
    let [Happened::DeliverySettlementRejected(it)] = &events[..] else { panic!("it stays disputed: {events:?}") };
    assert_eq!(
        it.why,
        "The members want it, but it can no longer be: 4 tablets are agreed and not delivered: no more can be."
    );
}

fn before_them() -> Vec<Happened> {
    vec![lent().into(), requested().into(), proposed().into()]
}

fn conclude(adopted: bool) -> ConcludeAllocation {
    ConcludeAllocation {
        partnership_id: TOGETHER.into(),
        offer_id: OFFER.into(),
        allocation_id: ALLOCATION.into(),
        subject_event_id: event_id(2),
        adopted,
        why: "2 of 2 agree".into(),
        ..Default::default()
    }
}

fn settlement(adopted: bool) -> ConcludeSettlement {
    ConcludeSettlement {
        partnership_id: TOGETHER.into(),
        offer_id: OFFER.into(),
        allocation_id: ALLOCATION.into(),
        delivery_id: DELIVERY.into(),
        subject_event_id: event_id(5),
        adopted,
        why: "2 of 2 agree".into(),
        ..Default::default()
    }
}

fn rejected(why: &str) -> AllocationRejected {
    let it = requested();
    AllocationRejected {
        partnership_id: it.partnership_id,
        offer_id: it.offer_id,
        allocation_id: it.allocation_id,
        provider_partner_id: it.provider_partner_id,
        receiver_partner_id: it.receiver_partner_id,
        need_id: it.need_id,
        kind: it.kind,
        terms: it.terms,
        unit: it.unit,
        proposed_event_id: event_id(2),
        why: why.into(),
    }
}
