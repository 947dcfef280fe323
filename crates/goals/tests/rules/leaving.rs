//! What a leaver has under way: listed for its exit sheet, and carried out as it is settled there.

use contract::{
    goals::*,
    log::{Envelope, envelope::Fact},
    partners::{self, ExitItemSettled, ExitOpened, LeavingWithdrawn, MemberLeft},
};
use goals::{
    activity::{Activity, Rejection},
    leaver::{self, Leaver, UnderWay, decisions::activity},
    memory::Memory,
    reactions::leaving::{activity_settled, listing},
};
use jiff::Timestamp;
use kernel::scenario::{Scenario, event_id, given, nothing};
use runtime::Memory as _;

use crate::{messages::*, messages_activity::*};

const EXIT: &str = "00000000-0000-7000-8000-0000000000e1";

#[test]
fn each_thing_is_listed_once_a_sheet() {
    leaver(nothing()).when_knowing(leads(), list(EXIT)).then(listed(EXIT));
    leaver(given([listed(EXIT)])).when_knowing(leads(), list(EXIT)).then_nothing();
    let another = event_id(9);
    leaver(given([listed(EXIT)])).when_knowing(leads(), list(&another)).then(listed(&another));
    leaver(nothing()).when_knowing(UnderWay::default(), list(EXIT)).then_nothing();
    let by_hand = nothing::<Leaver>().by(BANK).when_knowing(leads(), list(EXIT));
    by_hand.then_rejected(leaver::Rejection::NotForCallers);
}

#[test]
fn many_things_are_listed_in_several_facts() {
    let items = (0..120).map(|n| activity(&event_id(n), &"long ".repeat(60), BANK, true)).collect();
    let facts = leaver(nothing()).when_knowing(UnderWay { items }, list(EXIT)).decision().expect("accepted");
    let sizes = facts.iter().map(|it| match it {
        event::Kind::WorkListed(it) => (it.items.len(), it.items[0].what.len()),
        other => panic!("{other:?}"),
    });
    assert_eq!(sizes.collect::<Vec<_>>(), [(50, 160), (50, 160), (20, 160)]);
}

#[test]
fn what_a_leaver_leads_or_supports_is_listed_when_its_sheet_opens() {
    let memory = remembering([activity_planned().into()]);
    for (leaver, lists) in [(BANK, 1), (COOPERATIVE, 1), (INSURER, 0)] {
        let asked = listing(&memory, &opened(leaver));
        assert_eq!(asked.len(), lists);
        assert!(asked.iter().all(|it| it.partner_id == leaver && it.exit_event_id == EXIT));
    }
    let over = remembering([activity_planned().into(), cancelled(BANK).into()]);
    assert_eq!(listing(&over, &opened(BANK)), []);
    let of_a_source = ActivityPlanned { source: SOURCE.into(), ..activity_planned() };
    assert_eq!(listing(&remembering([of_a_source.into()]), &opened(BANK)), []);
}

#[test]
fn what_a_leaver_takes_on_besides_is_listed_until_it_has_left() {
    let mut memory = remembering([activity_planned().into()]);
    memory.remember(&opened(INSURER));
    let taken = own(handed_over(BANK, INSURER, ""));
    assert_eq!(listing(&memory, &taken), [], "nothing yet");
    memory.remember(&taken);
    let asked = listing(&memory, &taken);
    assert_eq!(asked.iter().map(|it| it.partner_id.as_str()).collect::<Vec<_>>(), [INSURER]);
    let listed = own(WorkListed { partner_id: INSURER.into(), ..listed(EXIT) });
    let mut stays = memory.clone();
    memory.remember(&listed);
    assert_eq!(listing(&memory, &taken), [], "it is on the sheet");
    let (partnership_id, partner_id) = (TOGETHER.to_owned(), INSURER.to_owned());
    stays.remember(&heard(LeavingWithdrawn { partnership_id, partner_id }));
    assert_eq!(listing(&stays, &taken), []);
    let mut gone = remembering([activity_planned().into()]);
    gone.remember(&opened(INSURER));
    gone.remember(&heard(MemberLeft {
        partnership_id: TOGETHER.into(),
        partner_id: INSURER.into(),
        items_unsettled: 0,
    }));
    gone.remember(&taken);
    assert_eq!(listing(&gone, &taken), []);
}

#[test]
fn what_is_settled_on_a_sheet_is_carried_out_as_it_says() {
    let settled = ExitItemSettled {
        partnership_id: TOGETHER.into(),
        partner_id: BANK.into(),
        item_id: ACTIVITY.into(),
        to_partner_id: INSURER.into(),
        note: "The road is closed".into(),
        settled_by: INSURER.into(),
        ..Default::default()
    };
    assert_eq!(activity_settled(&settled), settle(BANK, INSURER));
}

#[test]
fn the_leads_part_goes_to_who_took_it_or_the_activity_is_given_up() {
    let by_goals = || given::<Activity, _>([activity_planned()]).by_service("goals");
    by_goals().when(settle(BANK, INSURER)).then(handed_over(BANK, INSURER, "The road is closed"));
    by_goals().when(settle(BANK, COOPERATIVE)).then(handed_over(BANK, COOPERATIVE, "The road is closed"));
    by_goals().when(settle(BANK, "")).then(cancelled(BANK));
}

