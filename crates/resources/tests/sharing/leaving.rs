//! What a leaver has open of allocations: listed for its exit sheet, said to have ended, and carried out as it is settled there.

use contract::{
    log::{Envelope, envelope::Fact},
    partners::{self, ExitItemSettled, ExitOpened, ExitSettlement, InvitationAccepted, LeavingWithdrawn, MemberLeft},
    resources::*,
};
use kernel::scenario::{Scenario, event_id, given, nothing};
use resources::{
    known::leaving::open,
    leaver::{self, Leaver, Open},
    offer::{Offer, Rejection},
    reactions::leaving::{Settlement, listing, settlement},
};
use runtime::Memory as _;

use crate::{
    messages::*,
    messages_delivering::*,
    reacting::{heard, remembering},
};

const EXIT: &str = "00000000-0000-7000-8000-0000000000e9";

#[test]
fn each_thing_is_listed_once_a_sheet_and_said_once_to_have_ended() {
    let one = || Open { items: vec![thing(ALLOCATION)] };
    leaver(nothing()).when_knowing(one(), list(EXIT)).then(listed(EXIT));
    leaver(given([listed(EXIT)])).when_knowing(one(), list(EXIT)).then_nothing();
    leaver(nothing()).when_knowing(Open::default(), list(EXIT)).then_nothing();
    leaver(given([listed(EXIT)])).when_knowing(Open::default(), list(EXIT)).then(ended());
    leaver(given([listed(EXIT)])).and(ended()).when_knowing(Open::default(), list(EXIT)).then_nothing();
    let another = event_id(9);
    leaver(given([listed(EXIT)])).and(ended()).when_knowing(one(), list(&another)).then(listed(&another));
    let by_hand = nothing::<Leaver>().by(BANK).when_knowing(one(), list(EXIT));
    by_hand.then_rejected(leaver::Rejection::NotForCallers);
}

#[test]
fn many_things_are_listed_in_several_facts() {
    let items = (0..120).map(|n| thing(&event_id(n))).collect();
    let facts = leaver(nothing()).when_knowing(Open { items }, list(EXIT)).decision().expect("accepted");
    let sizes = facts.iter().map(|it| match it {
        Happened::OpenListed(it) => it.items.len(),
        other => panic!("{other:?}"),
    });
    assert_eq!(sizes.collect::<Vec<_>>(), [50, 50, 20]);
}

#[test]
fn each_side_of_an_allocation_has_its_part_of_it_on_its_sheet() {
    let said = |events: Vec<Happened>, leaver: &str| {
        let found = open(&remembering(events), TOGETHER, leaver, noon(TODAY).to_zoned(jiff::tz::TimeZone::UTC).date());
        found.into_iter().map(|it| (it.what, it.leaver_settles)).collect::<Vec<_>>()
    };
    let both = |events: Vec<Happened>| [said(events.clone(), BANK), said(events, COOPERATIVE)];
    let one = |what: &str, leaver_settles| vec![(what.to_owned(), leaver_settles)];
    let asked = vec![lent().into(), requested().into()];
    let request = [one("was asked for 6 tablets of: Tablets", true), one("has asked for 6 tablets of: Tablets", true)];
    assert_eq!(both(asked.clone()), request);
    assert_eq!(both([asked, vec![proposed().into()]].concat()), request, "the members have yet to decide");
    let undelivered =
        [one("is to deliver 6 tablets of: Tablets", false), one("is to receive 6 tablets of: Tablets", true)];
    assert_eq!(both(to_agreed()), undelivered);
    let lent_out = [one("has lent 4 tablets of: Tablets", true), one("has borrowed 4 tablets of: Tablets", false)];
    assert_eq!(both(to_confirmed()), lent_out);
    assert_eq!(both([to_confirmed(), vec![returned().into()]].concat()), lent_out, "the giver has not said so");
    let left = [one("has lent 1 tablets of: Tablets", true), one("has borrowed 1 tablets of: Tablets", false)];
    assert_eq!(both([to_confirmed(), vec![returned().into(), back().into()]].concat()), left);
    assert_eq!(said(to_confirmed(), INSURER), [], "it has no part in it");
}

#[test]
fn funds_are_open_until_their_last_day_and_what_is_finished_is_not() {
    let found = |events: Vec<Happened>, day: &str| {
        open(&remembering(events), TOGETHER, BANK, day.parse().expect("a day")).len()
    };
    let asked = requested_of(&funds());
    let agreed_funds = vec![funds().into(), asked.clone().into(), agreed_of(asked).into()];
    assert_eq!((found(agreed_funds.clone(), UNTIL), found(agreed_funds, LATER)), (1, 0));
    let withdrawn = vec![lent().into(), requested().into(), request_withdrawn()];
    assert_eq!(found(withdrawn, TODAY), 0);
}

