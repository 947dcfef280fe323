//! What decisions about undertakings ask for: who stands how, and towards what something is promised.

use contract::goals::{
    AgreeRenegotiation, ConfirmFulfilment, DeclineRenegotiation, EndUndertaking, FulfilUndertaking, GiveUndertaking,
    ReleaseUndertaking, RenegotiateUndertaking, ReturnFulfilment, SettleUndertaking, TakeOverUndertaking, WorkKind,
};
use kernel::{Context, Members};
use runtime::{Recall, Room};

use super::partnership;
use crate::{
    Goals,
    undertaking::{Around, Towards},
};

impl Recall<Goals, GiveUndertaking> for Around {
    fn recall(room: &Room<Goals>, command: &GiveUndertaking, _: &Context) -> Self {
        let GiveUndertaking { partnership_id, goal_id, activity_id, .. } = command;
        let under_way = room.memory.work(partnership_id, activity_id);
        let activity = under_way.filter(|it| it.kind() == WorkKind::Activity);
        let activity_goal_id = activity.map(|it| it.goal_id.clone());
        let goals = std::iter::once(goal_id).chain(&activity_goal_id);
        let stands = |it: &String| Some((it.clone(), room.memory.goal(partnership_id, it)?.state()));
        Around {
            partnership: partnership(room, partnership_id),
            members: members(room, partnership_id),
            goals: goals.filter_map(stands).collect(),
            activity_goal_id,
        }
    }
}

impl Recall<Goals, FulfilUndertaking> for Members {
    fn recall(room: &Room<Goals>, command: &FulfilUndertaking, _: &Context) -> Self {
        members(room, &command.partnership_id)
    }
}

impl Recall<Goals, ConfirmFulfilment> for Members {
    fn recall(room: &Room<Goals>, command: &ConfirmFulfilment, _: &Context) -> Self {
        members(room, &command.partnership_id)
    }
}

impl Recall<Goals, ReturnFulfilment> for Members {
    fn recall(room: &Room<Goals>, command: &ReturnFulfilment, _: &Context) -> Self {
        members(room, &command.partnership_id)
    }
}

impl Recall<Goals, RenegotiateUndertaking> for Members {
    fn recall(room: &Room<Goals>, command: &RenegotiateUndertaking, _: &Context) -> Self {
        members(room, &command.partnership_id)
    }
}

impl Recall<Goals, AgreeRenegotiation> for Members {
    fn recall(room: &Room<Goals>, command: &AgreeRenegotiation, _: &Context) -> Self {
        members(room, &command.partnership_id)
    }
}

impl Recall<Goals, DeclineRenegotiation> for Members {
    fn recall(room: &Room<Goals>, command: &DeclineRenegotiation, _: &Context) -> Self {
        members(room, &command.partnership_id)
    }
}

impl Recall<Goals, ReleaseUndertaking> for Members {
    fn recall(room: &Room<Goals>, command: &ReleaseUndertaking, _: &Context) -> Self {
        members(room, &command.partnership_id)
    }
}

impl Recall<Goals, TakeOverUndertaking> for Members {
    fn recall(room: &Room<Goals>, command: &TakeOverUndertaking, _: &Context) -> Self {
        members(room, &command.partnership_id)
    }
}

impl Recall<Goals, SettleUndertaking> for Members {
    fn recall(room: &Room<Goals>, command: &SettleUndertaking, _: &Context) -> Self {
        members(room, &command.partnership_id)
    }
}

impl Recall<Goals, EndUndertaking> for Towards {
    fn recall(room: &Room<Goals>, command: &EndUndertaking, _: &Context) -> Self {
        Towards(room.memory.goal(&command.partnership_id, &command.to_goal_id).map(|it| it.state()))
    }
}

fn members(room: &Room<Goals>, partnership_id: &str) -> Members {
    let leaving = room.memory.leaving(partnership_id).map(|(partner_id, _)| partner_id.to_owned()).collect();
    Members { leaving, ..room.standing.members(partnership_id) }
}
