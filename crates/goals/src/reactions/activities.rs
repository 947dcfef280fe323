//! What falls due of activities: the day on which one was to end is over.

use contract::goals::LapseActivity;
use jiff::Timestamp;
use runtime::Reaction;

use crate::{Goals, activity::Activity, memory::Memory};

pub(super) fn due(memory: &Memory, now: Timestamp) -> impl Iterator<Item = Reaction<Goals>> {
    memory.lapsed_by(now).map(|it| {
        let lapse = LapseActivity {
            partnership_id: it.partnership_id.clone(),
            activity_id: it.activity_id.clone(),
            ends_on: it.ends_on.clone(),
            ..Default::default()
        };
        let thing = format!("{}/activity/{}/{}", it.partnership_id, it.activity_id, it.set_by);
        Reaction::new::<Activity, LapseActivity>(lapse).due(&thing, "lapse", it.at)
    })
}
