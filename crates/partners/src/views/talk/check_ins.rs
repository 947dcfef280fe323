//! Check-ins, as they were said last.

use contract::{
    log::{Envelope, envelope::Fact},
    partners::{CheckIn, CheckInRecorded, CheckInWords, Event as Heard, event::Kind as Event},
};
use runtime::{
    keys::Reader,
    views::{Fold, View, key},
};

use crate::sealing::{self, Seen};

pub(super) struct CheckIns;

impl View for CheckIns {
    fn name(&self) -> &'static str {
        super::CHECK_INS
    }

    fn version(&self) -> u32 {
        2
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        let Some(Fact::Partners(Heard { kind: Some(Event::CheckInRecorded(it)) })) = &fact.fact else { return };
        let place = key(&[&it.partnership_id, &it.starts_on, &it.partner_id]);
        let before: Option<CheckIn> = fold.get(place.clone());
        let times_revised = before.map_or(0, |it| it.times_revised + 1);
        fold.put(place, CheckIn { times_revised, recorded_at: fact.recorded_at, ..recorded(it) });
    }
}

/// Who may ask for it may read it.
pub fn open(check_in: &mut CheckIn, reader: &Reader) {
    match check_in.sealed.as_ref().map(|it| sealing::seen::<CheckInWords>(reader, it, true)) {
        Some(Seen::Said(CheckInWords { going_well, troubles, help_wanted })) => {
            (check_in.going_well, check_in.troubles, check_in.sealed) = (going_well, troubles, None);
            check_in.help_wanted.iter_mut().zip(help_wanted).for_each(|(it, what)| it.what = what);
        }
        Some(Seen::TakenOut) => (check_in.redacted, check_in.sealed) = (true, None),
        Some(Seen::Closed) | None => (),
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
        sealed,
    } = it.clone();
    CheckIn {
        check_in_id,
        partner_id,
        starts_on,
        ends_on,
        going_well,
        troubles,
        help_wanted,
        sealed,
        ..Default::default()
    }
}
