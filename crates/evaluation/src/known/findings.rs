//! What decisions about benefits and findings ask for: who stands how, and which of the things named there are.

use contract::evaluation::{
    ConfirmBenefit, DisputeBenefit, FindingLink, LinkFinding, LinkedKind, RateFairness, RecordBenefit, RecordFinding,
};
use kernel::{Context, Members};
use runtime::{Recall, Room};

use super::measuring::people_minimum;
use crate::{
    Evaluation,
    benefit::decisions::{Around, IsOpen},
    finding::Unknown,
};

impl Recall<Evaluation, RecordBenefit> for Around {
    fn recall(room: &Room<Evaluation>, command: &RecordBenefit, _: &Context) -> Self {
        let RecordBenefit { partnership_id, .. } = command;
        Around { is_open: is_open(room, partnership_id), people_minimum: people_minimum(room, partnership_id) }
    }
}

impl Recall<Evaluation, RateFairness> for IsOpen {
    fn recall(room: &Room<Evaluation>, command: &RateFairness, _: &Context) -> Self {
        is_open(room, &command.partnership_id)
    }
}

impl Recall<Evaluation, ConfirmBenefit> for Members {
    fn recall(room: &Room<Evaluation>, command: &ConfirmBenefit, _: &Context) -> Self {
        room.standing.members(&command.partnership_id)
    }
}

impl Recall<Evaluation, DisputeBenefit> for Members {
    fn recall(room: &Room<Evaluation>, command: &DisputeBenefit, _: &Context) -> Self {
        room.standing.members(&command.partnership_id)
    }
}

impl Recall<Evaluation, RecordFinding> for Unknown {
    fn recall(room: &Room<Evaluation>, command: &RecordFinding, _: &Context) -> Self {
        unknown(room, &command.partnership_id, &command.links)
    }
}

impl Recall<Evaluation, LinkFinding> for Unknown {
    fn recall(room: &Room<Evaluation>, command: &LinkFinding, _: &Context) -> Self {
        unknown(room, &command.partnership_id, &command.links)
    }
}

fn is_open(room: &Room<Evaluation>, partnership_id: &str) -> IsOpen {
    IsOpen(room.standing.partnership(partnership_id).is_some_and(|it| it.is_active || it.is_closing))
}

/// Decisions are too many to keep at hand: their ids are taken as they are given, and the contract says so.
fn unknown(room: &Room<Evaluation>, partnership_id: &str, links: &[FindingLink]) -> Unknown {
    let is_known = |it: &&FindingLink| match it.kind() {
        LinkedKind::Decision => true,
        LinkedKind::Indicator => room.memory.definition(partnership_id, &it.id).is_some(),
        kind => room.memory.knows(partnership_id, kind, &it.id),
    };
    Unknown(links.iter().filter(|it| !is_known(it)).cloned().collect())
}
