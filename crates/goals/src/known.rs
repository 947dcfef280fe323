//! How what a decision asks for is looked up.

use contract::goals::{PlanActivity, ProposeGoal};
use kernel::Context;
use runtime::{Recall, Room};

use crate::{Goals, activity::Around, tree::Partnership};

impl Recall<Goals, ProposeGoal> for Partnership {
    fn recall(room: &Room<Goals>, command: &ProposeGoal, _: &Context) -> Self {
        partnership(room, &command.partnership_id)
    }
}

impl Recall<Goals, PlanActivity> for Around {
    fn recall(room: &Room<Goals>, command: &PlanActivity, _: &Context) -> Self {
        let stands = room.standing.partnership(&command.partnership_id);
        Around {
            partnership: partnership(room, &command.partnership_id),
            goal: room.memory.goal(&command.partnership_id, &command.goal_id).map(|it| it.state()),
            voices: stands.iter().flat_map(|it| it.voices()).map(|it| it.partner_id.clone()).collect(),
        }
    }
}

fn partnership(room: &Room<Goals>, partnership_id: &str) -> Partnership {
    match room.standing.partnership(partnership_id) {
        None => Partnership::Unknown,
        Some(it) if it.is_active => Partnership::Active,
        Some(_) => Partnership::Forming,
    }
}
