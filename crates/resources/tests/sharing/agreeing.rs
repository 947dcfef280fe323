//! Agreeing to a request, declining it, and giving up what is not delivered.

use contract::resources::*;
use kernel::Members;
use kernel::scenario::{Outcome, event_id, given};
use resources::{
    offer::{Agreeing, Offer, Rejection},
    quantity::Quantity,
};

use crate::{messages::*, messages_delivering::*};

#[test]
fn the_giver_agrees_to_all_or_to_less() {
    agreed_by(BANK, agreeing(), agree()).then(agreed());
    agreed_by(BANK, agreeing(), AgreeAllocation { quantity: "5".into(), ..agree() }).then(AllocationAgreed {
        quantity: "5".into(),
        value_minor: 500_000,
        ..agreed()
    });
}

#[test]
fn nobody_else_agrees_and_never_to_more() {
    for other in [COOPERATIVE, INSURER, BRANCH] {
        agreed_by(other, agreeing(), agree()).then_rejected(Rejection::NotTheProvider);
    }
    agreed_by(BANK, agreeing(), AgreeAllocation { quantity: "6.5".into(), ..agree() })
        .then_rejected(Rejection::BeyondRequested { requested: Quantity::said("6"), unit: "tablets".into() });
    agreed_by(BANK, agreeing(), AgreeAllocation { quantity: "0".into(), ..agree() })
        .then_rejected(invalid("quantity", "is 0; it must be above zero"));
    agreed_by(BANK, agreeing(), AgreeAllocation { allocation_id: OTHER.into(), ..agree() })
        .then_rejected(Rejection::AllocationNotFound);
}

#[test]
fn agreeing_again_changes_nothing() {
    given::<Offer, _>(to_agreed()).by(BANK).when_knowing(agreeing(), agree()).then_nothing();
    given::<Offer, _>(to_agreed())
        .by(BANK)
        .when_knowing(agreeing(), AgreeAllocation { quantity: "5".into(), ..agree() })
        .then_rejected(Rejection::AllocationState(AllocationState::Agreed));
}

#[test]
fn what_has_become_impossible_since_it_was_asked_for_is_not_agreed() {
    let without = Agreeing { members: Members { voices: vec![BANK.into()], ..members() }, ..agreeing() };
    agreed_by(BANK, without, agree()).then_rejected(Rejection::AskerGone { partner_id: COOPERATIVE.into() });
    agreed_by(BANK, Agreeing { is_active: false, ..agreeing() }, agree())
        .then_rejected(Rejection::PartnershipNotActive);
    on(LATER, given::<Offer, Happened>([lent().into(), requested().into()]).by(BANK))
        .when_knowing(agreeing(), agree())
        .then_rejected(Rejection::DayPassed { ends_on: UNTIL.parse().unwrap() });
    let second = AllocationRequested { allocation_id: OTHER.into(), ..requested() };
    given::<Offer, Happened>(to_agreed())
        .and(second)
        .by(BANK)
        .when_knowing(agreeing(), AgreeAllocation { allocation_id: OTHER.into(), ..agree() })
        .then_rejected(Rejection::OverCapacity {
            free: Quantity::said("4"),
            unit: "tablets".into(),
            more_from: Some("2026-04-01".parse().unwrap()),
        });
}

#[test]
fn what_is_late_still_takes_its_place() {
    let next = AllocationRequested {
        allocation_id: OTHER.into(),
        starts_on: LATER.into(),
        ends_on: "2026-05-31".into(),
        quantity: "7".into(),
        ..requested()
    };
    let agree = || AgreeAllocation { allocation_id: OTHER.into(), ..agree() };
    let in_time = given::<Offer, Happened>(to_confirmed()).and(next.clone()).by(BANK).when_knowing(agreeing(), agree());
    assert!(in_time.decision().is_ok(), "it is expected to be back by then");
    on(LATER, given::<Offer, Happened>(to_confirmed()).and(next).by(BANK))
        .when_knowing(agreeing(), agree())
        .then_rejected(Rejection::OverCapacity { free: Quantity::said("6"), unit: "tablets".into(), more_from: None });
}

