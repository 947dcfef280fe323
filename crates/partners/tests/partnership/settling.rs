//! Settling what is open between a leaver and the others.

use contract::partners::{
    AddExitItem, EndExitItem, ExitItem, ExitItemAdded, ExitItemKind, ExitItemSettled, ExitOpened, ExitSettlement,
    LeaveAnnounced, MemberLeft, SettleExitItem,
};

use super::*;

#[test]
fn the_other_side_says_that_a_thing_is_back_released_or_written_off() {
    for how in [ExitSettlement::Returned, ExitSettlement::Released, ExitSettlement::WrittenOff] {
        leaving(pump()).by("lender").when(settle(how)).then(settled(how, "lender"));
        let others = Rejection::NotYoursToSettle("the item is for the other side to settle");
        leaving(pump()).by("insurer").when(settle(how)).then_rejected(others.clone());
        leaving(pump()).by("funder").when(settle(how)).then_rejected(others);
    }
}

#[test]
fn the_leaver_settles_what_is_its_own() {
    let own = || leaving(ExitItem { leaver_settles: true, ..pump() });
    own().by("insurer").when(settle(ExitSettlement::Released)).then(settled(ExitSettlement::Released, "insurer"));
    own()
        .by("lender")
        .when(settle(ExitSettlement::Released))
        .then_rejected(Rejection::NotYoursToSettle("the item is for the leaver to settle"));
}

#[test]
fn without_another_side_any_other_member_with_a_voice_settles() {
    let nobodys = || leaving(ExitItem { counterpart_partner_id: String::new(), ..pump() });
    nobodys().by("funder").when(settle(ExitSettlement::Released)).then(settled(ExitSettlement::Released, "funder"));
    for by in ["insurer", "stranger"] {
        nobodys()
            .by(by)
            .when(settle(ExitSettlement::Released))
            .then_rejected(Rejection::NotYoursToSettle("the item is for another member with a voice to settle"));
    }
}

#[test]
fn who_takes_a_thing_over_says_so_itself() {
    let pump = || ExitItem { kind: ExitItemKind::Undertaking.into(), ..pump() };
    let to = |to: &str| SettleExitItem { to_partner_id: to.into(), ..settle(ExitSettlement::HandedOver) };
    leaving(pump())
        .by("funder")
        .when(to("funder"))
        .then(ExitItemSettled { to_partner_id: "funder".into(), ..settled(ExitSettlement::HandedOver, "funder") });
    let itself = Rejection::NotYoursToSettle("who takes an item over says so itself, as a member with a voice");
    leaving(pump()).by("insurer").when(to("funder")).then_rejected(itself.clone());
    leaving(pump()).by("stranger").when(to("stranger")).then_rejected(itself);
    let stays = || Rejection::from(Invalid::new("to_partner_id", "must name a member that stays, and takes it over"));
    leaving(pump()).by("funder").when(to("")).then_rejected(stays());
    leaving(pump()).by("insurer").when(to("insurer")).then_rejected(stays());
}

#[test]
fn what_is_shared_or_planned_between_two_is_not_handed_over() {
    let problem = "cannot be handed over: what is shared or planned is between the two that agreed it. \
        It is returned, released or written off, and agreed anew with who stays";
    let to = SettleExitItem { to_partner_id: "funder".into(), ..settle(ExitSettlement::HandedOver) };
    for kind in [ExitItemKind::Allocation, ExitItemKind::Funds] {
        let item = ExitItem { kind: kind.into(), ..pump() };
        leaving(item).by("funder").when(to.clone()).then_rejected(Invalid::new("how", problem).into());
    }
}

#[test]
fn nobody_settles_a_concern_on_the_sheet() {
    let concern = || ExitItem { kind: ExitItemKind::Concern.into(), leaver_settles: true, ..pump() };
    let elsewhere = Rejection::NotYoursToSettle(
        "the item is a concern: it ends where it stands, when its raiser confirms or withdraws it",
    );
    for by in ["insurer", "lender", "funder"] {
        let how = ExitSettlement::Released;
        leaving(concern()).by(by).when(settle(how)).then_rejected(elsewhere.clone());
        let to = SettleExitItem { to_partner_id: by.into(), ..settle(ExitSettlement::HandedOver) };
        leaving(concern()).by(by).when(to).then_rejected(elsewhere.clone());
    }
}

