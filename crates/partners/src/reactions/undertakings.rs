//! An undertaking that is over, or another partner's now, leaves the exit sheets it is on.

use contract::{
    goals::{Event as Heard, event::Kind as Event},
    log::{Envelope, envelope::Fact},
    partners::EndExitItem,
};

use crate::Memory;

/// With everybody's part, or with that of the one in whose place another stands.
pub fn ended(memory: &Memory, fact: &Envelope) -> Vec<EndExitItem> {
    let Some(Fact::Goals(Heard { kind: Some(event) })) = &fact.fact else { return vec![] };
    let (undertaking_id, stays): (_, [&str; 2]) = match event {
        Event::FulfilmentConfirmed(it) => (&it.undertaking_id, [""; 2]),
        Event::UndertakingReleased(it) => (&it.undertaking_id, [""; 2]),
        Event::UndertakingHandedOver(it) => (&it.undertaking_id, [&it.given_by, &it.to_partner_id]),
        _ => return vec![],
    };
    let here = memory.exits_with(undertaking_id).filter(|it| it.partnership_id == fact.partnership);
    here.filter(|it| !stays.contains(&it.partner_id.as_str()))
        .map(|it| EndExitItem {
            partnership_id: it.partnership_id.clone(),
            partner_id: it.partner_id.clone(),
            item_id: it.item_id.clone(),
            ..Default::default()
        })
        .collect()
}
