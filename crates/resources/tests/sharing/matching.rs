//! Which offers could meet which needs, how well, and why.

use contract::resources::*;
use resources::views::{board::Shares, matches::suggested};

use crate::messages::*;

const ELSEWHERE: &str = "00000000-0000-7000-8000-0000000000c9";

#[test]
fn what_fits_in_everything_has_a_hundred_points() {
    let offer = Offer { goal_id: String::new(), activity_id: GOAL.into(), title: "Tablets".into(), ..offer() };
    let need = Need { activity_id: GOAL.into(), ..need() };
    let [it] = &matched([offer], [need])[..] else { panic!("one match") };
    assert_eq!((it.score, it.free.as_str()), (100, "10"));
    let told: Vec<_> = it.reasons.iter().map(|it| (it.kind(), it.points, it.words.as_str())).collect();
    assert_eq!(
        told,
        [
            (MatchReasonKind::Quantity, 30, "10 of 8 Tablets free"),
            (MatchReasonKind::Days, 25, "there on 28 of 28 days"),
            (MatchReasonKind::Words, 20, "Tablets"),
            (MatchReasonKind::Place, 10, "in Kisumu"),
            (MatchReasonKind::Unit, 10, "both in tablets"),
            (MatchReasonKind::Serves, 5, "serves the same activity"),
        ]
    );
}

#[test]
fn each_part_counts_by_its_share() {
    let points = |offer: Offer, need: Need, kind| {
        let matches = matched([offer], [need]);
        matches[0].reasons.iter().find(|it| it.kind() == kind).map(|it| it.points)
    };
    let half = Offer { quantity: "4".into(), ..offer() };
    assert_eq!(points(half, need(), MatchReasonKind::Quantity), Some(15));
    let met = Need { agreed: "6".into(), ..need() };
    assert_eq!(points(Offer { quantity: "1".into(), ..offer() }, met, MatchReasonKind::Quantity), Some(15));
    let other_unit = Offer { unit: "boxes".into(), ..offer() };
    assert_eq!(points(other_unit.clone(), need(), MatchReasonKind::Quantity), Some(10));
    assert_eq!(points(other_unit, need(), MatchReasonKind::Unit), None);
    let late = Offer { available_from: "2026-02-15".into(), ..offer() };
    assert_eq!(points(late, need(), MatchReasonKind::Days), Some(12));
    let wordy = Need { title: "Tablets, chargers, covers, and cases".into(), ..need() };
    assert_eq!(points(offer(), wordy, MatchReasonKind::Words), Some(4));
    let of_field = |it: &str| it.to_owned();
    let (one, other) = (
        Offer { field: of_field("Agronomy"), ..offer() },
        Need { field: of_field("agronomy"), title: "Help".into(), ..need() },
    );
    assert_eq!(points(one, other, MatchReasonKind::Words), Some(20));
    let place = |offered: &str, needed: &str| {
        let (one, other) = (Offer { place: offered.into(), ..offer() }, Need { place: needed.into(), ..need() });
        points(one, other, MatchReasonKind::Place)
    };
    assert_eq!(place("KISUMU", "Kisumu"), Some(10));
    assert_eq!(place("Kisumu, Nyanza", "Kisumu"), Some(7));
    assert_eq!(place("", "Kisumu"), Some(3));
    assert_eq!(place("Mombasa", "Kisumu"), Some(0));
    let goal = Need { goal_id: GOAL.into(), ..need() };
    assert_eq!(points(Offer { goal_id: GOAL.into(), ..offer() }, goal, MatchReasonKind::Serves), Some(3));
}

#[test]
fn what_cannot_meet_it_is_no_match() {
    let none = |offer: Offer| assert_eq!(matched([offer], [need()]), []);
    none(Offer { kind: ResourceKind::Data.into(), ..offer() });
    none(Offer { partner_id: COOPERATIVE.into(), ..offer() });
    none(Offer { terms: Terms::Gift.into(), ..offer() });
    none(Offer { available_until: "2026-01-31".into(), ..offer() });
    none(Offer { available_from: "2026-03-01".into(), ..offer() });
    none(Offer { bookings: vec![booked("10", "2026-02-10", "2026-02-10")], ..offer() });
    let met = Need { agreed: "8".into(), ..need() };
    assert_eq!(matched([offer()], [met]), []);
    let past = Need { needed_from: "2026-01-01".into(), needed_until: "2026-01-14".into(), ..need() };
    assert_eq!(matched([offer()], [past]), []);
}

#[test]
fn an_affiliate_offers_nothing_to_its_own_organisation() {
    let of_bank = Need { partner_id: BANK.into(), ..need() };
    let of_branch = Offer { partner_id: BRANCH.into(), ..offer() };
    assert_eq!(matched([of_branch], [of_bank]), []);
}

