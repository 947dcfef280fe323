//! What happened to each goal, and why.

use contract::{
    goals::{self, GoalChange, GoalStep, GoalStepKind, event::Kind as Event},
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
        1
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        match &fact.fact {
            Some(Fact::Goals(goals::Event { kind: Some(event) })) => {
                if let Some((goal_id, step)) = step(event) {
                    record(goal_id, step, fact, fold);
                }
            }
            Some(Fact::Partners(event)) => event.kind.iter().for_each(|event| decided(event, fold)),
            _ => (),
        }
    }
}

fn record(goal_id: &str, step: GoalStep, fact: &Envelope, fold: &mut Fold<'_>) {
    // Numbers of own facts, written so that they sort.
    let order = format!("{:020}", fact.number);
    let is_put = is_put(step.kind());
    let partner_id = if is_of_a_partner(step.kind()) { fact.partner.clone() } else { String::new() };
    let step = GoalStep { at: fact.recorded_at, partner_id, ..step };
    fold.put(key(&[&fact.partnership, goal_id, &order]), step);
    if is_put {
        fold.put(put_key(&fact.event_id), format!("{goal_id}/{order}"));
    }
}

/// What is put to the members, and not as it was listed by a source.
fn is_put(kind: GoalStepKind) -> bool {
    use GoalStepKind::{ClosureProposed, Proposed, Reproposed, RevisionProposed};
    matches!(kind, Proposed | Reproposed | RevisionProposed | ClosureProposed)
}

fn is_of_a_partner(kind: GoalStepKind) -> bool {
    is_put(kind) || matches!(kind, GoalStepKind::Accepted | GoalStepKind::ReservedOn)
}

/// Under which step a fact put something to the members, until partners name the proposal. No partnership has this prefix.
fn put_key(event_id: &str) -> Vec<u8> {
    key(&["put", event_id])
}

fn decided(event: &Decided, fold: &mut Fold<'_>) {
    let Decided::ProposalOpened(opened) = event else { return };
    let Some(subject) = opened.subject.as_ref().filter(|it| it.service == "goals") else { return };
    let Some(put) = fold.get::<String>(put_key(&subject.event_id)) else { return };
    fold.remove(put_key(&subject.event_id));
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
