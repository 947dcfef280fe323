//! Saying an offer anew, and taking it back.

use contract::resources::*;
use kernel::scenario::given;
use resources::{
    Around,
    offer::{Offer, Rejection},
    quantity::Quantity,
};

use crate::{messages::*, messages_delivering::*};

#[test]
fn the_giver_says_all_of_it_anew() {
    let decided = revised_by(
        BANK,
        vec![lent().into()],
        ReviseOffer { title: "Phones".into(), quantity: "12".into(), ..revise() },
    );
    let [Happened::OfferRevised(it)] = &decided.unwrap()[..] else { panic!("it is revised") };
    assert_eq!((it.title.as_str(), it.quantity.as_str(), it.partner_id.as_str()), ("Phones", "12", BANK));
    given::<Offer, _>([lent()]).by(BANK).when_knowing(around(), revise()).then_nothing();
    assert_eq!(revised_by(COOPERATIVE, vec![lent().into()], revise()), Err(Rejection::NotTheProvider));
    assert_eq!(revised_by(BANK, vec![], revise()), Err(Rejection::NotFound));
}

#[test]
fn it_never_falls_below_what_is_agreed() {
    let smaller = |quantity: &str| ReviseOffer { quantity: quantity.into(), ..revise() };
    let below = Rejection::BelowAgreed { agreed: Quantity::said("6"), unit: "tablets".into() };
    assert_eq!(revised_by(BANK, to_agreed(), smaller("5.9")), Err(below));
    assert!(revised_by(BANK, to_agreed(), smaller("6")).is_ok());
    let shorter = |from: &str, until: &str| ReviseOffer {
        available_from: from.into(),
        available_until: until.into(),
        ..revise()
    };
    let outside = Rejection::PeriodBelowAgreed {
        allocation_id: ALLOCATION.into(),
        from: FROM.parse().unwrap(),
        until: UNTIL.parse().unwrap(),
    };
    assert_eq!(revised_by(BANK, to_agreed(), shorter("2026-01-11", "2026-12-31")), Err(outside.clone()));
    assert_eq!(revised_by(BANK, to_agreed(), shorter("2026-01-01", "2026-03-30")), Err(outside));
    assert!(revised_by(BANK, to_agreed(), shorter("2026-01-10", "2026-03-31")).is_ok());
}

#[test]
fn it_is_checked_like_the_first() {
    let refused = |command, field, problem: &str| {
        given::<Offer, _>([lent()]).by(BANK).when_knowing(around(), command).then_rejected(invalid(field, problem));
    };
    refused(ReviseOffer { quantity: "0".into(), ..revise() }, "quantity", "is 0; it must be above zero");
    refused(
        ReviseOffer { quantity: "1000000000000000".into(), ..revise() },
        "quantity",
        "is 1000000000000000; it must be below 1000000000000000",
    );
    refused(
        ReviseOffer { available_until: "2025-12-31".into(), ..revise() },
        "available_until",
        "is 2025-12-31, before the start on 2026-01-01",
    );
    let unknown = Around { knows_goal: false, ..around() };
    given::<Offer, _>([lent()])
        .by(BANK)
        .when_knowing(unknown, ReviseOffer { goal_id: GOAL.into(), ..revise() })
        .then_rejected(Rejection::GoalNotFound);
}

#[test]
fn expertise_is_offered_with_its_field() {
    let command = OfferResource {
        partnership_id: TOGETHER.into(),
        kind: ResourceKind::Expertise.into(),
        title: "Agronomists".into(),
        quantity: "40".into(),
        unit: "days".into(),
        available_from: "2026-01-01".into(),
        terms: Terms::Gift.into(),
        ..Default::default()
    };
    kernel::scenario::nothing::<Offer>()
        .by(BANK)
        .when_knowing(around(), command.clone())
        .then_rejected(invalid("field", "is missing"));
    let named = OfferResource { field: "Agronomy".into(), years: 12, ..command };
    let decided = kernel::scenario::nothing::<Offer>().by(BANK).when_knowing(around(), named).decision().unwrap();
    let [Happened::ResourceOffered(it)] = &decided[..] else { panic!("it is offered") };
    assert_eq!((it.field.as_str(), it.years), ("Agronomy", 12));
}

#[test]
fn an_offer_is_taken_back_and_what_was_asked_of_it_declined() {
    let events =
        given::<Offer, Happened>([lent().into(), requested().into()]).by(BANK).when(withdraw()).decision().unwrap();
    let [Happened::OfferWithdrawn(it), Happened::AllocationDeclined(declined)] = &events[..] else {
        panic!("both: {events:?}")
    };
    assert_eq!(it.reason, "Needed here");
    assert_eq!((declined.reason.as_str(), declined.offer_withdrawn), ("Needed here", true));
    given::<Offer, _>([lent()]).by(COOPERATIVE).when(withdraw()).then_rejected(Rejection::NotTheProvider);
}

#[test]
fn it_is_not_taken_back_while_something_agreed_is_unfinished() {
    let unfinished = || Rejection::Unfinished { allocation_id: ALLOCATION.into() };
    for history in [to_agreed(), to_delivered(), to_confirmed(), to_disputed()] {
        given::<Offer, _>(history).by(BANK).when(withdraw()).then_rejected(unfinished());
    }
    given::<Offer, Happened>([lent().into(), requested().into(), proposed().into()])
        .by(BANK)
        .when(withdraw())
        .then_rejected(unfinished());
}

#[test]
fn once_all_is_back_it_is_taken_back_and_revised_no_more() {
    let all = AllocationAgreed { quantity: "3".into(), ..agreed() };
    let three = DeliveryRecorded { quantity: "3".into(), ..delivered() };
    let got = DeliveryConfirmed { quantity: "3".into(), recorded_quantity: "3".into(), ..confirmed() };
    let history: Vec<Happened> =
        vec![lent().into(), requested().into(), all.into(), three.into(), got.into(), returned().into(), back().into()];
    let events = given::<Offer, _>(history.clone()).by(BANK).when(withdraw()).decision().unwrap();
    let [Happened::OfferWithdrawn(_)] = &events[..] else { panic!("nothing is left: {events:?}") };
    let after = [history, events].concat();
    given::<Offer, _>(after.clone()).by(BANK).when(withdraw()).then_nothing();
    assert_eq!(revised_by(BANK, after, ReviseOffer { title: "Phones".into(), ..revise() }), Err(Rejection::Withdrawn));
}

fn revised_by(partner: &str, history: Vec<Happened>, command: ReviseOffer) -> kernel::Decision<Offer> {
    given::<Offer, _>(history).by(partner).when_knowing(around(), command).decision()
}
