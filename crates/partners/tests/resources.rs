//! What resources knows a leaver to have open: onto its exit sheet, and off it when it has ended.

use contract::{
    log::{Envelope, envelope::Fact},
    partners::{AddExitItem, EndExitItem, ExitItem, ExitItemKind},
    resources::{self, OpenEnded, OpenItem, OpenKind, OpenListed},
};
use partners::reactions::resources::{ended, listed};

#[test]
fn what_is_listed_comes_onto_the_sheet() {
    let loan = OpenItem {
        kind: OpenKind::Allocation.into(),
        thing_id: "loan".into(),
        what: "has borrowed 4 tablets of: Tablets".into(),
        counterpart_partner_id: "lender".into(),
        leaver_settles: false,
    };
    let payment = OpenItem {
        kind: OpenKind::Payment.into(),
        thing_id: "payment".into(),
        leaver_settles: true,
        ..Default::default()
    };
    let fact = OpenListed {
        partnership_id: "partnership".into(),
        partner_id: "insurer".into(),
        exit_event_id: "exit".into(),
        items: vec![loan, payment],
    };
    let add = |item| AddExitItem {
        partnership_id: "partnership".into(),
        partner_id: "insurer".into(),
        item: Some(item),
        ..Default::default()
    };
    let loan = ExitItem {
        item_id: "loan".into(),
        kind: ExitItemKind::Allocation.into(),
        service: "resources".into(),
        what: "has borrowed 4 tablets of: Tablets".into(),
        counterpart_partner_id: "lender".into(),
        leaver_settles: false,
    };
    let payment = ExitItem {
        item_id: "payment".into(),
        kind: ExitItemKind::Funds.into(),
        service: "resources".into(),
        leaver_settles: true,
        ..Default::default()
    };
    assert_eq!(listed(&heard(fact)), [add(loan), add(payment)]);
    assert_eq!(listed(&heard(over())), []);
}

#[test]
fn what_has_ended_leaves_the_sheet_of_that_leaver() {
    let end = |item_id: &str| EndExitItem {
        partnership_id: "partnership".into(),
        partner_id: "insurer".into(),
        item_id: item_id.into(),
        ..Default::default()
    };
    assert_eq!(ended(&heard(over())), [end("loan"), end("payment")]);
    assert_eq!(ended(&heard(OpenListed::default())), []);
}

fn over() -> OpenEnded {
    OpenEnded {
        partnership_id: "partnership".into(),
        partner_id: "insurer".into(),
        exit_event_id: "exit".into(),
        thing_ids: vec!["loan".into(), "payment".into()],
    }
}

fn heard(event: impl Into<resources::event::Kind>) -> Envelope {
    let fact = Some(Fact::Resources(resources::Event { kind: Some(event.into()) }));
    Envelope { partnership: "partnership".into(), fact, ..Default::default() }
}