#[test]
fn only_what_is_handed_over_has_a_taker_and_only_services_end_a_thing() {
    let to = SettleExitItem { to_partner_id: "funder".into(), ..settle(ExitSettlement::Returned) };
    let problem = Invalid::new("to_partner_id", "is for what is handed over");
    leaving(pump()).by("lender").when(to).then_rejected(problem.into());
    for how in [ExitSettlement::Unspecified, ExitSettlement::Ended] {
        let problem = Invalid::new("how", "says nothing that a partner can settle");
        leaving(pump()).by("lender").when(settle(how)).then_rejected(problem.into());
    }
}

#[test]
fn a_thing_is_settled_once() {
    let history = || leaving(pump()).and(settled(ExitSettlement::Returned, "lender"));
    history().by("lender").when(settle(ExitSettlement::Returned)).then_nothing();
    history().by("lender").when(settle(ExitSettlement::WrittenOff)).then_rejected(Rejection::ItemSettled);
}

#[test]
fn what_was_not_settled_may_be_after_the_leaver_has_gone() {
    let gone = MemberLeft { partnership_id: "partnership".into(), partner_id: "insurer".into(), items_unsettled: 1 };
    leaving(pump())
        .and(gone)
        .by("lender")
        .when(settle(ExitSettlement::Returned))
        .then(settled(ExitSettlement::Returned, "lender"));
}

#[test]
fn what_is_on_no_sheet_is_not_settled() {
    let other = SettleExitItem { item_id: "other".into(), ..settle(ExitSettlement::Returned) };
    leaving(pump()).by("lender").when(other).then_rejected(Rejection::NoSuchItem);
    three().by("lender").when(settle(ExitSettlement::Returned)).then_rejected(Rejection::NoSuchExit);
}

#[test]
fn what_others_know_to_be_open_is_added_once() {
    let add = || AddExitItem {
        partnership_id: "partnership".into(),
        partner_id: "insurer".into(),
        item: Some(pump()),
        ..Default::default()
    };
    let added =
        ExitItemAdded { partnership_id: "partnership".into(), partner_id: "insurer".into(), item: Some(pump()) };
    let other = || ExitItem { item_id: "other".into(), ..pump() };
    leaving(other()).by_service("partners").when(add()).then(added);
    leaving(pump()).by_service("partners").when(add()).then_nothing();
    three().by_service("partners").when(add()).then_nothing();
    let nothing = AddExitItem { item: None, ..add() };
    leaving(other()).by_service("partners").when(nothing).then_rejected(Invalid::new("item", "is missing").into());
}

#[test]
fn what_ends_by_itself_is_settled_by_nobody() {
    let end = || EndExitItem {
        partnership_id: "partnership".into(),
        partner_id: "insurer".into(),
        item_id: "pump".into(),
        ..Default::default()
    };
    leaving(pump())
        .by_service("partners")
        .when(end())
        .then(ExitItemSettled { note: String::new(), ..settled(ExitSettlement::Ended, "") });
    leaving(pump()).and(settled(ExitSettlement::Returned, "lender")).by_service("partners").when(end()).then_nothing();
    three().by_service("partners").when(end()).then_nothing();
}

/// Three members, of which the insurer leaves.
fn leaving(item: ExitItem) -> Scenario<Partnership> {
    let (partnership_id, partner_id) = ("partnership".to_owned(), "insurer".to_owned());
    let announced = LeaveAnnounced {
        partnership_id: partnership_id.clone(),
        partner_id: partner_id.clone(),
        reason: "another strategy".into(),
        effective_on: "2026-03-01".into(),
    };
    three().and(announced).and(ExitOpened { partnership_id, partner_id, items: vec![item] })
}

fn pump() -> ExitItem {
    ExitItem {
        item_id: "pump".into(),
        kind: ExitItemKind::Allocation.into(),
        service: "resources".into(),
        what: "a pump, lent".into(),
        counterpart_partner_id: "lender".into(),
        leaver_settles: false,
    }
}

fn settle(how: ExitSettlement) -> SettleExitItem {
    SettleExitItem {
        partnership_id: "partnership".into(),
        partner_id: "insurer".into(),
        item_id: "pump".into(),
        how: how.into(),
        note: "in good order".into(),
        ..Default::default()
    }
}

fn settled(how: ExitSettlement, settled_by: &str) -> ExitItemSettled {
    ExitItemSettled {
        partnership_id: "partnership".into(),
        partner_id: "insurer".into(),
        item_id: "pump".into(),
        how: how.into(),
        to_partner_id: String::new(),
        note: "in good order".into(),
        settled_by: settled_by.into(),
    }
}
