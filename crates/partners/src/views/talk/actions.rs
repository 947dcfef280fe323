//! Actions, and whether they are overdue: as of the reminder of it, so that a page shows one moment.

use contract::{
    log::{Envelope, envelope::Fact},
    partners::{Action, ActionAssigned, ActionState, Event as Heard, ReminderKind, event::Kind as Event},
};
use runtime::views::{Fold, View};

use crate::views::place;

pub(super) struct Actions;

impl View for Actions {
    fn name(&self) -> &'static str {
        super::ACTIONS
    }

    fn version(&self) -> u32 {
        1
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        let Some(Fact::Partners(Heard { kind: Some(event) })) = &fact.fact else { return };
        match event {
            Event::ActionAssigned(it) => fold.put(place(&it.partnership_id, &it.action_id), assigned(it)),
            Event::ActionCompleted(it) => change(fold, fact, &it.action_id, |action| {
                action.set_state(ActionState::Done);
                action.overdue = false;
                action.note = it.note.clone();
                action.evidence = it.evidence.clone();
            }),
            Event::ActionVerified(it) => change(fold, fact, &it.action_id, |action| {
                action.set_state(ActionState::Verified);
                action.verified_by = it.verified_by.clone();
            }),
            Event::ActionReturned(it) => change(fold, fact, &it.action_id, |action| {
                action.set_state(ActionState::Open);
                action.overdue = it.due_on < fact.recorded_on().to_string();
                action.reason = it.reason.clone();
            }),
            Event::ActionRenegotiated(it) => change(fold, fact, &it.action_id, |action| {
                action.due_on = it.due_on.clone();
                action.overdue = false;
                action.reason = it.reason.clone();
            }),
            Event::ReminderGiven(it) if it.kind() == ReminderKind::ActionOverdue => {
                change(fold, fact, &it.about_id, |action| action.overdue = action.state() == ActionState::Open);
            }
            _ => (),
        }
    }
}

fn change(fold: &mut Fold<'_>, fact: &Envelope, action_id: &str, change: impl FnOnce(&mut Action)) {
    fold.change(place(&fact.partnership, action_id), change);
}

fn assigned(it: &ActionAssigned) -> Action {
    let ActionAssigned {
        partnership_id: _,
        action_id,
        assigned_by,
        what,
        assigned_to,
        due_on,
        arising_from,
        arising_from_id,
    } = it.clone();
    Action {
        action_id,
        state: ActionState::Open.into(),
        assigned_by,
        what,
        assigned_to,
        first_due_on: due_on.clone(),
        due_on,
        arising_from,
        arising_from_id,
        ..Default::default()
    }
}
