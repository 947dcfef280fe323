//! What a leaver has open goes onto its exit sheet and off it again, and what is settled there is carried out here.

use contract::{
    log::{Envelope, envelope::Fact},
    partners::{ExitItemSettled, ExitSettlement, event::Kind as Heard},
    resources::{Event as Own, ListOpen, SettleAllocation, SettleDisbursement, event::Kind as Event},
};
use runtime::Reaction;

use crate::{
    Resources, disbursement::Disbursement, known::leaving::open, leaver::Leaver, memory::Memory, offer::Offer,
};

pub(super) fn react(memory: &Memory, fact: &Envelope) -> Vec<Reaction<Resources>> {
    let listing = listing(memory, fact).into_iter().map(Reaction::new::<Leaver, ListOpen>);
    let settlement = settlement(memory, fact).map(|it| match it {
        Settlement::Allocation(command) => Reaction::new::<Offer, _>(command),
        Settlement::Payment(command) => Reaction::new::<Disbursement, _>(command),
    });
    listing.chain(settlement).collect()
}

/// All it has, when its exit sheet opens; from then on what it has besides, and what has ended.
pub fn listing(memory: &Memory, fact: &Envelope) -> Vec<ListOpen> {
    let today = fact.recorded_on();
    let list = |partnership_id: &str, partner_id: &str, exit_event_id: &str| ListOpen {
        partnership_id: partnership_id.to_owned(),
        partner_id: partner_id.to_owned(),
        exit_event_id: exit_event_id.to_owned(),
        ..Default::default()
    };
    match &fact.fact {
        Some(Fact::Partners(event)) => match &event.kind {
            Some(Heard::ExitOpened(it)) if !open(memory, &it.partnership_id, &it.partner_id, today).is_empty() => {
                vec![list(&it.partnership_id, &it.partner_id, &fact.event_id)]
            }
            _ => vec![],
        },
        Some(Fact::Resources(Own { kind: Some(event) }))
            if !matches!(event, Event::OpenListed(_) | Event::OpenEnded(_)) =>
        {
            let partnership_id = &fact.partnership;
            let changed = memory.leaving(partnership_id).filter(|(partner_id, exit)| {
                let open = open(memory, partnership_id, partner_id, today);
                let has_ended = |id: &&String| !open.iter().any(|it| it.thing_id == **id);
                open.iter().any(|it| !exit.listed.contains(&it.thing_id))
                    || exit.listed.difference(&exit.ended).any(|id| has_ended(&id))
            });
            changed.map(|(partner_id, exit)| list(partnership_id, partner_id, &exit.event_id)).collect()
        }
        _ => vec![],
    }
}

#[derive(Debug, Clone, PartialEq)]
pub enum Settlement {
    Allocation(SettleAllocation),
    Payment(SettleDisbursement),
}

/// What has ended by itself was ended here; what is neither an allocation nor a payment is another service's.
pub fn settlement(memory: &Memory, fact: &Envelope) -> Option<Settlement> {
    let Some(Fact::Partners(event)) = &fact.fact else { return None };
    let Some(Heard::ExitItemSettled(settled)) = &event.kind else { return None };
    if settled.how() == ExitSettlement::Ended {
        return None;
    }
    let ExitItemSettled { partnership_id, partner_id, item_id, how: _, to_partner_id: _, note, settled_by } =
        settled.clone();
    if let Some(taken) = memory.allocation(&partnership_id, &item_id) {
        return Some(Settlement::Allocation(SettleAllocation {
            offer_id: taken.offer_id.clone(),
            partnership_id,
            allocation_id: item_id,
            partner_id,
            settled_by,
            returned: settled.how() == ExitSettlement::Returned,
            why: note,
            ..Default::default()
        }));
    }
    let is_payment = memory.funds.is_payment(&partnership_id, &item_id);
    let settle = SettleDisbursement { partnership_id, disbursement_id: item_id, why: note, ..Default::default() };
    is_payment.then_some(Settlement::Payment(settle))
}
