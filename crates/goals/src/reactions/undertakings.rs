//! What the clock says of undertakings: that a day is over on which one was due.

use contract::goals::LapseUndertaking;
use jiff::Timestamp;
use runtime::Reaction;

use crate::{
    Goals,
    memory::{Lapsed, Memory},
    undertaking::Undertaking,
};

/// The clock asks again for what is left.
const LAPSED_MAX: usize = 64;

pub fn due(memory: &Memory, now: Timestamp) -> Vec<Reaction<Goals>> {
    let lapsed = memory.lapsed_undertakings(now).take(LAPSED_MAX);
    lapsed
        .map(|it| {
            let (at, order) = (it.at, lapse(it));
            let undertaking_id = order.undertaking_id.clone();
            Reaction::new::<Undertaking, LapseUndertaking>(order).due(&undertaking_id, "overdue", at)
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
