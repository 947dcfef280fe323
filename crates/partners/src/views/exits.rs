//! Exit sheets: what is open between a leaver and the others, and how it is settled.

use contract::{
    log::{Envelope, envelope::Fact},
    partners::{
        Event as Heard, Exit, ExitItem, ExitItemSettled, ExitLine, ExitOpened, ExitSettlement, ExitState,
        LeaveAnnounced, MemberRemoved, event::Kind as Event,
    },
};
use runtime::views::{Fold, View};

use super::place;

pub(super) struct Exits;

impl View for Exits {
    fn name(&self) -> &'static str {
        super::EXITS
    }

    fn version(&self) -> u32 {
        1
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        let Some(Fact::Partners(Heard { kind: Some(event) })) = &fact.fact else { return };
        match event {
            Event::ExitItemAdded(it) => {
                change(fold, fact, &it.partner_id, |exit| exit.lines.extend(it.item.clone().map(open)))
            }
            Event::ExitItemSettled(it) => change(fold, fact, &it.partner_id, |exit| settle(exit, it)),
            Event::LeavingWithdrawn(it) => {
                change(fold, fact, &it.partner_id, |exit| exit.set_state(ExitState::Withdrawn))
            }
            Event::MemberLeft(it) => change(fold, fact, &it.partner_id, |exit| exit.set_state(ExitState::Left)),
            Event::MemberRemoved(it) => change(fold, fact, &it.partner_id, |exit| remove(exit, it)),
            Event::LeaveAnnounced(it) => fold.put(place(&it.partnership_id, &it.partner_id), announced(it)),
            Event::ExitOpened(it) => {
                let at = place(&it.partnership_id, &it.partner_id);
                fold.upsert(at, |exit: &mut Exit| list(exit, it));
            }
            _ => (),
        }
    }
}

fn change(fold: &mut Fold<'_>, fact: &Envelope, partner_id: &str, change: impl FnOnce(&mut Exit)) {
    fold.change(place(&fact.partnership, partner_id), |exit: &mut Exit| {
        change(exit);
        count(exit);
    });
}

fn announced(it: &LeaveAnnounced) -> Exit {
    let LeaveAnnounced { partnership_id, partner_id, reason, effective_on } = it.clone();
    let state = ExitState::Announced.into();
    Exit { partnership_id, partner_id, reason, effective_on, state, ..Default::default() }
}

/// Of one that is removed nothing was announced: its sheet starts here.
fn list(exit: &mut Exit, it: &ExitOpened) {
    exit.partnership_id.clone_from(&it.partnership_id);
    exit.partner_id.clone_from(&it.partner_id);
    exit.lines = it.items.iter().cloned().map(open).collect();
    count(exit);
}

fn remove(exit: &mut Exit, it: &MemberRemoved) {
    exit.set_state(ExitState::Removed);
    exit.reason.clone_from(&it.reason);
}

fn settle(exit: &mut Exit, it: &ExitItemSettled) {
    let is_it = |line: &&mut ExitLine| line.item.as_ref().is_some_and(|item| item.item_id == it.item_id);
    if let Some(line) = exit.lines.iter_mut().find(is_it) {
        line.how = it.how;
        line.to_partner_id.clone_from(&it.to_partner_id);
        line.note.clone_from(&it.note);
        line.settled_by.clone_from(&it.settled_by);
    }
}

fn count(exit: &mut Exit) {
    let open = exit.lines.iter().filter(|it| it.how() == ExitSettlement::Unspecified).count();
    exit.items_unsettled = u32::try_from(open).unwrap_or(u32::MAX);
}

fn open(item: ExitItem) -> ExitLine {
    ExitLine { item: Some(item), ..Default::default() }
}
