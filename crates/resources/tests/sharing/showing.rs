//! How offers, needs and allocations are told: sums, what is free today, what is late, what is listed.

use contract::resources::*;
use jiff::civil::Date;
use resources::views::{
    allocations,
    board::{Shares, board},
    bookings::{self, show_free, show_late},
    needs, offers,
};

use crate::{messages::*, messages_delivering::*};

#[test]
fn an_offer_tells_what_is_asked_agreed_delivered_and_out() {
    let told = |events: Vec<Happened>| {
        let it = shown(events);
        [it.requested, it.agreed, it.delivered, it.out_on_loan]
    };
    assert_eq!(told(vec![lent().into(), requested().into()]), ["6", "0", "0", "0"]);
    assert_eq!(told(to_agreed()), ["0", "6", "0", "0"]);
    assert_eq!(told(to_confirmed()), ["0", "6", "4", "4"]);
    assert_eq!(told([to_confirmed(), vec![returned().into(), back().into()]].concat()), ["0", "6", "4", "1"]);
    assert_eq!(told([to_disputed(), vec![settled("3", 300_000).into()]].concat()), ["0", "6", "3", "3"]);
}

#[test]
fn what_is_free_today_is_said_when_it_is_asked() {
    let free = |events: Vec<Happened>, day: &str| {
        let mut it = shown(events);
        show_free(&mut it, date(day));
        it.free_now
    };
    assert_eq!(free(to_agreed(), TODAY), "4");
    assert_eq!(free(to_agreed(), "2026-01-09"), "10");
    assert_eq!(free(to_agreed(), LATER), "10", "nothing was delivered");
    assert_eq!(free(to_confirmed(), LATER), "6", "four are late");
    assert_eq!(free(to_agreed(), "2027-01-01"), "0", "it is not there any more");
}

#[test]
fn an_allocation_tells_how_late_it_is_and_by_whom() {
    let booking = Some(Booking { ends_on: UNTIL.into(), ..Default::default() });
    let late = |delivery_overdue, return_overdue| {
        let mut it = Allocation {
            provider_partner_id: BANK.into(),
            receiver_partner_id: COOPERATIVE.into(),
            booking: booking.clone(),
            delivery_overdue,
            return_overdue,
            ..Default::default()
        };
        show_late(&mut it, date("2026-04-03"));
        (it.days_late, it.late_partner_ids)
    };
    assert_eq!(late(false, false), (0, vec![]));
    assert_eq!(late(true, false), (3, vec![BANK.to_owned()]));
    assert_eq!(late(true, true), (3, vec![BANK.to_owned(), COOPERATIVE.to_owned()]));
}

#[test]
fn the_board_shows_open_offers_and_needs_by_kind() {
    let offer =
        |offer_id: &str, place: &str| Offer { place: place.into(), offer_id: offer_id.into(), ..shown(to_agreed()) };
    let need = |agreed: &str| Need {
        kind: ResourceKind::Equipment.into(),
        partner_id: COOPERATIVE.into(),
        needed_until: TODAY.into(),
        quantity: "8".into(),
        agreed: agreed.into(),
        place: "Kisumu West".into(),
        ..Default::default()
    };
    let data = Need { kind: ResourceKind::Data.into(), ..need("0") };
    let over = Need { needed_until: "2026-01-14".into(), ..need("0") };
    let gone = Offer { partner_id: OTHER.into(), ..offer("c", "Kisumu") };
    let shares = Shares {
        offers: vec![offer("a", "Kisumu"), offer("b", "Mombasa"), gone],
        needs: vec![need("8"), need("7"), data, over],
    };
    let asked = |question: GetBoard| board(&question, shares.clone(), &members(), date(TODAY));
    let all = asked(GetBoard::default());
    let [equipment, data] = &all.columns[..] else { panic!("two kinds: {all:?}") };
    assert_eq!((all.offers, all.needs), (2, 3));
    assert_eq!((equipment.offer_count, equipment.need_count, equipment.unmet_count), (2, 2, 1));
    assert_eq!((equipment.offers[0].free_now.as_str(), equipment.offers[0].bookings.len()), ("4", 0));
    assert_eq!((data.kind(), data.need_count), (ResourceKind::Data, 1));
    let there = asked(GetBoard { kind: ResourceKind::Equipment.into(), place: "kisumu".into(), ..Default::default() });
    assert_eq!((there.offers, there.needs, there.columns.len()), (1, 2, 1));
}

#[test]
fn lists_hold_what_is_asked_for() {
    let offer = Offer { goal_id: GOAL.into(), place: "Kisumu".into(), partner_id: BANK.into(), ..shown(to_agreed()) };
    let asked = |question: ListOffers| offers::is_asked_for(&question, &offer);
    assert!(asked(ListOffers::default()));
    assert!(asked(ListOffers {
        kind: offer.kind,
        partner_id: BANK.into(),
        goal_id: GOAL.into(),
        place: "KIS".into(),
        ..Default::default()
    }));
    assert!(!asked(ListOffers { state: OfferState::Withdrawn.into(), ..Default::default() }));
    assert!(!asked(ListOffers { partner_id: INSURER.into(), ..Default::default() }));
    assert!(!asked(ListOffers { goal_id: OTHER.into(), ..Default::default() }));
    assert!(!asked(ListOffers { place: "Mombasa".into(), ..Default::default() }));
    let need = Need { kind: ResourceKind::Data.into(), state: NeedState::Open.into(), ..Default::default() };
    assert!(needs::is_asked_for(&ListNeeds { state: NeedState::Open.into(), ..Default::default() }, &need));
    assert!(!needs::is_asked_for(&ListNeeds { kind: ResourceKind::Funds.into(), ..Default::default() }, &need));
    let allocation = Allocation {
        provider_partner_id: BANK.into(),
        receiver_partner_id: COOPERATIVE.into(),
        need_id: NEED.into(),
        return_overdue: true,
        booking: Some(Booking { state: AllocationState::Agreed.into(), disputed: "1".into(), ..Default::default() }),
        ..Default::default()
    };
    let asked = |question: ListAllocations| allocations::is_asked_for(&question, &allocation);
    assert!(asked(ListAllocations { partner_id: COOPERATIVE.into(), need_id: NEED.into(), ..Default::default() }));
    assert!(asked(ListAllocations { overdue: true, disputed: true, ..Default::default() }));
    assert!(asked(ListAllocations { state: AllocationState::Agreed.into(), ..Default::default() }));
    assert!(!asked(ListAllocations { state: AllocationState::Finished.into(), ..Default::default() }));
    assert!(!asked(ListAllocations { partner_id: INSURER.into(), ..Default::default() }));
}

/// An offer as it is shown after these events.
fn shown(events: Vec<Happened>) -> Offer {
    let it = lent();
    let mut offer = Offer {
        partner_id: it.partner_id,
        kind: it.kind,
        terms: it.terms,
        quantity: it.quantity,
        available_from: it.available_from,
        available_until: it.available_until,
        state: OfferState::Open.into(),
        ..Default::default()
    };
    for event in events {
        if let Happened::AllocationRequested(it) = &event {
            offer.bookings.push(bookings::booked(it));
        } else if let Some(booking) = offer.bookings.first_mut() {
            bookings::evolve(booking, Terms::Loan, &event);
        }
    }
    bookings::sum(&mut offer);
    offer
}

fn date(day: &str) -> Date {
    day.parse().expect("a day")
}
