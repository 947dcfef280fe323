//! What decisions about measurements ask for: the indicator, the smallest group, what is closed, and who is who.

use contract::{
    evaluation::{
        CorrectMeasurement, LockPeriod, NoteOverlap, ReportMeasurement, ReturnMeasurement, VerifyMeasurement,
    },
    partners::MemberRole,
};
use kernel::{Context, Members};
use runtime::{Recall, Room};

use crate::{
    Evaluation,
    indicator::decisions::Counted,
    measurement::{
        Around,
        decisions::{Everything, PEOPLE_MINIMUM},
    },
    period::MayLock,
};

impl Recall<Evaluation, ReportMeasurement> for Around {
    fn recall(room: &Room<Evaluation>, command: &ReportMeasurement, _: &Context) -> Self {
        let ReportMeasurement { partnership_id, indicator_id, period_end, jointly_with, .. } = command;
        Around {
            definition: room.memory.definition(partnership_id, indicator_id).cloned(),
            people_minimum: people_minimum(room, partnership_id),
            is_locked: room.memory.is_locked(partnership_id, period_end),
            // Only what is done with others asks who they are.
            members: match jointly_with.is_empty() {
                true => Members::default(),
                false => room.standing.members(partnership_id),
            },
        }
    }
}

impl Recall<Evaluation, CorrectMeasurement> for Everything {
    fn recall(room: &Room<Evaluation>, command: &CorrectMeasurement, _: &Context) -> Self {
        let CorrectMeasurement { partnership_id, .. } = command;
        Everything {
            definitions: room.memory.definitions(partnership_id),
            locked: room.memory.locked(partnership_id).to_vec(),
            people_minimum: people_minimum(room, partnership_id),
            members: room.standing.members(partnership_id),
        }
    }
}

impl Recall<Evaluation, VerifyMeasurement> for Members {
    fn recall(room: &Room<Evaluation>, command: &VerifyMeasurement, _: &Context) -> Self {
        room.standing.members(&command.partnership_id)
    }
}

impl Recall<Evaluation, ReturnMeasurement> for Members {
    fn recall(room: &Room<Evaluation>, command: &ReturnMeasurement, _: &Context) -> Self {
        room.standing.members(&command.partnership_id)
    }
}

impl Recall<Evaluation, NoteOverlap> for Counted {
    fn recall(room: &Room<Evaluation>, command: &NoteOverlap, _: &Context) -> Self {
        let NoteOverlap { partnership_id, indicator_id, period_end, .. } = command;
        Counted {
            people: room.memory.reported_for(partnership_id, indicator_id, period_end),
            minimum: people_minimum(room, partnership_id),
        }
    }
}

impl Recall<Evaluation, LockPeriod> for MayLock {
    fn recall(room: &Room<Evaluation>, command: &LockPeriod, context: &Context) -> Self {
        let partnership = room.standing.partnership(&command.partnership_id);
        let member = partnership.and_then(|it| it.member(&context.partner));
        let may = [MemberRole::Accountable, MemberRole::Verifier].map(i32::from);
        MayLock(member.is_some_and(|it| it.roles.iter().any(|role| may.contains(role))))
    }
}

pub(super) fn people_minimum(room: &Room<Evaluation>, partnership_id: &str) -> u32 {
    let agreed = room.standing.partnership(partnership_id).map_or(0, |it| it.terms.people_minimum);
    if agreed == 0 { PEOPLE_MINIMUM } else { agreed }
}
