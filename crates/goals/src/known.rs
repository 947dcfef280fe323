//! How what a decision asks for is looked up.

mod alignment;
mod undertakings;

use contract::goals::{AddMilestone, CloseGoal, MissTarget, PlanActivity, ProposeGoal, ReviseGoal, WorkKind};
use kernel::Context;
use runtime::{Recall, Room};

use crate::{
    Goals,
    activity::Around,
    memory::{self, Open},
    tree::{Measured, Partnership, UnderWay, Voices},
};

pub use alignment::said;

impl Recall<Goals, ProposeGoal> for Partnership {
    fn recall(room: &Room<Goals>, command: &ProposeGoal, _: &Context) -> Self {
        partnership(room, &command.partnership_id)
    }
}

impl Recall<Goals, CloseGoal> for Vec<UnderWay> {
    fn recall(room: &Room<Goals>, command: &CloseGoal, _: &Context) -> Self {
        let work = room.memory.work_towards(&command.partnership_id, &command.goal_id);
        work.map(|(id, it)| under_way(id, it)).collect()
    }
}

impl Recall<Goals, ProposeGoal> for Voices {
    fn recall(room: &Room<Goals>, command: &ProposeGoal, _: &Context) -> Self {
        Voices(voices(room, &command.partnership_id))
    }
}

impl Recall<Goals, ReviseGoal> for Voices {
    fn recall(room: &Room<Goals>, command: &ReviseGoal, _: &Context) -> Self {
        Voices(voices(room, &command.partnership_id))
    }
}

impl Recall<Goals, AddMilestone> for Voices {
    fn recall(room: &Room<Goals>, command: &AddMilestone, _: &Context) -> Self {
        Voices(voices(room, &command.partnership_id))
    }
}

impl Recall<Goals, MissTarget> for Measured {
    fn recall(room: &Room<Goals>, command: &MissTarget, _: &Context) -> Self {
        let goal = room.memory.goal(&command.partnership_id, &command.goal_id);
        goal.and_then(|it| it.measured(&command.target_id)).unwrap_or_default()
    }
}

impl Recall<Goals, PlanActivity> for Around {
    fn recall(room: &Room<Goals>, command: &PlanActivity, _: &Context) -> Self {
        Around {
            partnership: partnership(room, &command.partnership_id),
            goal: room.memory.goal(&command.partnership_id, &command.goal_id).map(|it| it.state()),
            voices: voices(room, &command.partnership_id),
        }
    }
}

fn voices(room: &Room<Goals>, partnership_id: &str) -> Vec<String> {
    let partnership = room.standing.partnership(partnership_id);
    partnership.into_iter().flat_map(|it| it.voices()).map(|it| it.partner_id.clone()).collect()
}

fn under_way(work_id: &str, open: &Open) -> UnderWay {
    let kind = match open.kind {
        memory::WorkKind::Activity => WorkKind::Activity,
        memory::WorkKind::Undertaking => WorkKind::Undertaking,
    };
    UnderWay { work_id: work_id.to_owned(), kind, title: open.title.clone() }
}

fn partnership(room: &Room<Goals>, partnership_id: &str) -> Partnership {
    match room.standing.partnership(partnership_id) {
        None => Partnership::Unknown,
        Some(it) if it.is_active => Partnership::Active,
        Some(_) => Partnership::Forming,
    }
}
