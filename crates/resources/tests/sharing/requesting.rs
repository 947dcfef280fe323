//! Asking for some of an offer, and taking that back.

use contract::{common::Reason, resources::*};
use kernel::{
    Members, Reject,
    scenario::{context, given, nothing},
};
use resources::offer::{Asked, Asking, Offer, Rejection};

use crate::messages::*;

#[test]
fn a_member_asks_for_some_of_anothers_offer() {
    asked_of(lent(), request()).then(requested());
}

#[test]
fn an_id_is_made_where_none_is_given() {
    let id = context().fresh("allocation");
    asked_of(lent(), RequestAllocation { allocation_id: String::new(), ..request() })
        .then(AllocationRequested { allocation_id: id, ..requested() });
}

#[test]
fn asking_again_changes_nothing_and_an_id_stands_for_one_request() {
    let again = |command| {
        given::<Offer, Happened>([lent().into(), requested().into()]).by(COOPERATIVE).when_knowing(asking(), command)
    };
    again(RequestAllocation { quantity: "6.0".into(), ..request() }).then_nothing();
    again(RequestAllocation { quantity: "5".into(), ..request() }).then_rejected(taken_id());
    let elsewhere = Asking { is_id_taken: true, ..asking() };
    given::<Offer, _>([lent()]).by(COOPERATIVE).when_knowing(elsewhere, request()).then_rejected(taken_id());
}

#[test]
fn nobody_asks_its_own_organisation() {
    for own in [BANK, BRANCH] {
        given::<Offer, _>([lent()]).by(own).when_knowing(asking(), request()).then_rejected(Rejection::OwnOffer);
    }
}

#[test]
fn what_is_not_offered_is_not_asked_for() {
    nothing::<Offer>().by(COOPERATIVE).when_knowing(asking(), request()).then_rejected(Rejection::NotFound);
    let gone = OfferWithdrawn { partnership_id: TOGETHER.into(), offer_id: OFFER.into(), ..Default::default() };
    given::<Offer, Happened>([lent().into(), gone.into()])
        .by(COOPERATIVE)
        .when_knowing(asking(), request())
        .then_rejected(Rejection::Withdrawn);
}

#[test]
fn it_is_asked_for_within_the_offers_days() {
    asked_of(lent(), RequestAllocation { ends_on: "2026-01-09".into(), ..request() })
        .then_rejected(invalid("ends_on", "is 2026-01-09, before the start on 2026-01-10"));
    asked_of(lent(), RequestAllocation { ends_on: "2026-01-14".into(), ..request() })
        .then_rejected(invalid("ends_on", "is 2026-01-14, which is past"));
    let outside = |field| Rejection::OutsidePeriod {
        field,
        from: "2026-01-01".parse().unwrap(),
        until: Some("2026-12-31".parse().unwrap()),
    };
    asked_of(lent(), RequestAllocation { ends_on: "2027-01-01".into(), ..request() }).then_rejected(outside("ends_on"));
    asked_of(lent(), RequestAllocation { starts_on: "2025-12-31".into(), ..request() })
        .then_rejected(outside("starts_on"));
    let open = ResourceOffered { available_until: String::new(), ..lent() };
    assert!(asked_of(open, RequestAllocation { ends_on: "2030-01-01".into(), ..request() }).decision().is_ok());
}

#[test]
fn a_quantity_is_above_zero_and_no_more_than_is_free() {
    for quantity in ["0", "-1"] {
        asked_of(lent(), RequestAllocation { quantity: quantity.into(), ..request() })
            .then_rejected(invalid("quantity", &format!("is {quantity}; it must be above zero")));
    }
    let over = |free: &str, more_from: Option<&str>| Rejection::OverCapacity {
        free: resources::quantity::Quantity::said(free),
        unit: "tablets".into(),
        more_from: more_from.map(|it| it.parse().unwrap()),
    };
    asked_of(lent(), RequestAllocation { quantity: "10.01".into(), ..request() }).then_rejected(over("10", None));
    let more = || RequestAllocation { allocation_id: OTHER.into(), quantity: "5".into(), ..request() };
    given::<Offer, _>(to_agreed())
        .by(INSURER)
        .when_knowing(asking(), more())
        .then_rejected(over("4", Some("2026-04-01")));
    let gift =
        vec![given_away().into(), requested_of(&given_away()).into(), agreed_of(requested_of(&given_away())).into()];
    let later = RequestAllocation { starts_on: LATER.into(), ends_on: "2026-05-01".into(), ..more() };
    given::<Offer, Happened>(gift).by(INSURER).when_knowing(asking(), later.clone()).then_rejected(over("4", None));
    assert!(given::<Offer, _>(to_agreed()).by(INSURER).when_knowing(asking(), later).decision().is_ok());
}