#[test]
fn a_supporters_part_goes_to_who_took_it_or_to_nobody() {
    let by_goals = || given::<Activity, _>([activity_planned()]).by_service("goals");
    by_goals().when(settle(COOPERATIVE, INSURER)).then(left(COOPERATIVE, INSURER, "The road is closed"));
    by_goals().when(settle(COOPERATIVE, BANK)).then(left(COOPERATIVE, "", "The road is closed"));
    by_goals().when(settle(COOPERATIVE, "")).then(left(COOPERATIVE, "", "The road is closed"));
}

#[test]
fn what_is_over_or_anothers_by_now_is_settled_already() {
    let by_goals = |history: Vec<event::Kind>| given::<Activity, _>(history).by_service("goals");
    let handed = vec![activity_planned().into(), handed_over(BANK, INSURER, "").into()];
    by_goals(handed).when(settle(BANK, COOPERATIVE)).then_nothing();
    by_goals(vec![activity_planned().into(), cancelled(BANK).into()]).when(settle(BANK, INSURER)).then_nothing();
    by_goals(vec![]).when(settle(BANK, INSURER)).then_nothing();
    let by_hand = given::<Activity, _>([activity_planned()]).by(BANK).when(settle(BANK, ""));
    by_hand.then_rejected(Rejection::NotForCallers);
}

#[test]
fn the_clock_looks_at_what_is_late_and_no_further() {
    let (during, over) = (at("2026-06-30T23:59:59Z"), at("2026-07-01T00:00:00Z"));
    let late = |memory: &Memory, now| memory.lapsed_by(now).map(|it| it.ends_on.clone()).collect::<Vec<_>>();
    let memory = remembering([activity_planned().into()]);
    assert_eq!((late(&memory, during), late(&memory, over)), (vec![], vec!["2026-06-30".to_owned()]));
    for end in [event::Kind::from(cancelled(BANK)), completed().into(), overdue("2026-06-30").into()] {
        assert!(late(&remembering([activity_planned().into(), end]), over).is_empty());
    }
    let said = [activity_planned().into(), overdue("2026-06-30").into()];
    let same_day = said.clone().into_iter().chain([revised().into()]);
    assert!(late(&remembering(same_day), over).is_empty(), "said already");
    let put_off = said.into_iter().chain([ActivityRevised { ends_on: "2026-07-31".into(), ..revised() }.into()]);
    let memory = remembering(put_off);
    assert!(late(&memory, over).is_empty());
    assert_eq!(late(&memory, at("2026-08-01T00:00:00Z")), ["2026-07-31"]);
    let again = [(0, activity_planned().into()), (1, overdue("2026-06-30").into())]
        .into_iter()
        .chain([(2, ActivityRevised { ends_on: "2026-07-31".into(), ..revised() }.into()), (3, revised().into())]);
    let mut memory = Memory::default();
    again.for_each(|(place, it): (usize, event::Kind)| {
        memory.remember(&Envelope { event_id: event_id(place), ..own(it) })
    });
    assert_eq!(memory.lapsed_by(over).map(|it| it.set_by.clone()).collect::<Vec<_>>(), [event_id(3)], "set again");
    let mut closed = remembering([activity_planned().into()]);
    closed.remember(&heard(partners::PartnershipClosed { partnership_id: TOGETHER.into() }));
    assert!(late(&closed, over).is_empty());
}

fn leaver(scenario: Scenario<Leaver>) -> Scenario<Leaver> {
    scenario.by_service("goals")
}

fn leads() -> UnderWay {
    UnderWay { items: vec![activity(ACTIVITY, "Training of group leaders", BANK, true)] }
}

fn list(exit: &str) -> ListWork {
    ListWork {
        partnership_id: TOGETHER.into(),
        partner_id: BANK.into(),
        exit_event_id: exit.into(),
        ..Default::default()
    }
}

fn listed(exit: &str) -> WorkListed {
    WorkListed {
        partnership_id: TOGETHER.into(),
        partner_id: BANK.into(),
        exit_event_id: exit.into(),
        items: vec![WorkItem {
            kind: WorkKind::Activity.into(),
            work_id: ACTIVITY.into(),
            what: "leads: Training of group leaders".into(),
            counterpart_partner_id: String::new(),
            leaver_settles: true,
        }],
    }
}

fn opened(partner: &str) -> Envelope {
    let opened = ExitOpened { partnership_id: TOGETHER.into(), partner_id: partner.into(), items: vec![] };
    Envelope { event_id: EXIT.into(), ..heard(opened) }
}

fn heard(event: impl Into<partners::event::Kind>) -> Envelope {
    let fact = Some(Fact::Partners(partners::Event { kind: Some(event.into()) }));
    Envelope { partnership: TOGETHER.into(), fact, ..Default::default() }
}

fn own(event: impl Into<event::Kind>) -> Envelope {
    let fact = Some(Fact::Goals(Event { kind: Some(event.into()) }));
    Envelope { partnership: TOGETHER.into(), fact, ..Default::default() }
}

fn remembering(events: impl IntoIterator<Item = event::Kind>) -> Memory {
    let mut memory = Memory::default();
    events.into_iter().for_each(|event| memory.remember(&own(event)));
    memory
}

fn at(moment: &str) -> Timestamp {
    moment.parse().unwrap()
}
