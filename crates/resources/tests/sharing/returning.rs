//! Giving back what was lent, having it back, and giving it up.

use contract::resources::*;
use kernel::scenario::given;
use resources::{
    offer::{Offer, Rejection},
    quantity::Quantity,
};

use crate::{messages::*, messages_delivering::*};

#[test]
fn the_receiver_reports_what_it_gave_back_and_the_giver_confirms_it() {
    given::<Offer, _>(to_confirmed()).by(COOPERATIVE).when(give_back()).then(returned());
    given::<Offer, _>(to_confirmed()).and(returned()).by(COOPERATIVE).when(give_back()).then_nothing();
    given::<Offer, _>(to_confirmed()).and(returned()).by(BANK).when(have_back()).then(back());
    given::<Offer, _>(to_confirmed())
        .and(returned())
        .by(BANK)
        .when(ConfirmReturn { quantity: "2".into(), remark: "One is missing".into(), ..have_back() })
        .then(ReturnConfirmed {
            quantity: "2".into(),
            value_minor: 200_000,
            remark: "One is missing".into(),
            ..back()
        });
}

#[test]
fn no_more_is_returned_than_was_lent() {
    let more = |quantity: &str| RecordReturn { return_id: String::new(), quantity: quantity.into(), ..give_back() };
    let beyond = |out: &str| Rejection::BeyondDelivered { out: Quantity::said(out), unit: "tablets".into() };
    given::<Offer, _>(to_confirmed()).by(COOPERATIVE).when(more("4.5")).then_rejected(beyond("4"));
    given::<Offer, _>(to_confirmed()).and(returned()).by(COOPERATIVE).when(more("2")).then_rejected(beyond("1"));
    given::<Offer, _>(to_confirmed())
        .and(returned())
        .and(back())
        .by(COOPERATIVE)
        .when(more("2"))
        .then_rejected(beyond("1"));
    given::<Offer, _>(to_delivered()).by(COOPERATIVE).when(give_back()).then_rejected(beyond("0"));
}

#[test]
fn a_gift_is_not_returned() {
    let it = requested_of(&given_away());
    let history = || {
        vec![
            Happened::from(given_away()),
            it.clone().into(),
            agreed_of(it.clone()).into(),
            delivered().into(),
            confirmed().into(),
        ]
    };
    given::<Offer, _>(history()).by(COOPERATIVE).when(give_back()).then_rejected(Rejection::NotLent);
    given::<Offer, _>(history()).by(BANK).when(write_off()).then_rejected(Rejection::NotLent);
}

#[test]
fn each_says_its_own_part() {
    given::<Offer, _>(to_confirmed()).by(BANK).when(give_back()).then_rejected(Rejection::NotTheReceiver);
    given::<Offer, _>(to_confirmed()).by(INSURER).when(give_back()).then_rejected(Rejection::NotTheReceiver);
    given::<Offer, _>(to_confirmed())
        .and(returned())
        .by(COOPERATIVE)
        .when(have_back())
        .then_rejected(Rejection::NotTheProvider);
    given::<Offer, _>(to_confirmed()).by(COOPERATIVE).when(write_off()).then_rejected(Rejection::NotTheProvider);
}

#[test]
fn a_return_is_by_today_and_after_its_delivery() {
    let on_day = |day: &str| RecordReturn { returned_on: day.into(), ..give_back() };
    given::<Offer, _>(to_confirmed())
        .by(COOPERATIVE)
        .when(on_day("2026-01-16"))
        .then_rejected(invalid("returned_on", "is 2026-01-16, which is still to come"));
    given::<Offer, _>(to_confirmed())
        .by(COOPERATIVE)
        .when(on_day("2026-01-14"))
        .then_rejected(invalid("returned_on", "is 2026-01-14, before it was delivered on 2026-01-15"));
}

#[test]
fn a_return_is_confirmed_once_and_never_beyond_what_was_reported() {
    let reported = || given::<Offer, _>(to_confirmed()).and(returned());
    reported()
        .by(BANK)
        .when(ConfirmReturn { quantity: "4".into(), ..have_back() })
        .then_rejected(Rejection::BeyondRecorded { recorded: Quantity::said("3"), unit: "tablets".into() });
    reported().and(back()).by(BANK).when(have_back()).then_nothing();
    reported()
        .and(back())
        .by(BANK)
        .when(ConfirmReturn { quantity: "1".into(), ..have_back() })
        .then_rejected(Rejection::ReturnConfirmed);
    given::<Offer, _>(to_confirmed()).by(BANK).when(have_back()).then_rejected(Rejection::ReturnNotFound);
    reported()
        .by(COOPERATIVE)
        .when(RecordReturn { quantity: "1".into(), ..give_back() })
        .then_rejected(Rejection::IdTaken { field: "return_id" });
}

#[test]
fn the_giver_gives_up_what_is_not_returned() {
    let lost = |quantity: &str, value_minor| {
        let it = returned();
        ReturnWrittenOff {
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
            value_minor,
            currency: "KES".into(),
            written_off_on: TODAY.into(),
            reason: "Stolen".into(),
            written_off_by: BANK.into(),
        }
    };
    given::<Offer, _>(to_confirmed()).by(BANK).when(write_off()).then(lost("4", 400_000));
    given::<Offer, _>(to_confirmed()).and(returned()).and(back()).by(BANK).when(write_off()).then(lost("1", 100_000));
    given::<Offer, _>(to_confirmed()).and(lost("4", 400_000)).by(BANK).when(write_off()).then_nothing();
    given::<Offer, _>(to_delivered()).by(BANK).when(write_off()).then_rejected(Rejection::NothingOut);
}

#[test]
fn a_value_that_does_not_divide_is_given_back_whole() {
    let third = |return_id: &str| ReturnRecorded { return_id: return_id.into(), quantity: "1".into(), ..returned() };
    let three = DeliveryRecorded { quantity: "3".into(), value_minor: 100, ..delivered() };
    let agreed = DeliveryConfirmed {
        quantity: "3".into(),
        value_minor: 100,
        recorded_quantity: "3".into(),
        recorded_value_minor: 100,
        ..confirmed()
    };
    let mut history = [to_agreed(), vec![three.into(), agreed.into()]].concat();
    let mut total = 0;
    for return_id in ["one", "two", "three"] {
        history.push(third(return_id).into());
        let confirm = ConfirmReturn { return_id: return_id.into(), ..have_back() };
        let events = given::<Offer, _>(history.clone()).by(BANK).when(confirm).decision().unwrap();
        let [Happened::ReturnConfirmed(it)] = &events[..] else { panic!("it is back: {events:?}") };
        total += it.value_minor;
        history.extend(events);
    }
    assert_eq!(total, 100);
}
