//! Closed periods, as they are served.

use contract::{
    evaluation::{self, LockedPeriod, PeriodLocked, event::Kind as Event},
    log::{Envelope, envelope::Fact},
};
use runtime::views::{Fold, View, key};

use super::LOCKED;

pub(super) struct Locked;

impl View for Locked {
    fn name(&self) -> &'static str {
        LOCKED
    }

    fn version(&self) -> u32 {
        1
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        if let Some(Fact::Evaluation(evaluation::Event { kind: Some(Event::PeriodLocked(it)) })) = &fact.fact {
            let PeriodLocked { partnership_id, period_start, period_end, locked_by, note } = it.clone();
            let place = key(&[&partnership_id, &period_end, &period_start]);
            fold.put(place, LockedPeriod { period_start, period_end, locked_by, note });
        }
    }
}