#[test]
fn a_sheet_is_filled_when_it_opens_and_follows_what_happens() {
    let mut memory = remembering(to_agreed());
    for (leaver, lists) in [(BANK, 1), (COOPERATIVE, 1), (INSURER, 0)] {
        let asked = listing(&memory, &opened(leaver));
        assert_eq!(asked.len(), lists);
        assert!(asked.iter().all(|it| it.partner_id == leaver && it.exit_event_id == EXIT));
    }
    assert_eq!(listing(&memory, &own(delivered())), [], "nobody leaves");
    memory.remember(&opened(COOPERATIVE));
    assert_eq!(listing(&memory, &own(delivered())), [list(EXIT)], "it is not on the sheet yet");
    memory.remember(&own(listed(EXIT)));
    assert_eq!(listing(&memory, &own(delivered())), []);
    memory.remember(&gone());
    memory.remember(&own(released("6")));
    assert_eq!(listing(&memory, &own(released("6"))), [list(EXIT)], "it has ended after it left");
    memory.remember(&own(ended()));
    assert_eq!(listing(&memory, &own(released("6"))), []);
}

#[test]
fn who_stays_or_comes_back_has_no_sheet() {
    let (partnership_id, partner_id) = (TOGETHER.to_owned(), COOPERATIVE.to_owned());
    let stays = LeavingWithdrawn { partnership_id: partnership_id.clone(), partner_id: partner_id.clone() };
    let comes_back = InvitationAccepted { partnership_id, partner_id, charter_version: 1 };
    for then in [partners::event::Kind::from(stays), comes_back.into()] {
        let mut memory = remembering(to_agreed());
        memory.remember(&opened(COOPERATIVE));
        memory.remember(&of_partners(then));
        assert_eq!(listing(&memory, &own(delivered())), []);
    }
}

#[test]
fn what_is_settled_on_a_sheet_is_carried_out_as_it_says() {
    let memory = remembering(to_agreed());
    let settle_it = |how: ExitSettlement, item_id: &str| {
        let settled = ExitItemSettled {
            partnership_id: TOGETHER.into(),
            partner_id: BANK.into(),
            item_id: item_id.into(),
            how: how.into(),
            note: "In good order".into(),
            settled_by: COOPERATIVE.into(),
            ..Default::default()
        };
        settlement(&memory, &of_partners(settled))
    };
    let expected = |returned| Some(Settlement::Allocation(settle_at_exit(BANK, COOPERATIVE, returned)));
    assert_eq!(settle_it(ExitSettlement::Returned, ALLOCATION), expected(true));
    assert_eq!(settle_it(ExitSettlement::Released, ALLOCATION), expected(false));
    assert_eq!(settle_it(ExitSettlement::WrittenOff, ALLOCATION), expected(false));
    assert_eq!(settle_it(ExitSettlement::Ended, ALLOCATION), None);
    assert_eq!(settle_it(ExitSettlement::Released, OTHER), None, "it is another service's");
}

#[test]
fn a_request_is_taken_back_by_who_asked_or_declined_by_who_was_asked() {
    let history = || vec![Happened::from(lent()), requested().into()];
    let settled = |history, leaver| decided(history, settle_at_exit(leaver, leaver, false));
    assert_eq!(settled(history(), COOPERATIVE), [request_withdrawn()]);
    let [Happened::AllocationDeclined(it)] = &settled(history(), BANK)[..] else { panic!("declined") };
    assert_eq!((it.reason.as_str(), it.proposed_event_id.as_str()), ("In good order", ""));
    let before_the_members = [history(), vec![proposed().into()]].concat();
    let [Happened::RequestWithdrawn(it)] = &settled(before_the_members, COOPERATIVE)[..] else { panic!("withdrawn") };
    assert_eq!(it.proposed_event_id, event_id(2));
    assert_eq!(settled([history(), vec![request_withdrawn()]].concat(), COOPERATIVE), []);
}

#[test]
fn what_is_not_delivered_is_released_and_by_nobody() {
    let release = || settle_at_exit(BANK, COOPERATIVE, false);
    by_service(to_agreed()).when(release()).then(released("6"));
    by_service(to_delivered()).when(release()).then(released("2"));
    by_service(to_agreed()).and(released("6")).when(release()).then_nothing();
    let said_nothing = SettleAllocation { why: String::new(), ..release() };
    let why = "Settled on an exit sheet.".to_owned();
    by_service(to_agreed()).when(said_nothing).then(AllocationReleased { reason: why, ..released("6") });
    given::<Offer, _>(to_agreed()).by(BANK).when(release()).then_rejected(Rejection::NotForCallers);
    let unknown = SettleAllocation { allocation_id: OTHER.into(), ..release() };
    by_service(to_agreed()).when(unknown).then_nothing();
}