#[test]
fn what_is_free_and_from_when_more_is_stands_in_the_refusal() {
    let over = Rejection::OverCapacity {
        free: resources::quantity::Quantity::said("4"),
        unit: "tablets".into(),
        more_from: Some("2026-04-01".parse().unwrap()),
    };
    assert_eq!(over.to_string(), "4 tablets are free then; as many as are asked for, from 2026-04-01 on");
    let refusal = over.refusal();
    assert_eq!((refusal.reason, refusal.field), (Reason::OverCapacity.as_str_name(), Some("quantity")));
}

#[test]
fn of_one_that_has_left_or_is_suspended_nothing_is_asked() {
    let members = Members { voices: vec![COOPERATIVE.into()], ..members() };
    let without = Asking { members, ..asking() };
    given::<Offer, _>([lent()])
        .by(COOPERATIVE)
        .when_knowing(without, request())
        .then_rejected(Rejection::GiverGone { partner_id: BANK.into() });
}

#[test]
fn what_is_only_asked_for_takes_nothing() {
    let more = RequestAllocation { allocation_id: OTHER.into(), quantity: "10".into(), ..request() };
    let asked = given::<Offer, Happened>([lent().into(), requested().into()]).by(INSURER).when_knowing(asking(), more);
    assert!(asked.decision().is_ok());
}

#[test]
fn a_need_is_the_askers_own_open_and_of_the_same_kind() {
    let asked = |need: Option<Asked>| {
        let command = RequestAllocation { need_id: NEED.into(), ..request() };
        given::<Offer, _>([lent()]).by(COOPERATIVE).when_knowing(Asking { need, ..asking() }, command)
    };
    let own = || Asked { partner_id: COOPERATIVE.into(), kind: ResourceKind::Equipment, is_open: true };
    asked(Some(own())).then(AllocationRequested { need_id: NEED.into(), ..requested() });
    asked(None).then_rejected(Rejection::NeedNotFound);
    asked(Some(Asked { partner_id: INSURER.into(), ..own() })).then_rejected(Rejection::NotYourNeed);
    asked(Some(Asked { is_open: false, ..own() })).then_rejected(Rejection::NeedMismatch { why: "was taken back" });
    asked(Some(Asked { kind: ResourceKind::Data, ..own() }))
        .then_rejected(Rejection::NeedMismatch { why: "is of another kind than the offer" });
}

#[test]
fn what_it_serves_is_known_and_the_partnership_active() {
    let asked =
        |around| given::<Offer, _>([lent()]).by(COOPERATIVE).when_knowing(Asking { around, ..asking() }, request());
    asked(resources::Around { knows_goal: false, ..around() }).then_rejected(Rejection::GoalNotFound);
    asked(resources::Around { knows_activity: false, ..around() }).then_rejected(Rejection::ActivityNotFound);
    asked(resources::Around { is_active: false, ..around() }).then_rejected(Rejection::PartnershipNotActive);
}

#[test]
fn who_asked_takes_it_back_before_it_is_agreed() {
    let history = || vec![Happened::from(lent()), requested().into()];
    let withdrawn = |proposed_event_id: &str| {
        let it = requested();
        RequestWithdrawn {
            partnership_id: it.partnership_id,
            offer_id: it.offer_id,
            allocation_id: it.allocation_id,
            provider_partner_id: it.provider_partner_id,
            receiver_partner_id: it.receiver_partner_id,
            need_id: it.need_id,
            kind: it.kind,
            terms: it.terms,
            unit: it.unit,
            proposed_event_id: proposed_event_id.into(),
        }
    };
    given::<Offer, _>(history()).by(COOPERATIVE).when(take_back()).then(withdrawn(""));
    given::<Offer, _>(history())
        .and(proposed())
        .by(COOPERATIVE)
        .when(take_back())
        .then(withdrawn(&kernel::scenario::event_id(2)));
    given::<Offer, _>(history()).by(BANK).when(take_back()).then_rejected(Rejection::NotTheAsker);
    given::<Offer, _>(to_agreed())
        .by(COOPERATIVE)
        .when(take_back())
        .then_rejected(Rejection::AllocationState(AllocationState::Agreed));
    given::<Offer, _>([lent()]).by(COOPERATIVE).when(take_back()).then_rejected(Rejection::AllocationNotFound);
}

fn taken_id() -> Rejection {
    Rejection::IdTaken { field: "allocation_id" }
}

fn asked_of(offer: ResourceOffered, command: RequestAllocation) -> kernel::scenario::Outcome<Offer> {
    given::<Offer, _>([offer]).by(COOPERATIVE).when_knowing(asking(), command)
}
