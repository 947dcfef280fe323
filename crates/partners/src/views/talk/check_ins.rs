//! Check-ins, as they were said last.

use contract::{
    log::{Envelope, envelope::Fact},
    partners::{CheckIn, CheckInRecorded, Event as Heard, event::Kind as Event},
};
use runtime::views::{Fold, View, key};

pub(super) struct CheckIns;

impl View for CheckIns {
    fn name(&self) -> &'static str {
        super::CHECK_INS
    }

    fn version(&self) -> u32 {
        1
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        let Some(Fact::Partners(Heard { kind: Some(Event::CheckInRecorded(it)) })) = &fact.fact else { return };
        let place = key(&[&it.partnership_id, &it.starts_on, &it.partner_id]);
        let before: Option<CheckIn> = fold.get(place.clone());
        let times_revised = before.map_or(0, |it| it.times_revised + 1);
        fold.put(place, CheckIn { times_revised, recorded_at: fact.recorded_at, ..recorded(it) });
    }
}

fn recorded(it: &CheckInRecorded) -> CheckIn {
    let CheckInRecorded {
        partnership_id: _,
        check_in_id,
        partner_id,
        starts_on,
        ends_on,
        going_well,
        troubles,
        help_wanted,
    } = it.clone();
    CheckIn { check_in_id, partner_id, starts_on, ends_on, going_well, troubles, help_wanted, ..Default::default() }
}
