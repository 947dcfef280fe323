//! What figures say by themselves: a target reached, lost again, or missed is a finding.

use contract::{
    evaluation::{DrawFinding, FindingRule, event::Kind as Event},
    goals::event::Kind as Agreed,
    log::{Envelope, envelope::Fact},
};
use runtime::Reaction;
use uuid::Uuid;

use crate::{Evaluation, finding::Finding};

pub(super) fn react(fact: &Envelope) -> Option<Reaction<Evaluation>> {
    draw(fact).map(Reaction::new::<Finding, DrawFinding>)
}

/// The finding that a fact leads to, if it leads to one.
pub fn draw(fact: &Envelope) -> Option<DrawFinding> {
    let (rule, goal_id, target_id, actual, due_on) = match &fact.fact {
        Some(Fact::Evaluation(event)) => match event.kind.as_ref()? {
            Event::TargetReached(it) => (FindingRule::TargetReached, &it.goal_id, &it.target_id, &it.actual, ""),
            Event::TargetLost(it) => (FindingRule::TargetLost, &it.goal_id, &it.target_id, &it.actual, ""),
            _ => return None,
        },
        Some(Fact::Goals(event)) => match event.kind.as_ref()? {
            Agreed::TargetMissed(it) => {
                (FindingRule::TargetMissed, &it.goal_id, &it.target_id, &it.actual, it.due_on.as_str())
            }
            _ => return None,
        },
        _ => return None,
    };
    let event_id = Uuid::try_parse(&fact.event_id).ok()?;
    Some(DrawFinding {
        partnership_id: fact.partnership.clone(),
        finding_id: kernel::name_based(&event_id, b"accord/finds").to_string(),
        rule: rule.into(),
        goal_id: goal_id.clone(),
        target_id: target_id.clone(),
        actual: actual.clone(),
        due_on: due_on.to_owned(),
        ..Default::default()
    })
}
