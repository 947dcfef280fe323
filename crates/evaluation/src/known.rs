//! How what a decision asks for is looked up.

mod findings;
mod measures;
mod measuring;
mod reporting;
mod studies;

use contract::evaluation::{DefineIndicator, OpenTarget, RecordProgress, RecountTarget, ReviseTarget};
use kernel::Context;
use runtime::{Recall, Room};

use crate::{
    Evaluation,
    indicator::{Definition, PartnershipExists},
};

impl Recall<Evaluation, DefineIndicator> for PartnershipExists {
    fn recall(room: &Room<Evaluation>, command: &DefineIndicator, _: &Context) -> Self {
        PartnershipExists(room.standing.partnership(&command.partnership_id).is_some())
    }
}

impl Recall<Evaluation, OpenTarget> for Option<Definition> {
    fn recall(room: &Room<Evaluation>, command: &OpenTarget, _: &Context) -> Self {
        let target = command.target.as_ref()?;
        room.memory.definition(&command.partnership_id, &target.indicator_id).cloned()
    }
}

impl Recall<Evaluation, ReviseTarget> for Option<Definition> {
    fn recall(room: &Room<Evaluation>, command: &ReviseTarget, _: &Context) -> Self {
        let target = command.target.as_ref()?;
        room.memory.definition(&command.partnership_id, &target.indicator_id).cloned()
    }
}

impl Recall<Evaluation, RecordProgress> for Option<Definition> {
    fn recall(room: &Room<Evaluation>, command: &RecordProgress, _: &Context) -> Self {
        room.memory.definition_for(&command.partnership_id, &command.target_id).cloned()
    }
}

impl Recall<Evaluation, RecountTarget> for Option<Definition> {
    fn recall(room: &Room<Evaluation>, command: &RecountTarget, _: &Context) -> Self {
        room.memory.definition_for(&command.partnership_id, &command.target_id).cloned()
    }
}
