//! How what is measured of a partnership is looked up.

use std::collections::BTreeMap;

use contract::partners::MeasurePartnership;
use kernel::Context;
use runtime::{Recall, Room};

use crate::{
    Partners,
    measures::{
        Figures,
        figures::{Around, figures},
    },
};

impl Recall<Partners, MeasurePartnership> for Figures {
    fn recall(room: &Room<Partners>, command: &MeasurePartnership, context: &Context) -> Self {
        let Some(tally) = room.memory.tallies.of(&command.partnership_id) else { return Figures::default() };
        figures(tally, &around(room, &command.partnership_id, context))
    }
}

fn around(room: &Room<Partners>, partnership_id: &str, context: &Context) -> Around {
    let partnership = room.standing.partnership(partnership_id);
    let mut voices: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for member in partnership.into_iter().flat_map(|it| it.voices()) {
        voices.entry(room.standing.organisation(&member.partner_id)).or_default().push(member.partner_id.clone());
    }
    Around {
        now: context.now,
        today: context.today().to_string(),
        voices: voices.into_values().collect(),
        reserved_matters: partnership.map_or(0, |it| it.terms.reserved_matters.len()),
        review_months: partnership.map_or(0, |it| it.terms.review_months),
    }
}
