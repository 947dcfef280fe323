//! What happened to each goal, and why.

use contract::{
    goals::{self, ClosureBasis, GoalChange, GoalStep, GoalStepKind, event::Kind as Event},
    log::{Envelope, envelope::Fact},
    partners::event::Kind as Decided,
};
use runtime::views::{Fold, View, key};

use super::STEPS;

pub(super) struct Steps;

impl View for Steps {
    fn name(&self) -> &'static str {
        STEPS
    }

    fn version(&self) -> u32 {
        2
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        match &fact.fact {
            Some(Fact::Goals(goals::Event { kind: Some(event) })) => {
                if let Some((goal_id, step)) = step(event) {
                    let partner_id = if is_of_a_partner(event) { fact.partner.clone() } else { String::new() };
                    record(goal_id, GoalStep { partner_id, ..step }, event, fact, fold);
                }
            }
            Some(Fact::Partners(event)) => event.kind.iter().for_each(|event| decided(event, fold)),
            _ => (),
        }
    }
}

fn record(goal_id: &str, step: GoalStep, event: &Event, fact: &Envelope, fold: &mut Fold<'_>) {
    // Numbers of own facts, written so that they sort.
    let order = format!("{:020}", fact.number);
    let is_put = is_put(step.kind());
    let decided_by = concluded(event).and_then(|event_id| take_proposal(event_id, fold)).unwrap_or_default();
    let step = GoalStep { at: fact.recorded_at, proposal_id: decided_by, ..step };
    fold.put(key(&[&fact.partnership, goal_id, &order]), step);
    if is_put {
        fold.put(put_key(&fact.event_id), format!("{goal_id}/{order}"));
    }
}

/// What was put to the members, and is decided, refused or taken back by the event.
fn concluded(event: &Event) -> Option<&str> {
    Some(match event {
        Event::GoalAdopted(it) => &it.proposed_event_id,
        Event::GoalRejected(it) => &it.proposed_event_id,
        Event::GoalWithdrawn(it) => &it.proposed_event_id,
        Event::GoalRevised(it) => &it.proposed_event_id,
        Event::GoalRevisionRejected(it) => &it.proposed_event_id,
        Event::GoalClosed(it) => &it.proposed_event_id,
        Event::GoalClosureRejected(it) => &it.proposed_event_id,
        Event::GoalClosureWithdrawn(it) => &it.proposed_event_id,
        _ => return None,
    })
}

/// The proposal on what a fact put to the members, if partners have named it.
fn take_proposal(event_id: &str, fold: &mut Fold<'_>) -> Option<String> {
    let put = fold.get::<String>(put_key(event_id))?;
    let proposal_id = put.split('/').nth(2)?.to_owned();
    fold.remove(put_key(event_id));
    Some(proposal_id)
}

/// What is put to the members, and not as it was listed by a source.
fn is_put(kind: GoalStepKind) -> bool {
    use GoalStepKind::{ClosureProposed, Proposed, Reproposed, RevisionProposed};
    matches!(kind, Proposed | Reproposed | RevisionProposed | ClosureProposed)
}

/// Not what the members did together, nor what figures and days led to.
fn is_of_a_partner(event: &Event) -> bool {
    match event {
        Event::GoalClosureProposed(it) => matches!(it.basis(), ClosureBasis::Member | ClosureBasis::Unspecified),
        Event::GoalProposed(_)
        | Event::GoalReproposed(_)
        | Event::GoalRevisionProposed(_)
        | Event::GoalAccepted(_)
        | Event::ReservationStated(_) => true,
        _ => false,
    }
}

/// Under which step of which goal a fact put something to the members, and, once partners have named it, the proposal; until
/// that is concluded. No partnership has this prefix.
fn put_key(event_id: &str) -> Vec<u8> {
    key(&["put", event_id])
}

fn decided(event: &Decided, fold: &mut Fold<'_>) {
    let Decided::ProposalOpened(opened) = event else { return };
    let Some(subject) = opened.subject.as_ref().filter(|it| it.service == "goals") else { return };
    let Some(put) = fold.get::<String>(put_key(&subject.event_id)) else { return };
    fold.put(put_key(&subject.event_id), format!("{put}/{}", opened.proposal_id));
    if let Some((goal_id, order)) = put.split_once('/') {
        fold.change(key(&[&opened.partnership_id, goal_id, order]), |step: &mut GoalStep| {
            step.proposal_id.clone_from(&opened.proposal_id);
        });
    }
}

/// The goal, and what happened to it.
fn step(event: &Event) -> Option<(&str, GoalStep)> {
    use GoalStepKind as Kind;
    Some(match event {
        Event::GoalProposed(it) if it.source.is_empty() => (&it.goal_id, said(Kind::Proposed, "")),
        Event::GoalProposed(it) => (&it.goal_id, said(Kind::Listed, &it.source)),
        Event::GoalReproposed(it) => (&it.goal_id, changed(Kind::Reproposed, &it.reason, &it.changes)),
        Event::GoalAdopted(it) => (&it.goal_id, said(Kind::Adopted, &it.why)),
        Event::GoalRejected(it) => (&it.goal_id, said(Kind::Rejected, &it.why)),
        Event::GoalWithdrawn(it) => (&it.goal_id, said(Kind::Withdrawn, &it.why)),
        Event::GoalRevisionProposed(it) => (&it.goal_id, changed(Kind::RevisionProposed, &it.reason, &it.changes)),
        Event::GoalRevised(it) => (&it.goal_id, said(Kind::Revised, &it.why)),
        Event::GoalRevisionRejected(it) => (&it.goal_id, said(Kind::RevisionRejected, &it.why)),
        Event::GoalClosureProposed(it) => (&it.goal_id, ended(Kind::ClosureProposed, &it.why, it.outcome)),
        Event::GoalClosed(it) => (&it.goal_id, ended(Kind::Closed, &it.why, it.outcome)),
        Event::GoalClosureRejected(it) => (&it.goal_id, said(Kind::ClosureRejected, &it.why)),
        Event::GoalClosureWithdrawn(it) => (&it.goal_id, said(Kind::ClosureWithdrawn, &it.why)),
        Event::GoalAccepted(it) => (&it.goal_id, said(Kind::Accepted, "")),
        Event::ReservationStated(it) => (&it.goal_id, said(Kind::ReservedOn, &it.reservation)),
        _ => return None,
    })
}

fn said(kind: GoalStepKind, why: &str) -> GoalStep {
    GoalStep { kind: kind.into(), why: why.to_owned(), ..Default::default() }
}

fn changed(kind: GoalStepKind, why: &str, changes: &[GoalChange]) -> GoalStep {
    GoalStep { changes: changes.to_vec(), ..said(kind, why) }
}

fn ended(kind: GoalStepKind, why: &str, outcome: i32) -> GoalStep {
    GoalStep { outcome, ..said(kind, why) }
}
