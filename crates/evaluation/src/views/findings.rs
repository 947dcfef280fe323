//! Successes, challenges, opportunities and lessons, and what they have to do with.

use contract::{
    evaluation::{
        Event as Heard, Finding, FindingKind, FindingRecorded, FindingRule, FindingState, ListFindings,
        event::Kind as Event,
    },
    log::{Envelope, envelope::Fact},
};
use runtime::views::{Fold, View};

use super::place;

pub(super) struct Findings;

impl View for Findings {
    fn name(&self) -> &'static str {
        super::FINDINGS
    }

    fn version(&self) -> u32 {
        1
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        let Some(Fact::Evaluation(Heard { kind: Some(event) })) = &fact.fact else { return };
        match event {
            Event::FindingRecorded(it) => {
                fold.put(place(&it.partnership_id, &it.finding_id), recorded(it, fact.recorded_on().to_string()))
            }
            Event::FindingLinked(it) => {
                fold.change(place(&it.partnership_id, &it.finding_id), |finding: &mut Finding| {
                    finding.links.extend(it.links.clone());
                });
            }
            Event::FindingWithdrawn(it) => {
                fold.change(place(&it.partnership_id, &it.finding_id), |finding: &mut Finding| {
                    finding.set_state(FindingState::Withdrawn);
                    finding.why_withdrawn.clone_from(&it.reason);
                });
            }
            _ => (),
        }
    }
}

fn recorded(it: &FindingRecorded, found_on: String) -> Finding {
    let FindingRecorded { partnership_id, finding_id, partner_id, kind, title, text, links, rule, target_id, figures } =
        it.clone();
    Finding {
        partnership_id,
        finding_id,
        partner_id,
        kind,
        title,
        text,
        links,
        rule,
        target_id,
        figures,
        found_on,
        state: FindingState::Stands.into(),
        why_withdrawn: String::new(),
    }
}

pub fn is_finding(question: &ListFindings, it: &Finding) -> bool {
    (question.kind() == FindingKind::Unspecified || question.kind() == it.kind())
        && (question.linked_id.is_empty() || it.links.iter().any(|link| link.id == question.linked_id))
        && (question.partner_id.is_empty() || question.partner_id == it.partner_id)
        && (!question.drawn || it.rule() != FindingRule::Unspecified)
        // Dates of one form compare as text.
        && question.since <= it.found_on
}
