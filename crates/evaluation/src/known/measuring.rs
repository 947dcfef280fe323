//! What decisions about measurements ask for: the indicator, the smallest group, what is closed, who is who, and what is sealed
//! under which key for whom.

use std::collections::HashMap;

use contract::{
    common::Standing as Stands,
    evaluation::{
        CorrectMeasurement, LockPeriod, NoteOverlap, ReportMeasurement, ReturnMeasurement, VerifyMeasurement,
    },
    partners::MemberRole,
};
use kernel::{Context, Members};
use runtime::{Recall, Room, sealed::key_id};

use crate::{
    Evaluation,
    indicator::decisions::Counted,
    measurement::{
        Around,
        decisions::{Everything, PEOPLE_MINIMUM},
        sealing::{Kept, Named, Sealing, Verifiers},
    },
    period::MayLock,
};

/// As many as something sealed names.
const VERIFIERS_MAX: usize = 64;

impl Recall<Evaluation, ReportMeasurement> for Around {
    fn recall(room: &Room<Evaluation>, command: &ReportMeasurement, context: &Context) -> Self {
        let ReportMeasurement { partnership_id, indicator_id, period_end, jointly_with, .. } = command;
        let is_sealed = room.memory.is_sensitive(partnership_id, indicator_id) && !context.partner.is_empty();
        Around {
            definition: room.memory.definition(partnership_id, indicator_id).cloned(),
            people_minimum: people_minimum(room, partnership_id),
            is_locked: room.memory.is_locked(partnership_id, period_end),
            // Only what is done with others asks who they are.
            members: match jointly_with.is_empty() {
                true => Members::default(),
                false => room.standing.members(partnership_id),
            },
            sealing: is_sealed.then(|| sealing(room, partnership_id, indicator_id, &context.partner)),
        }
    }
}

impl Recall<Evaluation, CorrectMeasurement> for Everything {
    fn recall(room: &Room<Evaluation>, command: &CorrectMeasurement, context: &Context) -> Self {
        let CorrectMeasurement { partnership_id, .. } = command;
        let keys = kept(room, partnership_id);
        let verifiers = match keys.0.is_empty() {
            true => Verifiers::default(),
            false => {
                let named = room.memory.verifiers_of_all(partnership_id, &context.partner);
                verifiers(room, partnership_id, &context.partner, named)
            }
        };
        Everything {
            definitions: room.memory.definitions(partnership_id),
            locked: room.memory.locked(partnership_id).to_vec(),
            people_minimum: people_minimum(room, partnership_id),
            members: room.standing.members(partnership_id),
            keys,
            verifiers,
        }
    }
}

impl Recall<Evaluation, VerifyMeasurement> for Kept {
    fn recall(room: &Room<Evaluation>, command: &VerifyMeasurement, _: &Context) -> Self {
        kept(room, &command.partnership_id)
    }
}

impl Recall<Evaluation, ReturnMeasurement> for Kept {
    fn recall(room: &Room<Evaluation>, command: &ReturnMeasurement, _: &Context) -> Self {
        kept(room, &command.partnership_id)
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

/// A key is made for the first value that a partner reports of an indicator; a lost one is not made anew.
fn sealing(room: &Room<Evaluation>, partnership_id: &str, indicator_id: &str, partner_id: &str) -> Sealing {
    let key_id = key_id(partnership_id, "indicator", &format!("{indicator_id}/{partner_id}"));
    let is_in_use = room.memory.sealed_under(partnership_id).is_some_and(|it| it.contains(&key_id));
    let key = if is_in_use { room.keys.find(&key_id) } else { room.keys.key(&key_id) };
    let named = room.memory.verifiers([partnership_id, indicator_id, partner_id]).collect();
    Sealing { key, key_id, verifiers: verifiers(room, partnership_id, partner_id, named) }
}

fn kept(room: &Room<Evaluation>, partnership_id: &str) -> Kept {
    let ids = room.memory.sealed_under(partnership_id).into_iter().flatten();
    Kept(ids.filter_map(|it| Some((it.clone(), room.keys.find(it)?))).collect::<HashMap<_, _>>())
}

/// Who was named and may verify still; else whoever verifies in the partnership; none of the reporter's own organisation.
fn verifiers(room: &Room<Evaluation>, partnership_id: &str, partner_id: &str, named: Vec<Named>) -> Verifiers {
    let Some(partnership) = room.standing.partnership(partnership_id) else { return Verifiers::default() };
    let is_another = |it: &str| room.standing.organisation(it) != room.standing.organisation(partner_id);
    let may_verify =
        |it: &str| matches!(room.standing.of(partnership_id, it), Stands::Member | Stands::Verifier) && is_another(it);
    let does = |roles: &[i32]| roles.contains(&MemberRole::Verifier.into());
    let by_role = partnership.members.iter().filter(|it| does(&it.roles)).map(|it| it.partner_id.clone());
    Verifiers {
        named: named.into_iter().filter(|it| may_verify(&it.verifier_partner_id)).collect(),
        by_role: by_role.filter(|it| may_verify(it)).take(VERIFIERS_MAX).collect(),
    }
}