#[test]
fn above_the_charters_threshold_the_members_decide() {
    agreed_by(BANK, above(500_000), agree()).then(proposed());
    agreed_by(BANK, above(600_000), agree()).then(agreed());
    let asked = || {
        vec![
            Happened::from(funds()),
            AllocationRequested { quantity: "200000".into(), ..requested_of(&funds()) }.into(),
        ]
    };
    let of_funds = given::<Offer, _>(asked()).by(BANK).when_knowing(above(10_000_000), agree()).decision();
    let [Happened::AllocationProposed(it)] = &of_funds.unwrap()[..] else { panic!("it takes a decision") };
    assert_eq!((it.value_minor, it.currency.as_str(), it.threshold_minor), (20_000_000, "KES", 10_000_000));
}

#[test]
fn a_value_that_cannot_be_compared_is_not_guessed() {
    let noted = |offer: ResourceOffered, note: &str| {
        let history = vec![Happened::from(offer), requested().into()];
        let decided = given::<Offer, _>(history).by(BANK).when_knowing(above(1), agree()).decision().unwrap();
        let [Happened::AllocationAgreed(it)] = &decided[..] else { panic!("it is agreed: {decided:?}") };
        assert_eq!(it.threshold_note, note);
    };
    noted(
        ResourceOffered { currency: "USD".into(), ..lent() },
        "not compared with the charter's threshold: it is valued in USD, the threshold in KES",
    );
    let unvalued = ResourceOffered { value_minor: 0, currency: String::new(), valuation: String::new(), ..lent() };
    noted(unvalued, "not compared with the charter's threshold: it is not valued");
}

#[test]
fn what_awaits_a_decision_holds_what_it_takes() {
    let second = RequestAllocation { allocation_id: OTHER.into(), quantity: "5".into(), ..request() };
    let asked = given::<Offer, Happened>([lent().into(), requested().into(), proposed().into()])
        .by(INSURER)
        .when_knowing(asking(), second);
    assert!(matches!(asked.decision(), Err(Rejection::OverCapacity { .. })));
}

#[test]
fn the_giver_declines_before_it_is_agreed() {
    let declined = |proposed_event_id: &str| {
        let it = requested();
        AllocationDeclined {
            partnership_id: it.partnership_id,
            offer_id: it.offer_id,
            allocation_id: it.allocation_id,
            provider_partner_id: it.provider_partner_id,
            receiver_partner_id: it.receiver_partner_id,
            need_id: it.need_id,
            kind: it.kind,
            terms: it.terms,
            unit: it.unit,
            reason: "Kept for the branch".into(),
            proposed_event_id: proposed_event_id.into(),
            offer_withdrawn: false,
        }
    };
    let asked = || given::<Offer, Happened>([lent().into(), requested().into()]);
    asked().by(BANK).when(decline()).then(declined(""));
    asked().and(proposed()).by(BANK).when(decline()).then(declined(&event_id(2)));
    asked().and(declined("")).by(BANK).when(decline()).then_nothing();
    asked().by(COOPERATIVE).when(decline()).then_rejected(Rejection::NotTheProvider);
    asked()
        .by(BANK)
        .when(DeclineAllocation { reason: " ".into(), ..decline() })
        .then_rejected(invalid("reason", "is missing"));
    given::<Offer, _>(to_agreed())
        .by(BANK)
        .when(decline())
        .then_rejected(Rejection::AllocationState(AllocationState::Agreed));
}

#[test]
fn either_side_gives_up_what_is_not_delivered() {
    let released = |quantity: &str, by: &str| {
        let it = requested();
        AllocationReleased {
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
            released_by: by.into(),
            reason: "Enough".into(),
        }
    };
    given::<Offer, _>(to_agreed()).by(COOPERATIVE).when(release()).then(released("6", COOPERATIVE));
    given::<Offer, _>(to_delivered()).by(BANK).when(release()).then(released("2", BANK));
    given::<Offer, _>(to_delivered()).and(released("2", BANK)).by(BANK).when(release()).then_nothing();
    given::<Offer, _>(to_delivered())
        .and(released("2", BANK))
        .by(COOPERATIVE)
        .when(release())
        .then_rejected(Rejection::NothingUndelivered);
    given::<Offer, _>(to_agreed()).by(INSURER).when(release()).then_rejected(Rejection::NotAParty);
    given::<Offer, Happened>([lent().into(), requested().into()])
        .by(BANK)
        .when(release())
        .then_rejected(Rejection::AllocationState(AllocationState::Requested));
}

fn agreed_by(partner: &str, agreeing: Agreeing, command: AgreeAllocation) -> Outcome<Offer> {
    given::<Offer, Happened>([lent().into(), requested().into()]).by(partner).when_knowing(agreeing, command)
}
