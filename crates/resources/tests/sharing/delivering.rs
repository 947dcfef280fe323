//! Reporting a delivery, taking it back, confirming and disputing it.

use contract::resources::*;
use kernel::scenario::{context, given};
use resources::{
    offer::{Offer, Rejection},
    quantity::Quantity,
};

use crate::{messages::*, messages_delivering::*};

#[test]
fn the_giver_reports_what_it_delivered() {
    given::<Offer, _>(to_agreed()).by(BANK).when(deliver()).then(delivered());
    given::<Offer, _>(to_agreed())
        .by(BANK)
        .when(RecordDelivery { delivery_id: String::new(), ..deliver() })
        .then(DeliveryRecorded { delivery_id: context().fresh("delivery"), ..delivered() });
}

#[test]
fn only_the_giver_reports_it() {
    for other in [COOPERATIVE, INSURER, BRANCH] {
        given::<Offer, _>(to_agreed()).by(other).when(deliver()).then_rejected(Rejection::NotTheProvider);
    }
}

#[test]
fn reporting_it_again_changes_nothing_and_an_id_stands_for_one_delivery() {
    given::<Offer, _>(to_delivered()).by(BANK).when(deliver()).then_nothing();
    for other in [
        RecordDelivery { quantity: "2".into(), ..deliver() },
        RecordDelivery { value_minor: 1, ..deliver() },
        RecordDelivery { evidence: None, ..deliver() },
    ] {
        given::<Offer, _>(to_delivered())
            .by(BANK)
            .when(other)
            .then_rejected(Rejection::IdTaken { field: "delivery_id" });
    }
}

#[test]
fn no_more_is_delivered_than_is_agreed() {
    let more = |quantity: &str| RecordDelivery { delivery_id: String::new(), quantity: quantity.into(), ..deliver() };
    let beyond = |left: &str| Rejection::BeyondAgreed { undelivered: Quantity::said(left), unit: "tablets".into() };
    given::<Offer, _>(to_agreed()).by(BANK).when(more("6.1")).then_rejected(beyond("6"));
    given::<Offer, _>(to_delivered()).by(BANK).when(more("2.5")).then_rejected(beyond("2"));
    given::<Offer, _>(to_disputed()).by(BANK).when(more("3")).then_rejected(beyond("2"));
    assert!(given::<Offer, _>(to_delivered()).by(BANK).when(more("2")).decision().is_ok());
}

#[test]
fn what_is_not_agreed_is_not_delivered() {
    let asked = given::<Offer, Happened>([lent().into(), requested().into()]);
    asked.by(BANK).when(deliver()).then_rejected(Rejection::AllocationState(AllocationState::Requested));
    given::<Offer, _>([lent()]).by(BANK).when(deliver()).then_rejected(Rejection::AllocationNotFound);
}

#[test]
fn funds_are_not_delivered() {
    let it = requested_of(&funds());
    given::<Offer, Happened>([funds().into(), it.clone().into(), agreed_of(it).into()])
        .by(BANK)
        .when(deliver())
        .then_rejected(Rejection::Funds);
    assert_eq!(
        Rejection::Funds.to_string(),
        "delivering funds: they move by RecordTransaction, and count once their receiver confirms it"
    );
}

#[test]
fn it_was_delivered_by_today_and_lent_within_its_days() {
    let on_day = |day: &str| RecordDelivery { delivered_on: day.into(), ..deliver() };
    given::<Offer, _>(to_agreed())
        .by(BANK)
        .when(on_day("2026-01-16"))
        .then_rejected(invalid("delivered_on", "is 2026-01-16, which is still to come"));
    given::<Offer, _>(to_agreed())
        .by(BANK)
        .when(on_day("2026-01-09"))
        .then_rejected(invalid("delivered_on", "is 2026-01-09, before it is lent on 2026-01-10"));
    let after = given::<Offer, _>(to_agreed()).by(BANK);
    on(LATER, after).when(on_day(LATER)).then_rejected(Rejection::LoanOver { ends_on: UNTIL.parse().unwrap() });
    let it = requested_of(&given_away());
    let gift = given::<Offer, Happened>([given_away().into(), it.clone().into(), agreed_of(it).into()]).by(BANK);
    assert!(on(LATER, gift).when(on_day(LATER)).decision().is_ok(), "a gift may come late");
}

#[test]
fn a_value_has_a_currency_and_evidence_can_be_checked() {
    let refused = |command, field, problem: &str| {
        given::<Offer, _>(to_agreed()).by(BANK).when(command).then_rejected(invalid(field, problem));
    };
    refused(RecordDelivery { currency: String::new(), ..deliver() }, "currency", "is missing");
    refused(
        RecordDelivery { currency: "ABC".into(), ..deliver() },
        "currency",
        "is not a currency of ISO 4217: \"ABC\"",
    );
    let unreadable = contract::partners::Evidence { sha256: "x".into(), ..evidence() };
    refused(
        RecordDelivery { evidence: Some(unreadable), ..deliver() },
        "evidence.sha256",
        "is not 64 hexadecimal digits in lower case",
    );
}

