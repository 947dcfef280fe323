//! What a leaver has under way goes onto its exit sheet, and what is settled there is carried out here.

use contract::{
    goals::{Event as Own, ListWork, SettleActivity, SettleUndertaking, WorkKind, event::Kind as Event},
    log::{Envelope, envelope::Fact},
    partners::{ExitItemSettled, ExitSettlement, event::Kind as Heard},
};
use runtime::{Reaction, Room};

use super::undertakings;
use crate::{Goals, activity::Activity, leaver::Leaver, memory::Memory, undertaking::Undertaking};

pub(super) fn react(known: &Room<Goals>, fact: &Envelope) -> Vec<Reaction<Goals>> {
    let listing = listing(known.memory, fact).into_iter().map(Reaction::new::<Leaver, ListWork>);
    let settled = match &fact.fact {
        Some(Fact::Partners(event)) => match &event.kind {
            Some(Heard::ExitItemSettled(it)) => settlement(known.memory, it),
            _ => None,
        },
        _ => None,
    };
    listing.chain(settled).collect()
}

/// All it has, when its exit sheet opens; until it has left, what it begins or takes over besides.
pub fn listing(memory: &Memory, fact: &Envelope) -> Vec<ListWork> {
    let list = |partnership_id: &str, partner_id: &str, exit_event_id: &str| ListWork {
        partnership_id: partnership_id.to_owned(),
        partner_id: partner_id.to_owned(),
        exit_event_id: exit_event_id.to_owned(),
        ..Default::default()
    };
    match &fact.fact {
        Some(Fact::Partners(event)) => match &event.kind {
            Some(Heard::ExitOpened(it)) if memory.work_with(&it.partnership_id, &it.partner_id).next().is_some() => {
                vec![list(&it.partnership_id, &it.partner_id, &fact.event_id)]
            }
            _ => vec![],
        },
        Some(Fact::Goals(Own { kind: Some(event) })) if !matches!(event, Event::WorkListed(_)) => {
            let partnership_id = &fact.partnership;
            let leaving = memory.leaving(partnership_id);
            let has_more = leaving.filter(|(partner_id, exit)| {
                memory.work_with(partnership_id, partner_id).any(|(id, _)| !exit.listed.contains(id))
            });
            has_more.map(|(partner_id, exit)| list(partnership_id, partner_id, &exit.event_id)).collect()
        }
        _ => vec![],
    }
}

/// What has ended by itself was ended here.
fn settlement(memory: &Memory, settled: &ExitItemSettled) -> Option<Reaction<Goals>> {
    if settled.how() == ExitSettlement::Ended {
        return None;
    }
    match memory.work(&settled.partnership_id, &settled.item_id)?.kind() {
        WorkKind::Activity => Some(Reaction::new::<Activity, SettleActivity>(activity_settled(settled))),
        WorkKind::Undertaking => {
            undertakings::settled(memory, settled).map(Reaction::new::<Undertaking, SettleUndertaking>)
        }
        WorkKind::Unspecified => None,
    }
}

pub fn activity_settled(settled: &ExitItemSettled) -> SettleActivity {
    SettleActivity {
        partnership_id: settled.partnership_id.clone(),
        activity_id: settled.item_id.clone(),
        partner_id: settled.partner_id.clone(),
        to_partner_id: settled.to_partner_id.clone(),
        why: settled.note.clone(),
        ..Default::default()
    }
}
