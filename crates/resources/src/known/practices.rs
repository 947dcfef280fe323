//! What decisions about practices ask for: who stands how, and whether what a practice serves is there.

use contract::resources::{AdoptPractice, EndorsePractice, RevisePractice, SharePractice};
use kernel::{Context, Members};
use runtime::{Recall, Room};

use super::offers;
use crate::{Around, Resources, practice::decisions::Serves};

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

impl Recall<Resources, AdoptPractice> for Members {
    fn recall(room: &Room<Resources>, command: &AdoptPractice, _: &Context) -> Self {
        room.standing.members(&command.partnership_id)
    }
}

impl Recall<Resources, EndorsePractice> for Members {
    fn recall(room: &Room<Resources>, command: &EndorsePractice, _: &Context) -> Self {
        room.standing.members(&command.partnership_id)
    }
}

fn around(room: &Room<Resources>, command: &impl Serves) -> Around {
    let (goal_id, activity_id) = command.served();
    offers::around(room, command.partnership_id(), goal_id, activity_id)
}
