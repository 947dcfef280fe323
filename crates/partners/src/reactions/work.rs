//! What goals knows a leaver to have under way comes onto its exit sheet, and leaves it when the leaver's part in it ends.

use contract::{
    goals::{Event as Heard, WorkItem, WorkKind, event::Kind as Event},
    log::{Envelope, envelope::Fact},
    partners::{AddExitItem, EndExitItem, ExitItem, ExitItemKind},
};

use crate::{Memory, memory::Listed};

const GOALS: &str = "goals";

pub fn listed(fact: &Envelope) -> Vec<AddExitItem> {
    let Some(Fact::Goals(Heard { kind: Some(Event::WorkListed(listed)) })) = &fact.fact else { return vec![] };
    let add = |it: &WorkItem| AddExitItem {
        partnership_id: listed.partnership_id.clone(),
        partner_id: listed.partner_id.clone(),
        item: Some(item(it)),
        ..Default::default()
    };
    listed.items.iter().map(add).collect()
}

fn item(it: &WorkItem) -> ExitItem {
    let kind = match it.kind() {
        WorkKind::Activity => ExitItemKind::Activity,
        WorkKind::Undertaking => ExitItemKind::Undertaking,
        WorkKind::Unspecified => ExitItemKind::Other,
    };
    ExitItem {
        item_id: it.work_id.clone(),
        kind: kind.into(),
        service: GOALS.into(),
        what: it.what.clone(),
        counterpart_partner_id: it.counterpart_partner_id.clone(),
        leaver_settles: it.leaver_settles,
    }
}

/// Over for everybody, or for the leaver whose part another has or nobody.
pub fn ended(memory: &Memory, fact: &Envelope) -> Vec<EndExitItem> {
    let Some(Fact::Goals(Heard { kind: Some(event) })) = &fact.fact else { return vec![] };
    let ends = |work_id: &str, is_over: &dyn Fn(&str) -> bool| -> Vec<EndExitItem> {
        let here = memory.exits_with(work_id).filter(|it| it.partnership_id == fact.partnership);
        here.filter(|it| is_over(&it.partner_id)).map(end).collect()
    };
    match event {
        Event::ActivityCompleted(it) => ends(&it.activity_id, &|_| true),
        Event::ActivityCancelled(it) => ends(&it.activity_id, &|_| true),
        Event::ActivityHandedOver(it) => {
            ends(&it.activity_id, &|leaver| leaver == it.from_partner_id && leaver != it.to_partner_id)
        }
        Event::ActivityLeft(it) => ends(&it.activity_id, &|leaver| leaver == it.partner_id),
        Event::ActivityRevised(it) => ends(&it.activity_id, &|leaver| {
            it.lead_partner_id != leaver && !it.supporting_partner_ids.iter().any(|it| it == leaver)
        }),
        Event::FulfilmentConfirmed(it) => ends(&it.undertaking_id, &|_| true),
        Event::UndertakingReleased(it) => ends(&it.undertaking_id, &|_| true),
        Event::UndertakingHandedOver(it) => {
            ends(&it.undertaking_id, &|leaver| leaver != it.given_by && leaver != it.to_partner_id)
        }
        _ => vec![],
    }
}

fn end(listed: &Listed) -> EndExitItem {
    EndExitItem {
        partnership_id: listed.partnership_id.clone(),
        partner_id: listed.partner_id.clone(),
        item_id: listed.item_id.clone(),
        ..Default::default()
    }
}
