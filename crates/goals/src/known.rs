//! How what a decision asks for is looked up.

mod alignment;
mod keeping;
mod undertakings;

use contract::goals::{
    AddMilestone, CloseGoal, HandOverActivity, ListWork, MissTarget, PlanActivity, ProposeGoal, ReviseActivity,
    ReviseGoal, TakeOverActivity, WorkItem, WorkKind,
};
use kernel::Context;
use runtime::{Recall, Room};

use crate::{
    Goals,
    activity::{Around, Crew},
    leaver::{
        self,
        decisions::{activity, owed, promised},
    },
    memory::Open,
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
        around(room, &command.partnership_id, &command.goal_id)
    }
}

impl Recall<Goals, ReviseActivity> for Around {
    fn recall(room: &Room<Goals>, command: &ReviseActivity, _: &Context) -> Self {
        around(room, &command.partnership_id, &command.goal_id)
    }
}

impl Recall<Goals, HandOverActivity> for Crew {
    fn recall(room: &Room<Goals>, command: &HandOverActivity, _: &Context) -> Self {
        crew(room, &command.partnership_id)
    }
}

impl Recall<Goals, TakeOverActivity> for Crew {
    fn recall(room: &Room<Goals>, command: &TakeOverActivity, _: &Context) -> Self {
        crew(room, &command.partnership_id)
    }
}

impl Recall<Goals, ListWork> for leaver::UnderWay {
    fn recall(room: &Room<Goals>, command: &ListWork, _: &Context) -> Self {
        let ListWork { partnership_id, partner_id, .. } = command;
        let open = room.memory.work_with(partnership_id, partner_id);
        leaver::UnderWay { items: open.map(|(id, it)| listed(partner_id, id, it)).collect() }
    }
}

fn voices(room: &Room<Goals>, partnership_id: &str) -> Vec<String> {
    let partnership = room.standing.partnership(partnership_id);
    partnership.into_iter().flat_map(|it| it.voices()).map(|it| it.partner_id.clone()).collect()
}

fn under_way(work_id: &str, open: &Open) -> UnderWay {
    UnderWay { work_id: work_id.to_owned(), kind: open.kind(), title: open.title.clone() }
}

/// As it stands on the exit sheet of a partner that it concerns.
fn listed(leaver: &str, id: &str, it: &Open) -> WorkItem {
    let leads = it.lead_partner_id == leaver;
    match it.kind() {
        WorkKind::Activity => activity(id, &it.title, &it.lead_partner_id, leads),
        WorkKind::Undertaking if leads => promised(id, &it.title, &it.to_partner_id),
        WorkKind::Undertaking | WorkKind::Unspecified => owed(id, &it.title, &it.lead_partner_id),
    }
}

fn around(room: &Room<Goals>, partnership_id: &str, goal_id: &str) -> Around {
    Around {
        partnership: partnership(room, partnership_id),
        goal: room.memory.goal(partnership_id, goal_id).map(|it| it.state()),
        voices: voices(room, partnership_id),
    }
}

fn crew(room: &Room<Goals>, partnership_id: &str) -> Crew {
    let leaving = room.memory.leaving(partnership_id).map(|(partner_id, _)| partner_id.to_owned());
    Crew { voices: voices(room, partnership_id), leaving: leaving.collect() }
}

fn partnership(room: &Room<Goals>, partnership_id: &str) -> Partnership {
    match room.standing.partnership(partnership_id) {
        None => Partnership::Unknown,
        Some(it) if it.is_active => Partnership::Active,
        Some(it) if it.is_closing || it.is_closed => Partnership::Ending,
        Some(_) => Partnership::Forming,
    }
}
