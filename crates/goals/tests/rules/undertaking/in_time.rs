//! The clock: overdue once for each day agreed, at the first moment after it, and never while it waits to be confirmed.

use contract::{
    goals::*,
    log::{Envelope, envelope::Fact},
    partners,
};
use goals::{
    memory::Memory,
    reactions::undertakings::{lapse as lapsed, settled},
    undertaking::{Rejection, Undertaking},
};
use jiff::Timestamp;
use kernel::scenario::{given as history, nothing};
use runtime::Memory as _;

use super::{noon, promised};
use crate::{messages::*, messages_undertaking::*};

const NEXT_DAY: &str = "2026-04-01T00:00:00Z";

#[test]
fn it_is_overdue_when_its_day_is_over() {
    let on = |day: &str| promised([]).by_service("goals").at(noon(day)).when(lapse());
    on("2026-04-01").then(overdue());
    on(DUE).then_nothing();
}

#[test]
fn it_is_overdue_once_for_each_day_agreed() {
    let said = promised([overdue().into()]).by_service("goals").at(noon("2026-05-01"));
    said.when(lapse()).then_nothing();
    let later = || promised([overdue().into(), asked().into(), agreed().into()]).by_service("goals");
    later().at(noon("2026-07-01")).when(lapse()).then_nothing();
    let next = LapseUndertaking { due_on: LATER.into(), ..lapse() };
    later().at(noon("2026-06-30")).when(next.clone()).then_nothing();
    later().at(noon("2026-07-01")).when(next).then(UndertakingOverdue { due_on: LATER.into(), ..overdue() });
}

#[test]
fn what_is_done_or_over_is_not_overdue() {
    for more in [
        vec![fulfilled().into()],
        vec![fulfilled().into(), confirmed().into()],
        vec![released().into()],
        vec![asked().into(), agreed().into()],
    ] {
        promised(more).by_service("goals").at(noon("2026-05-01")).when(lapse()).then_nothing();
    }
}

#[test]
fn the_clock_alone_says_so() {
    promised([]).by(COOPERATIVE).at(noon("2026-05-01")).when(lapse()).then_rejected(Rejection::NotForCallers);
    nothing::<Undertaking>().by_service("goals").when(lapse()).then_rejected(Rejection::NotFound);
    history::<Undertaking, _>([given()]).by_service("goals").at(noon("2026-04-01")).when(lapse()).then(overdue());
}

#[test]
fn the_clock_looks_at_what_is_open_and_past() {
    assert_eq!(due(&[given().into()], "2026-03-31T23:59:59Z"), []);
    assert_eq!(due(&[given().into()], NEXT_DAY), [(lapse(), moment(NEXT_DAY))]);
    assert_eq!(due(&[given().into(), fulfilled().into()], NEXT_DAY), []);
    let returned = [given().into(), fulfilled().into(), returned().into()];
    assert_eq!(due(&returned, NEXT_DAY), [(lapse(), moment(NEXT_DAY))]);
    assert_eq!(due(&[given().into(), fulfilled().into(), confirmed().into()], NEXT_DAY), []);
    assert_eq!(due(&[given().into(), released().into()], NEXT_DAY), []);
    assert_eq!(due(&[given().into(), overdue().into()], NEXT_DAY), []);
    let said = [given().into(), overdue().into(), fulfilled().into(), crate::messages_undertaking::returned().into()];
    assert_eq!(due(&said, NEXT_DAY), []);
}

#[test]
fn another_day_agreed_is_waited_for_anew() {
    let again = [given().into(), overdue().into(), asked().into(), agreed().into()];
    assert_eq!(due(&again, NEXT_DAY), []);
    let next = LapseUndertaking { due_on: LATER.into(), ..lapse() };
    assert_eq!(due(&again, "2026-07-01T00:00:00Z"), [(next, moment("2026-07-01T00:00:00Z"))]);
}

#[test]
fn nothing_falls_due_where_the_partnership_has_ended() {
    let mut memory = remembering(&[given().into()]);
    let closed = partners::PartnershipClosed { partnership_id: TOGETHER.into() };
    hear(&mut memory, closed.into());
    assert_eq!(memory.lapsed_undertakings(moment(NEXT_DAY)).count(), 0);
}

