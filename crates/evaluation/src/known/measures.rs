//! How what is measured of a partnership is looked up.

use contract::evaluation::MeasurePartnership;
use kernel::Context;
use runtime::{Recall, Room};

use crate::{
    Evaluation,
    measures::{
        Figures,
        figures::{Around, figures},
    },
    views::Shares,
};

impl Recall<Evaluation, MeasurePartnership> for Figures {
    fn recall(room: &Room<Evaluation>, command: &MeasurePartnership, _: &Context) -> Self {
        let id = &command.partnership_id;
        let Some(tally) = room.memory.tallies.of(id) else { return Figures::default() };
        let members = room.standing.partnership(id).into_iter().flat_map(|it| it.voices());
        let mut members: Vec<String> = members.map(|it| it.partner_id.clone()).collect();
        members.sort_unstable();
        let (shares, verified) = (Shares::agreed(room, id), room.memory.verified(id));
        figures(tally, &Around { members, shares, verified })
    }
}
