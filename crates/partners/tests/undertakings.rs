//! An undertaking on exit sheets: off them when it is over, or another's.

use contract::{
    goals::{self, FulfilmentConfirmed, UndertakingFulfilled, UndertakingHandedOver, UndertakingReleased},
    log::{Envelope, envelope::Fact},
    partners::{Event as OwnEvent, ExitItem, ExitItemAdded, ExitItemSettled, event::Kind as OwnKind},
};
use partners::{Memory, reactions::work::ended};
use runtime::Memory as _;

#[test]
fn what_is_over_leaves_every_sheet() {
    let undertaking_id = || "promise".to_owned();
    let confirmed = FulfilmentConfirmed { undertaking_id: undertaking_id(), ..Default::default() };
    let released = UndertakingReleased { undertaking_id: undertaking_id(), ..Default::default() };
    for over in [goals::event::Kind::from(confirmed), released.into()] {
        assert_eq!(ends(&with_sheets(), over), ["insurer", "lender"]);
    }
    let fulfilled = UndertakingFulfilled { undertaking_id: undertaking_id(), ..Default::default() };
    assert_eq!(ends(&with_sheets(), fulfilled), Vec::<String>::new(), "it is still to be confirmed");
    let other = UndertakingReleased { undertaking_id: "other".into(), ..Default::default() };
    assert_eq!(ends(&with_sheets(), other), Vec::<String>::new());
}

#[test]
fn what_is_anothers_leaves_the_sheet_of_who_had_it() {
    let between = |given_by: &str, to: &str| UndertakingHandedOver {
        undertaking_id: "promise".into(),
        given_by: given_by.into(),
        to_partner_id: to.into(),
        ..Default::default()
    };
    assert_eq!(ends(&with_sheets(), between("funder", "lender")), ["insurer"]);
    assert_eq!(ends(&with_sheets(), between("insurer", "funder")), ["lender"]);
}

#[test]
fn what_is_settled_ends_nothing_more() {
    let mut memory = with_sheets();
    let (partnership_id, item_id) = ("partnership".to_owned(), "promise".to_owned());
    let settled = ExitItemSettled { partnership_id, partner_id: "insurer".into(), item_id, ..Default::default() };
    memory.remember(&own(settled));
    let released = || UndertakingReleased { undertaking_id: "promise".into(), ..Default::default() };
    assert_eq!(ends(&memory, released()), ["lender"]);
    let elsewhere = Envelope { partnership: "elsewhere".into(), ..heard(released()) };
    assert_eq!(ended(&memory, &elsewhere), []);
}

fn ends(memory: &Memory, event: impl Into<goals::event::Kind>) -> Vec<String> {
    ended(memory, &heard(event)).into_iter().map(|it| it.partner_id).collect()
}

/// Both the insurer and the lender have it on theirs.
fn with_sheets() -> Memory {
    let mut memory = Memory::default();
    for partner in ["insurer", "lender"] {
        let item = ExitItem { item_id: "promise".into(), ..Default::default() };
        let (partnership_id, partner_id) = ("partnership".into(), partner.into());
        memory.remember(&own(ExitItemAdded { partnership_id, partner_id, item: Some(item) }));
    }
    memory
}

fn heard(event: impl Into<goals::event::Kind>) -> Envelope {
    let fact = Some(Fact::Goals(goals::Event { kind: Some(event.into()) }));
    Envelope { partnership: "partnership".into(), fact, ..Default::default() }
}

fn own(event: impl Into<OwnKind>) -> Envelope {
    let fact = Some(Fact::Partners(OwnEvent { kind: Some(event.into()) }));
    Envelope { partnership: "partnership".into(), fact, ..Default::default() }
}