#[test]
fn the_giver_takes_it_back_before_it_is_answered() {
    let undo = || WithdrawDelivery {
        partnership_id: TOGETHER.into(),
        offer_id: OFFER.into(),
        allocation_id: ALLOCATION.into(),
        delivery_id: DELIVERY.into(),
        ..Default::default()
    };
    let undone = given::<Offer, _>(to_delivered()).by(BANK).when(undo()).decision().unwrap();
    let [Happened::DeliveryWithdrawn(it)] = &undone[..] else { panic!("it is taken back: {undone:?}") };
    assert_eq!((it.quantity.as_str(), it.value_minor), ("4", 400_000));
    given::<Offer, _>(to_delivered()).by(COOPERATIVE).when(undo()).then_rejected(Rejection::NotTheProvider);
    given::<Offer, _>(to_confirmed())
        .by(BANK)
        .when(undo())
        .then_rejected(Rejection::DeliveryState(DeliveryState::Confirmed));
    given::<Offer, _>(to_agreed()).by(BANK).when(undo()).then_rejected(Rejection::DeliveryNotFound);
}

#[test]
fn the_receiver_confirms_all_or_less() {
    given::<Offer, _>(to_delivered()).by(COOPERATIVE).when(confirm()).then(confirmed());
    given::<Offer, _>(to_delivered())
        .by(COOPERATIVE)
        .when(ConfirmDelivery { quantity: "3".into(), ..confirm() })
        .then(DeliveryConfirmed { quantity: "3".into(), value_minor: 300_000, ..confirmed() });
    given::<Offer, _>(to_delivered())
        .by(COOPERATIVE)
        .when(ConfirmDelivery { value_minor: 1, currency: "KES".into(), ..confirm() })
        .then(DeliveryConfirmed { value_minor: 1, ..confirmed() });
    given::<Offer, _>(to_confirmed()).by(COOPERATIVE).when(confirm()).then_nothing();
}

#[test]
fn nobody_confirms_or_disputes_its_own_delivery_or_anothers() {
    given::<Offer, _>(to_delivered()).by(BANK).when(confirm()).then_rejected(Rejection::OwnDelivery);
    given::<Offer, _>(to_delivered()).by(BANK).when(dispute()).then_rejected(Rejection::OwnDelivery);
    for other in [INSURER, BRANCH] {
        given::<Offer, _>(to_delivered()).by(other).when(confirm()).then_rejected(Rejection::NotTheReceiver);
        given::<Offer, _>(to_delivered()).by(other).when(dispute()).then_rejected(Rejection::NotTheReceiver);
    }
}

#[test]
fn no_more_is_confirmed_than_was_reported() {
    given::<Offer, _>(to_delivered())
        .by(COOPERATIVE)
        .when(ConfirmDelivery { quantity: "5".into(), ..confirm() })
        .then_rejected(Rejection::BeyondRecorded { recorded: Quantity::said("4"), unit: "tablets".into() });
    let refused = |command, field, problem: &str| {
        given::<Offer, _>(to_delivered()).by(COOPERATIVE).when(command).then_rejected(invalid(field, problem));
    };
    let valued = |value_minor, currency: &str| ConfirmDelivery { value_minor, currency: currency.into(), ..confirm() };
    refused(valued(400_001, "KES"), "value_minor", "is above 400000, which was reported");
    refused(valued(1, "USD"), "currency", "is not KES, in which it was reported");
    refused(ConfirmDelivery { quantity: "0".into(), ..confirm() }, "quantity", "is 0; it must be above zero");
    let unvalued = DeliveryRecorded { value_minor: 0, currency: String::new(), ..delivered() };
    given::<Offer, _>(to_agreed())
        .and(unvalued)
        .by(COOPERATIVE)
        .when(valued(1, "KES"))
        .then_rejected(invalid("currency", "is given, but the giver gave no value: dispute it to state one"));
}

#[test]
fn what_is_answered_is_not_answered_otherwise() {
    let state = |it| Rejection::DeliveryState(it);
    given::<Offer, _>(to_confirmed()).by(COOPERATIVE).when(dispute()).then_rejected(state(DeliveryState::Confirmed));
    given::<Offer, _>(to_disputed()).by(COOPERATIVE).when(confirm()).then_rejected(state(DeliveryState::Disputed));
    given::<Offer, _>(to_agreed()).by(COOPERATIVE).when(confirm()).then_rejected(Rejection::DeliveryNotFound);
}

#[test]
fn the_receiver_disputes_it_with_what_it_says() {
    given::<Offer, _>(to_delivered()).by(COOPERATIVE).when(dispute()).then(disputed());
    given::<Offer, _>(to_disputed()).by(COOPERATIVE).when(dispute()).then_nothing();
    given::<Offer, _>(to_delivered())
        .by(COOPERATIVE)
        .when(DisputeDelivery { quantity: "4".into(), value_minor: 400_000, ..dispute() })
        .then_rejected(invalid("quantity", "and value are what was reported: confirm the delivery"));
    given::<Offer, _>(to_delivered())
        .by(COOPERATIVE)
        .when(DisputeDelivery { reason: String::new(), ..dispute() })
        .then_rejected(invalid("reason", "is missing"));
}
