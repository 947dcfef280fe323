//! What an exit settles of undertakings, and what the clock says of them: that a day is over on which one was due.

use contract::{
    goals::{LapseUndertaking, SettleUndertaking, UndertakingSettlement, WorkKind},
    partners::{ExitItemSettled, ExitSettlement},
};
use jiff::Timestamp;
use runtime::Reaction;

use crate::{
    Goals,
    memory::{Lapsed, Memory},
    undertaking::Undertaking,
};

/// The clock asks again for what is left.
const LAPSED_MAX: usize = 64;

/// What has ended by itself was ended here; what is no undertaking under way is for others.
pub fn settled(memory: &Memory, it: &ExitItemSettled) -> Option<SettleUndertaking> {
    let open = memory.work(&it.partnership_id, &it.item_id)?;
    if open.kind() != WorkKind::Undertaking || it.how() == ExitSettlement::Ended {
        return None;
    }
    let how = match it.how() {
        ExitSettlement::HandedOver => UndertakingSettlement::HandedOver,
        _ => UndertakingSettlement::Released,
    };
    Some(SettleUndertaking {
        partnership_id: it.partnership_id.clone(),
        undertaking_id: it.item_id.clone(),
        how: how.into(),
        partner_id: it.partner_id.clone(),
        to_partner_id: it.to_partner_id.clone(),
        why: it.note.clone(),
        ..Default::default()
    })
}

pub fn due(memory: &Memory, now: Timestamp) -> Vec<Reaction<Goals>> {
    let lapsed = memory.lapsed_undertakings(now).take(LAPSED_MAX);
    lapsed
        .map(|it| {
            let (at, order) = (it.at, lapse(it));
            // Ids are unique within a partnership.
            let thing = format!("{}/{}", order.partnership_id, order.undertaking_id);
            Reaction::new::<Undertaking, LapseUndertaking>(order).due(&thing, "overdue", at)
        })
        .collect()
}

pub fn lapse(it: Lapsed<'_>) -> LapseUndertaking {
    LapseUndertaking {
        partnership_id: it.place.partnership_id.clone(),
        undertaking_id: it.place.undertaking_id.clone(),
        due_on: it.due_on.to_owned(),
        ..Default::default()
    }
}