#[test]
fn what_is_lent_is_written_off_in_its_givers_words_only() {
    let history = || [to_confirmed(), vec![released("2").into()]].concat();
    let events = decided(history(), settle_at_exit(COOPERATIVE, BANK, false));
    let [Happened::ReturnWrittenOff(it)] = &events[..] else { panic!("{events:?}") };
    assert_eq!((it.quantity.as_str(), it.value_minor, it.written_off_by.as_str()), ("4", 400_000, ""));
    assert_eq!(decided([history(), events].concat(), settle_at_exit(COOPERATIVE, BANK, false)), []);
    assert_eq!(decided(history(), settle_at_exit(COOPERATIVE, COOPERATIVE, false)), [], "it owes it");
    let part = [history(), vec![returned().into()]].concat();
    let [Happened::ReturnWrittenOff(it)] = &decided(part, settle_at_exit(COOPERATIVE, BANK, false))[..] else {
        panic!("what is not said to be back")
    };
    assert_eq!(it.quantity, "1");
}

#[test]
fn what_is_lent_is_back_when_its_giver_says_so() {
    let history = || [to_confirmed(), vec![released("2").into(), returned().into()]].concat();
    let events = decided(history(), settle_at_exit(COOPERATIVE, BANK, true));
    let [Happened::ReturnRecorded(rest), Happened::ReturnConfirmed(first), Happened::ReturnConfirmed(last)] =
        &events[..]
    else {
        panic!("{events:?}")
    };
    assert_eq!((rest.quantity.as_str(), rest.returned_on.as_str()), ("1", TODAY));
    assert_eq!((first.return_id.as_str(), first.quantity.as_str(), first.value_minor), (RETURN, "3", 300_000));
    assert_eq!((&last.return_id, last.quantity.as_str(), last.value_minor), (&rest.return_id, "1", 100_000));
    assert_eq!(last.remark, "In good order");
    assert_eq!(decided([history(), events].concat(), settle_at_exit(COOPERATIVE, BANK, true)), []);

    let reported = decided(history(), settle_at_exit(COOPERATIVE, COOPERATIVE, true));
    let [Happened::ReturnRecorded(it)] = &reported[..] else { panic!("its giver has yet to say so: {reported:?}") };
    assert_eq!(it.quantity, "1");
}

fn by_service(history: Vec<Happened>) -> Scenario<Offer> {
    given::<Offer, _>(history).by_service("resources").at(noon(TODAY))
}

fn decided(history: Vec<Happened>, command: SettleAllocation) -> Vec<Happened> {
    by_service(history).when(command).decision().expect("accepted")
}

fn leaver(history: Scenario<Leaver>) -> Scenario<Leaver> {
    history.by_service("resources")
}

fn settle_at_exit(leaver: &str, settled_by: &str, returned: bool) -> SettleAllocation {
    SettleAllocation {
        partnership_id: TOGETHER.into(),
        offer_id: OFFER.into(),
        allocation_id: ALLOCATION.into(),
        partner_id: leaver.into(),
        settled_by: settled_by.into(),
        returned,
        why: "In good order".into(),
        ..Default::default()
    }
}

fn released(quantity: &str) -> AllocationReleased {
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
        released_by: String::new(),
        reason: "In good order".into(),
    }
}

fn request_withdrawn() -> Happened {
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
        proposed_event_id: String::new(),
    }
    .into()
}

fn list(exit: &str) -> ListOpen {
    ListOpen {
        partnership_id: TOGETHER.into(),
        partner_id: COOPERATIVE.into(),
        exit_event_id: exit.into(),
        ..Default::default()
    }
}

fn thing(id: &str) -> OpenItem {
    OpenItem { kind: OpenKind::Allocation.into(), thing_id: id.into(), ..Default::default() }
}

fn listed(exit: &str) -> OpenListed {
    OpenListed {
        partnership_id: TOGETHER.into(),
        partner_id: COOPERATIVE.into(),
        exit_event_id: exit.into(),
        items: vec![thing(ALLOCATION)],
    }
}

fn ended() -> OpenEnded {
    OpenEnded {
        partnership_id: TOGETHER.into(),
        partner_id: COOPERATIVE.into(),
        exit_event_id: EXIT.into(),
        thing_ids: vec![ALLOCATION.into()],
    }
}

fn opened(partner: &str) -> Envelope {
    let opened = ExitOpened { partnership_id: TOGETHER.into(), partner_id: partner.into(), items: vec![] };
    Envelope { event_id: EXIT.into(), ..of_partners(opened) }
}

fn gone() -> Envelope {
    let (partnership_id, partner_id) = (TOGETHER.into(), COOPERATIVE.into());
    of_partners(MemberLeft { partnership_id, partner_id, items_unsettled: 1 })
}

fn of_partners(event: impl Into<partners::event::Kind>) -> Envelope {
    heard(Fact::Partners(partners::Event { kind: Some(event.into()) }))
}

fn own(event: impl Into<Happened>) -> Envelope {
    heard(Fact::Resources(Event { kind: Some(event.into()) }))
}