#[test]
fn only_what_is_free_in_those_days_counts() {
    let taken = |from: &str, until: &str| Offer { bookings: vec![booked("7", from, until)], ..offer() };
    assert_eq!(matched([taken("2026-02-10", "2026-02-10")], [need()])[0].free, "3");
    assert_eq!(matched([taken("2026-03-01", "2026-03-31")], [need()])[0].free, "10");
}

#[test]
fn either_terms_are_acceptable_where_none_are_named() {
    let either = Need { terms: Terms::Unspecified.into(), ..need() };
    assert_eq!(matched([Offer { terms: Terms::Gift.into(), ..offer() }], [either]).len(), 1);
}

#[test]
fn the_best_come_first_and_no_more_than_are_asked_for() {
    let offers = (0..30).map(|place| Offer {
        offer_id: format!("{place:02}"),
        quantity: (place % 8 + 1).to_string(),
        ..offer()
    });
    let offers: Vec<_> = offers.collect();
    let asked = |per_need| {
        let question = SuggestMatches { partnership_id: TOGETHER.into(), per_need, ..Default::default() };
        answered(question, offers.clone(), vec![need()])
    };
    let five = asked(0);
    let ids: Vec<_> = five.matches.iter().map(|it| it.offer_id.as_str()).collect();
    assert_eq!(ids, ["07", "15", "23", "06", "14"]);
    assert_eq!((five.needs, five.offers, five.more), (1, 30, false));
    assert_eq!(asked(20).matches.len(), 20);
    let scores: Vec<_> = asked(20).matches.iter().map(|it| it.score).collect();
    assert!(scores.is_sorted_by(|one, next| one >= next), "{scores:?}");
}

#[test]
fn one_need_or_one_offer_is_asked_for_alone() {
    let needs = vec![need(), Need { need_id: ELSEWHERE.into(), ..need() }];
    let offers = vec![offer(), Offer { offer_id: ELSEWHERE.into(), ..offer() }];
    let asked = |need_id: &str, offer_id: &str| {
        let question = SuggestMatches {
            partnership_id: TOGETHER.into(),
            need_id: need_id.into(),
            offer_id: offer_id.into(),
            ..Default::default()
        };
        let matches = answered(question, offers.clone(), needs.clone()).matches;
        matches.into_iter().map(|it| (it.need_id, it.offer_id)).collect::<Vec<_>>()
    };
    assert_eq!(asked("", "").len(), 4);
    assert_eq!(asked(ELSEWHERE, "").len(), 2);
    assert_eq!(asked(NEED, OFFER), [(NEED.to_owned(), OFFER.to_owned())]);
}

fn matched(offers: impl IntoIterator<Item = Offer>, needs: impl IntoIterator<Item = Need>) -> Vec<Match> {
    let question = SuggestMatches { partnership_id: TOGETHER.into(), ..Default::default() };
    answered(question, offers.into_iter().collect(), needs.into_iter().collect()).matches
}

fn answered(question: SuggestMatches, offers: Vec<Offer>, needs: Vec<Need>) -> SuggestedMatches {
    suggested(&question, Shares { offers, needs }, &members(), TODAY.parse().unwrap())
}

fn offer() -> Offer {
    let it = lent();
    Offer {
        partnership_id: it.partnership_id,
        offer_id: it.offer_id,
        partner_id: it.partner_id,
        kind: it.kind,
        title: it.title,
        quantity: it.quantity,
        unit: it.unit,
        place: it.place,
        available_from: it.available_from,
        available_until: it.available_until,
        terms: it.terms,
        state: OfferState::Open.into(),
        ..Default::default()
    }
}

fn need() -> Need {
    Need {
        partnership_id: TOGETHER.into(),
        need_id: NEED.into(),
        partner_id: COOPERATIVE.into(),
        kind: ResourceKind::Equipment.into(),
        unit: "Tablets".into(),
        title: "Tablets".into(),
        quantity: "8".into(),
        place: "Kisumu".into(),
        needed_from: "2026-02-01".into(),
        needed_until: "2026-02-28".into(),
        terms: Terms::Loan.into(),
        state: NeedState::Open.into(),
        agreed: "0".into(),
        ..Default::default()
    }
}

fn booked(agreed: &str, starts_on: &str, ends_on: &str) -> Booking {
    Booking {
        state: AllocationState::Agreed.into(),
        agreed: agreed.into(),
        starts_on: starts_on.into(),
        ends_on: ends_on.into(),
        ..Default::default()
    }
}
