//! What decisions about practices ask for: who stands how, and whether what a practice serves is there.

use contract::resources::{AdoptPractice, EndorsePractice, RevisePractice, SharePractice};
use kernel::{Context, Members};
use runtime::{Recall, Room};

use crate::{
    Resources,
    practice::{Around, decisions::Serves},
};

impl Recall<Resources, SharePractice> for Around {
    fn recall(room: &Room<Resources>, command: &SharePractice, _: &Context) -> Self {
        around(room, command)
    }
}

impl Recall<Resources, RevisePractice> for Around {
    fn recall(room: &Room<Resources>, command: &RevisePractice, _: &Context) -> Self {
        around(room, command)
    }
}

impl Recall<Resources, AdoptPractice> for Around {
    fn recall(room: &Room<Resources>, command: &AdoptPractice, _: &Context) -> Self {
        around(room, command)
    }
}

impl Recall<Resources, EndorsePractice> for Members {
    fn recall(room: &Room<Resources>, command: &EndorsePractice, _: &Context) -> Self {
        room.standing.members(&command.partnership_id)
    }
}

fn around(room: &Room<Resources>, command: &impl Serves) -> Around {
    let partnership_id = command.partnership_id();
    let (goal_id, activity_id) = command.served();
    Around {
        is_active: room.standing.partnership(partnership_id).is_some_and(|it| it.is_active),
        members: room.standing.members(partnership_id),
        knows_goal: goal_id.is_empty() || room.memory.knows_goal(partnership_id, goal_id),
        knows_activity: activity_id.is_empty() || room.memory.knows_activity(partnership_id, activity_id),
    }
}
