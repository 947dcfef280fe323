//! Practices as others do them, and what that led to.

use contract::{
    log::{Envelope, envelope::Fact},
    resources::{
        Adoption, AdoptionOutcome, AdoptionReport, AdoptionReported, Event as Heard, ListAdoptions, PracticeAdopted,
        event::Kind as Event,
    },
};
use runtime::views::{Fold, View};

use super::super::{ADOPTIONS, place};

/// The newest; the record holds them all.
const REPORTS_MAX: usize = 12;

pub(in super::super) struct Adoptions;

impl View for Adoptions {
    fn name(&self) -> &'static str {
        ADOPTIONS
    }

    fn version(&self) -> u32 {
        1
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        let Some(Fact::Resources(Heard { kind: Some(event) })) = &fact.fact else { return };
        match event {
            Event::PracticeAdopted(it) => fold.put(place(&it.partnership_id, &it.adoption_id), adopted(it)),
            Event::AdoptionReported(it) => {
                fold.change(place(&it.partnership_id, &it.adoption_id), |adoption| report(adoption, it));
            }
            Event::AdoptionEnded(it) => {
                fold.change(place(&it.partnership_id, &it.adoption_id), |adoption: &mut Adoption| {
                    adoption.ended_on.clone_from(&it.ended_on);
                    adoption.why_ended.clone_from(&it.reason);
                });
            }
            _ => (),
        }
    }
}

fn adopted(it: &PracticeAdopted) -> Adoption {
    let PracticeAdopted {
        partnership_id,
        practice_id,
        adoption_id,
        partner_id,
        shared_by,
        version,
        title,
        place,
        started_on,
        adapted,
        goal_id,
        activity_id,
    } = it.clone();
    Adoption {
        partnership_id,
        practice_id,
        adoption_id,
        partner_id,
        shared_by,
        title,
        version,
        place,
        started_on,
        adapted,
        goal_id,
        activity_id,
        ..Default::default()
    }
}

fn report(adoption: &mut Adoption, it: &AdoptionReported) {
    adoption.reports_count += 1;
    if adoption.reports.len() == REPORTS_MAX {
        adoption.reports.remove(0);
    }
    adoption.reports.push(AdoptionReport {
        reported_on: it.reported_on.clone(),
        outcome: it.outcome,
        what: it.what.clone(),
        indicator_id: it.indicator_id.clone(),
        evidence: it.evidence.clone(),
    });
}

pub fn is_adoption(question: &ListAdoptions, it: &Adoption) -> bool {
    let is_any_or = |asked: &str, is: &str| asked.is_empty() || asked == is;
    let last = it.reports.last().map_or(AdoptionOutcome::Unspecified, AdoptionReport::outcome);
    is_any_or(&question.practice_id, &it.practice_id)
        && is_any_or(&question.partner_id, &it.partner_id)
        && is_any_or(&question.shared_by, &it.shared_by)
        && it.place.to_lowercase().contains(&question.place.trim().to_lowercase())
        && (question.outcome() == AdoptionOutcome::Unspecified || question.outcome() == last)
        && (!question.in_use || it.ended_on.is_empty())
}
