//! What decisions about offers and needs ask for: who stands how, what is agreed, and what they are to serve.

use contract::resources::{
    AgreeAllocation, ConcludeAllocation, OfferResource, RequestAllocation, ReviseNeed, ReviseOffer, StateNeed,
};
use kernel::{Context, Members};
use runtime::{Recall, Room};

use crate::{
    Resources,
    around::Around,
    offer::{Agreeing, Asking},
};

impl Recall<Resources, OfferResource> for Around {
    fn recall(room: &Room<Resources>, it: &OfferResource, _: &Context) -> Self {
        around(room, &it.partnership_id, &it.goal_id, &it.activity_id)
    }
}

impl Recall<Resources, ReviseOffer> for Around {
    fn recall(room: &Room<Resources>, it: &ReviseOffer, _: &Context) -> Self {
        around(room, &it.partnership_id, &it.goal_id, &it.activity_id)
    }
}

impl Recall<Resources, StateNeed> for Around {
    fn recall(room: &Room<Resources>, it: &StateNeed, _: &Context) -> Self {
        around(room, &it.partnership_id, &it.goal_id, &it.activity_id)
    }
}

impl Recall<Resources, ReviseNeed> for Around {
    fn recall(room: &Room<Resources>, it: &ReviseNeed, _: &Context) -> Self {
        around(room, &it.partnership_id, &it.goal_id, &it.activity_id)
    }
}

impl Recall<Resources, AgreeAllocation> for Agreeing {
    fn recall(room: &Room<Resources>, it: &AgreeAllocation, _: &Context) -> Self {
        let Some(partnership) = room.standing.partnership(&it.partnership_id) else { return Agreeing::default() };
        Agreeing {
            is_active: partnership.is_active,
            members: room.standing.members(&it.partnership_id),
            currency: partnership.currency.clone(),
            funds_threshold: partnership.terms.funds_threshold,
        }
    }
}

impl Recall<Resources, ConcludeAllocation> for Members {
    fn recall(room: &Room<Resources>, it: &ConcludeAllocation, _: &Context) -> Self {
        room.standing.members(&it.partnership_id)
    }
}

impl Recall<Resources, RequestAllocation> for Asking {
    fn recall(room: &Room<Resources>, it: &RequestAllocation, _: &Context) -> Self {
        let known = room.memory.allocation(&it.partnership_id, &it.allocation_id);
        Asking {
            around: around(room, &it.partnership_id, &it.goal_id, &it.activity_id),
            members: room.standing.members(&it.partnership_id),
            need: room.memory.need(&it.partnership_id, &it.need_id),
            is_id_taken: known.is_some_and(|known| known.offer_id != it.offer_id),
        }
    }
}

pub(super) fn around(room: &Room<Resources>, partnership_id: &str, goal_id: &str, activity_id: &str) -> Around {
    let Some(partnership) = room.standing.partnership(partnership_id) else { return Around::default() };
    Around {
        is_active: partnership.is_active,
        knows_goal: goal_id.is_empty() || room.memory.knows_goal(partnership_id, goal_id),
        knows_activity: activity_id.is_empty() || room.memory.knows_activity(partnership_id, activity_id),
    }
}
