//! What decisions about studies ask for: which of the things named there are, and which groups are too small.

use contract::evaluation::{CorrectGroupMeans, LinkedKind, OpenStudy, RecordGroupMeans};
use kernel::Context;
use runtime::{Recall, Room};

use super::measuring::people_minimum;
use crate::{
    Evaluation,
    study::{Around, Named},
};

impl Recall<Evaluation, OpenStudy> for Named {
    fn recall(room: &Room<Evaluation>, command: &OpenStudy, _: &Context) -> Self {
        let OpenStudy { partnership_id, indicator_id, goal_id, .. } = command;
        Named {
            is_indicator_known: indicator_id.is_empty()
                || room.memory.definition(partnership_id, indicator_id).is_some(),
            is_goal_known: goal_id.is_empty() || room.memory.knows(partnership_id, LinkedKind::Goal, goal_id),
        }
    }
}

impl Recall<Evaluation, RecordGroupMeans> for Around {
    fn recall(room: &Room<Evaluation>, command: &RecordGroupMeans, _: &Context) -> Self {
        around(room, &command.partnership_id)
    }
}

impl Recall<Evaluation, CorrectGroupMeans> for Around {
    fn recall(room: &Room<Evaluation>, command: &CorrectGroupMeans, _: &Context) -> Self {
        around(room, &command.partnership_id)
    }
}

fn around(room: &Room<Evaluation>, partnership_id: &str) -> Around {
    Around {
        people_minimum: people_minimum(room, partnership_id),
        shares_of_people: room.memory.shares_of_people(partnership_id),
    }
}
