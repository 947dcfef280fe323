//! What resources knows a leaver to have open comes onto its exit sheet, and leaves it when it has ended.

use contract::{
    log::{Envelope, envelope::Fact},
    partners::{AddExitItem, EndExitItem, ExitItem, ExitItemKind},
    resources::{Event as Heard, OpenEnded, OpenItem, OpenKind, event::Kind as Event},
};

const RESOURCES: &str = "resources";

pub fn listed(fact: &Envelope) -> Vec<AddExitItem> {
    let Some(Fact::Resources(Heard { kind: Some(Event::OpenListed(listed)) })) = &fact.fact else { return vec![] };
    let add = |it: &OpenItem| AddExitItem {
        partnership_id: listed.partnership_id.clone(),
        partner_id: listed.partner_id.clone(),
        item: Some(item(it)),
        ..Default::default()
    };
    listed.items.iter().map(add).collect()
}

fn item(it: &OpenItem) -> ExitItem {
    let kind = match it.kind() {
        OpenKind::Allocation => ExitItemKind::Allocation,
        OpenKind::Payment => ExitItemKind::Funds,
        OpenKind::Unspecified => ExitItemKind::Other,
    };
    ExitItem {
        item_id: it.thing_id.clone(),
        kind: kind.into(),
        service: RESOURCES.into(),
        what: it.what.clone(),
        counterpart_partner_id: it.counterpart_partner_id.clone(),
        leaver_settles: it.leaver_settles,
    }
}

/// Delivered, returned, paid or given up: for that leaver's sheet alone, as the other side may leave too.
pub fn ended(fact: &Envelope) -> Vec<EndExitItem> {
    let Some(Fact::Resources(Heard { kind: Some(Event::OpenEnded(ended)) })) = &fact.fact else { return vec![] };
    let OpenEnded { partnership_id, partner_id, exit_event_id: _, thing_ids } = ended;
    let end = |id: &String| EndExitItem {
        partnership_id: partnership_id.clone(),
        partner_id: partner_id.clone(),
        item_id: id.clone(),
        ..Default::default()
    };
    thing_ids.iter().map(end).collect()
}
