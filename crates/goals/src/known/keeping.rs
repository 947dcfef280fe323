//! How what is measured of undertakings is looked up.

use std::collections::BTreeMap;

use contract::goals::MeasureUndertakings;
use kernel::Context;
use runtime::{Recall, Room};

use crate::{
    Goals,
    keeping::{Kept, figures::figures},
};

impl Recall<Goals, MeasureUndertakings> for Kept {
    fn recall(room: &Room<Goals>, command: &MeasureUndertakings, context: &Context) -> Self {
        let id = &command.partnership_id;
        let mut voices: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for member in room.standing.partnership(id).into_iter().flat_map(|it| it.voices()) {
            voices.entry(room.standing.organisation(&member.partner_id)).or_default().push(member.partner_id.clone());
        }
        let voices: Vec<_> = voices.into_values().collect();
        let mut members = voices.concat();
        members.sort_unstable();
        let promises = room.memory.promises(id).cloned().unwrap_or_default();
        let (judgement, now) = promises.judged(context.today());
        Kept { members, period_start: promises.active_on, figures: figures(&judgement, &now, &voices) }
    }
}
