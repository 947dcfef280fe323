//! What goals knows a leaver to have under way: onto its exit sheet, and off it when the leaver's part in it ends.

use contract::{
    goals::{self, WorkItem, WorkKind, WorkListed},
    log::{Envelope, envelope::Fact},
    partners::{
        AddExitItem, EndExitItem, Event as OwnEvent, ExitItem, ExitItemAdded, ExitItemKind, ExitItemSettled,
        event::Kind as OwnKind,
    },
};
use partners::{
    Memory,
    reactions::work::{ended, listed},
};
use runtime::Memory as _;

#[test]
fn what_is_listed_comes_onto_the_sheet() {
    let promise = WorkItem {
        kind: WorkKind::Undertaking.into(),
        work_id: "promise".into(),
        what: "has promised: 40 pumps".into(),
        counterpart_partner_id: "lender".into(),
        leaver_settles: false,
    };
    let work = WorkItem {
        kind: WorkKind::Activity.into(),
        work_id: "work".into(),
        leaver_settles: true,
        ..Default::default()
    };
    let fact = WorkListed {
        partnership_id: "partnership".into(),
        partner_id: "insurer".into(),
        items: vec![promise, work],
        ..Default::default()
    };
    let add = |item| AddExitItem {
        partnership_id: "partnership".into(),
        partner_id: "insurer".into(),
        item: Some(item),
        ..Default::default()
    };
    let promise = ExitItem {
        item_id: "promise".into(),
        kind: ExitItemKind::Undertaking.into(),
        service: "goals".into(),
        what: "has promised: 40 pumps".into(),
        counterpart_partner_id: "lender".into(),
        leaver_settles: false,
    };
    let work = ExitItem {
        item_id: "work".into(),
        kind: ExitItemKind::Activity.into(),
        service: "goals".into(),
        leaver_settles: true,
        ..Default::default()
    };
    assert_eq!(listed(&heard(fact)), [add(promise), add(work)]);
    assert_eq!(listed(&heard(completed("work"))), []);
}

#[test]
fn what_is_over_leaves_every_sheet() {
    for over in [goals::event::Kind::from(completed("work")), cancelled("work").into()] {
        assert_eq!(ends(over), ["insurer", "lender"]);
    }
    assert_eq!(ends(completed("other")), Vec::<String>::new());
}

#[test]
fn a_part_that_another_has_leaves_the_sheet_of_who_had_it() {
    let handed_over = |from: &str, to: &str| goals::ActivityHandedOver {
        activity_id: "work".into(),
        from_partner_id: from.into(),
        to_partner_id: to.into(),
        ..Default::default()
    };
    assert_eq!(ends(handed_over("insurer", "funder")), ["insurer"]);
    assert_eq!(ends(handed_over("insurer", "insurer")), Vec::<String>::new(), "it says that it leads");
    let left = goals::ActivityLeft { activity_id: "work".into(), partner_id: "lender".into(), ..Default::default() };
    assert_eq!(ends(left), ["lender"]);
    let revised = goals::ActivityRevised {
        activity_id: "work".into(),
        lead_partner_id: "insurer".into(),
        supporting_partner_ids: vec!["funder".into()],
        ..Default::default()
    };
    assert_eq!(ends(revised), ["lender"], "it supports it no longer");
}

#[test]
fn what_is_settled_ends_nothing_more() {
    let mut memory = with_sheets();
    let (partnership_id, item_id) = ("partnership".to_owned(), "work".to_owned());
    let settled = ExitItemSettled { partnership_id, partner_id: "insurer".into(), item_id, ..Default::default() };
    memory.remember(&own(settled));
    let left: Vec<_> = ended(&memory, &heard(completed("work"))).into_iter().map(|it| it.partner_id).collect();
    assert_eq!(left, ["lender"]);
    let elsewhere = Envelope { partnership: "elsewhere".into(), ..heard(completed("work")) };
    assert_eq!(ended(&memory, &elsewhere), []);
}

/// Whose sheets the activity leaves; both the insurer and the lender have it on theirs.
fn ends(event: impl Into<goals::event::Kind>) -> Vec<String> {
    let ended = ended(&with_sheets(), &heard(event));
    let of_it = |it: EndExitItem| {
        assert_eq!((it.partnership_id.as_str(), it.item_id.as_str()), ("partnership", "work"));
        it.partner_id
    };
    ended.into_iter().map(of_it).collect()
}

fn with_sheets() -> Memory {
    let mut memory = Memory::default();
    for partner in ["insurer", "lender"] {
        let item = ExitItem { item_id: "work".into(), ..Default::default() };
        let (partnership_id, partner_id) = ("partnership".into(), partner.into());
        memory.remember(&own(ExitItemAdded { partnership_id, partner_id, item: Some(item) }));
    }
    memory
}

fn completed(activity: &str) -> goals::ActivityCompleted {
    goals::ActivityCompleted { activity_id: activity.into(), ..Default::default() }
}

fn cancelled(activity: &str) -> goals::ActivityCancelled {
    goals::ActivityCancelled { activity_id: activity.into(), ..Default::default() }
}

fn heard(event: impl Into<goals::event::Kind>) -> Envelope {
    let fact = Some(Fact::Goals(goals::Event { kind: Some(event.into()) }));
    Envelope { partnership: "partnership".into(), fact, ..Default::default() }
}

fn own(event: impl Into<OwnKind>) -> Envelope {
    let fact = Some(Fact::Partners(OwnEvent { kind: Some(event.into()) }));
    Envelope { partnership: "partnership".into(), fact, ..Default::default() }
}