#[test]
fn what_is_under_way_is_known_until_it_is_over() {
    let memory = remembering(&[given().into()]);
    let open = memory.work(TOGETHER, PROMISE).expect("under way").clone();
    assert_eq!((open.goal_id.as_str(), open.lead_partner_id.as_str()), (GOAL, BANK));
    assert_eq!((open.title.as_str(), open.to_partner_id.as_str()), ("Train the group leaders", COOPERATIVE));
    let later = remembering(&[given().into(), handed_over().into(), moved(CHILD).into(), fulfilled().into()]);
    let open = later.work(TOGETHER, PROMISE).expect("under way");
    assert_eq!((open.goal_id.as_str(), open.lead_partner_id.as_str()), (CHILD, INSURER));
    assert_eq!(later.work_of(TOGETHER, BANK).count(), 0);
    for end in [confirmed().into(), released().into()] {
        assert!(remembering(&[given().into(), fulfilled().into(), end]).work(TOGETHER, PROMISE).is_none());
    }
}

#[test]
fn who_leaves_is_known_until_it_has_left_or_stays() {
    let (partnership_id, partner_id) = (TOGETHER.to_owned(), BANK.to_owned());
    let announced = partners::ExitOpened {
        partnership_id: partnership_id.clone(),
        partner_id: partner_id.clone(),
        ..Default::default()
    };
    let ids = || (partnership_id.clone(), partner_id.clone());
    let ends: [fn((String, String)) -> partners::event::Kind; 3] = [
        |(partnership_id, partner_id)| partners::LeavingWithdrawn { partnership_id, partner_id }.into(),
        |(partnership_id, partner_id)| partners::MemberLeft { partnership_id, partner_id, ..Default::default() }.into(),
        |(partnership_id, partner_id)| {
            partners::MemberRemoved { partnership_id, partner_id, ..Default::default() }.into()
        },
    ];
    for end in ends {
        let mut memory = Memory::default();
        hear(&mut memory, announced.clone().into());
        assert_eq!(memory.leaving(TOGETHER).map(|(it, _)| it).collect::<Vec<_>>(), [BANK]);
        assert_eq!(memory.leaving(GOAL).count(), 0);
        hear(&mut memory, end(ids()));
        assert_eq!(memory.leaving(TOGETHER).count(), 0);
    }
}

#[test]
fn what_an_exit_settles_of_an_undertaking_is_carried_out_here() {
    use partners::ExitSettlement::{Ended, HandedOver, Released, Returned, WrittenOff};
    let memory = remembering(&[given().into(), activity_planned().into()]);
    let settled_how = |how: partners::ExitSettlement, item_id: &str, to: &str| {
        let (partnership_id, partner_id) = (TOGETHER.into(), BANK.into());
        let (item_id, to_partner_id, note) = (item_id.into(), to.into(), "Agreed at the exit".into());
        let how = how.into();
        let settled_by = COOPERATIVE.into();
        settled(
            &memory,
            &partners::ExitItemSettled { partnership_id, partner_id, item_id, how, to_partner_id, note, settled_by },
        )
    };
    let handed_over = settle(UndertakingSettlement::HandedOver, BANK, INSURER);
    assert_eq!(settled_how(HandedOver, PROMISE, INSURER), Some(handed_over));
    for how in [Released, Returned, WrittenOff] {
        assert_eq!(settled_how(how, PROMISE, ""), Some(settle(UndertakingSettlement::Released, BANK, "")));
    }
    assert_eq!(settled_how(Ended, PROMISE, ""), None);
    assert_eq!(settled_how(Released, ACTIVITY, ""), None);
    assert_eq!(settled_how(Released, GOAL, ""), None);
}

fn due(history: &[event::Kind], now: &str) -> Vec<(LapseUndertaking, Timestamp)> {
    let memory = remembering(history);
    memory.lapsed_undertakings(moment(now)).map(|it| (it.at, lapsed(it))).map(|(at, it)| (it, at)).collect()
}

fn remembering(history: &[event::Kind]) -> Memory {
    let mut memory = Memory::default();
    for event in history {
        let fact = Some(Fact::Goals(Event { kind: Some(event.clone()) }));
        memory.remember(&Envelope { partnership: TOGETHER.into(), fact, ..Default::default() });
    }
    memory
}

fn hear(memory: &mut Memory, event: partners::event::Kind) {
    let fact = Some(Fact::Partners(partners::Event { kind: Some(event) }));
    memory.remember(&Envelope { partnership: TOGETHER.into(), fact, ..Default::default() });
}

fn moment(text: &str) -> Timestamp {
    text.parse().expect("a moment")
}
