//! What ends by itself leaves the exit sheets it is on, a concern raised meanwhile comes onto them, exits are completed on
//! their day, and what waited for a leaver is released.

use contract::{
    log::{Envelope, envelope::Fact},
    partners::{AddExitItem, CompleteExit, EndExitItem, Event as Heard, ReleaseExpectations, event::Kind as Event},
};
use jiff::Timestamp;
use runtime::Reaction;

use crate::{
    Memory, Partners,
    memory::concerns::begun,
    partnership::{Partnership, decisions::concern_of},
};

/// Decided proposals and changes and ended concerns, on whatever exit sheets they stand.
pub(super) fn ended(memory: &Memory, fact: &Envelope) -> Vec<Reaction<Partners>> {
    let Some(Fact::Partners(Heard { kind: Some(event) })) = &fact.fact else { return vec![] };
    let (item_id, subject) = match event {
        Event::ProposalAdopted(it) => (&it.proposal_id, &it.subject),
        Event::ProposalRejected(it) => (&it.proposal_id, &it.subject),
        Event::ProposalRefused(it) => (&it.proposal_id, &it.subject),
        Event::ProposalWithdrawn(it) => (&it.proposal_id, &it.subject),
        Event::ChangeRejected(it) => (&it.change_event_id, &None),
        Event::ConcernResolved(it) => (&it.concern_id, &None),
        Event::ConcernWithdrawn(it) => (&it.concern_id, &None),
        Event::ConcernClosedUnresolved(it) => (&it.concern_id, &None),
        _ => return vec![],
    };
    // One that was opened again meanwhile has not ended.
    if memory.concerns.open_in(&fact.partnership).any(|it| it.concern_id == *item_id) {
        return vec![];
    }
    let decided = subject.iter().map(|it| &it.event_id);
    let items = [item_id].into_iter().chain(decided).flat_map(|item_id| memory.exits_with(item_id));
    items
        .map(|listed| {
            Reaction::new::<Partnership, EndExitItem>(EndExitItem {
                partnership_id: listed.partnership_id.clone(),
                partner_id: listed.partner_id.clone(),
                item_id: listed.item_id.clone(),
                ..Default::default()
            })
        })
        .collect()
}

/// A concern that is raised or opened again while one of its sides leaves, onto that one's exit sheet.
pub(super) fn raised(memory: &Memory, fact: &Envelope) -> Vec<AddExitItem> {
    let Some(Fact::Partners(Heard { kind: Some(event) })) = &fact.fact else { return vec![] };
    let Some(concern) = begun(event) else { return vec![] };
    let leaving = memory.leaving(&fact.partnership).filter(|it| concern.involves(&it.partner_id));
    leaving
        .map(|it| AddExitItem {
            partnership_id: it.partnership_id.clone(),
            partner_id: it.partner_id.clone(),
            item: Some(concern_of(&it.partner_id, &concern)),
            ..Default::default()
        })
        .collect()
}

/// A draft may have waited for nobody but a founder that has left, to have all expectations read; and one that is
/// active, whoever it waited for, waits no longer.
pub(super) fn released(fact: &Envelope) -> Option<Reaction<Partners>> {
    let Some(Fact::Partners(Heard { kind: Some(event) })) = &fact.fact else { return None };
    if !matches!(event, Event::MemberLeft(_) | Event::MemberRemoved(_) | Event::PartnershipActivated(_)) {
        return None;
    }
    let partnership_id = fact.partnership.clone();
    let release = ReleaseExpectations { partnership_id, ..Default::default() };
    Some(Reaction::new::<Partnership, ReleaseExpectations>(release))
}

pub(super) fn due(memory: &Memory, now: Timestamp) -> impl Iterator<Item = Reaction<Partners>> {
    memory.leaving_by(now).map(|(exit, it)| {
        let complete = CompleteExit {
            partnership_id: it.partnership_id.clone(),
            partner_id: it.partner_id.clone(),
            ..Default::default()
        };
        Reaction::new::<Partnership, CompleteExit>(complete).due(exit, "leave", it.effective_at)
    })
}
