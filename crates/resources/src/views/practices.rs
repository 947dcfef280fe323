//! The library: what partners share, who endorses it, who does it too, and what that led to.

mod adoptions;
mod topics;

use contract::{
    log::{Envelope, envelope::Fact},
    resources::{
        AdoptionOutcome, AdoptionOutcomes, AdoptionReported, Endorsement, Event as Heard, ListPractices, Practice,
        PracticeAdopted, PracticeContent, PracticeShared, PracticeState, event::Kind as Event,
    },
};
use runtime::views::{Fold, View};

use super::place;

pub(super) use adoptions::Adoptions;
pub use adoptions::is_adoption;
pub use topics::topics;

pub(super) struct Practices;

impl View for Practices {
    fn name(&self) -> &'static str {
        super::PRACTICES
    }

    fn version(&self) -> u32 {
        1
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        let Some(Fact::Resources(Heard { kind: Some(event) })) = &fact.fact else { return };
        let day = fact.recorded_on().to_string();
        let mut change = |practice_id: &str, change: &dyn Fn(&mut Practice)| {
            fold.change(place(&fact.partnership, practice_id), |practice| change(practice));
        };
        match event {
            Event::PracticeShared(it) => fold.put(place(&it.partnership_id, &it.practice_id), shared(it, day)),
            Event::PracticeRevised(it) => change(&it.practice_id, &|practice| {
                practice.content.clone_from(&it.content);
                practice.version = it.version;
                practice.revised_on.clone_from(&day);
                practice.why.clone_from(&it.reason);
            }),
            Event::PracticeWithdrawn(it) => change(&it.practice_id, &|practice| {
                practice.set_state(PracticeState::Withdrawn);
                practice.why.clone_from(&it.reason);
            }),
            Event::PracticeEndorsed(it) => change(&it.practice_id, &|practice| {
                forget(practice, &it.partner_id);
                practice.endorsements.push(Endorsement {
                    partner_id: it.partner_id.clone(),
                    why: it.why.clone(),
                    version: it.version,
                    endorsed_on: day.clone(),
                });
                practice.endorsements.sort_by(|one, other| one.partner_id.cmp(&other.partner_id));
            }),
            Event::EndorsementWithdrawn(it) => change(&it.practice_id, &|practice| forget(practice, &it.partner_id)),
            Event::PracticeAdopted(it) => change(&it.practice_id, &|practice| adopt(practice, it)),
            Event::AdoptionReported(it) => change(&it.practice_id, &|practice| report(practice, it)),
            Event::AdoptionEnded(it) => change(&it.practice_id, &|practice| practice.in_use -= 1),
            _ => (),
        }
    }
}

fn shared(it: &PracticeShared, day: String) -> Practice {
    let PracticeShared { partnership_id, practice_id, partner_id, content } = it.clone();
    Practice {
        partnership_id,
        practice_id,
        partner_id,
        content,
        state: PracticeState::Shared.into(),
        version: 1,
        shared_on: day,
        outcomes: Some(AdoptionOutcomes::default()),
        ..Default::default()
    }
}

fn forget(practice: &mut Practice, partner_id: &str) {
    practice.endorsements.retain(|it| it.partner_id != partner_id);
}

fn adopt(practice: &mut Practice, it: &PracticeAdopted) {
    practice.adoptions += 1;
    practice.in_use += 1;
    if let Err(at) = practice.adopted_by.binary_search(&it.partner_id) {
        practice.adopted_by.insert(at, it.partner_id.clone());
    }
    practice.outcomes.get_or_insert_default().unreported += 1;
}

/// Each adoption counts once, by what was said of it last.
fn report(practice: &mut Practice, it: &AdoptionReported) {
    let outcomes = practice.outcomes.get_or_insert_default();
    *counter(outcomes, it.was_outcome()) -= 1;
    *counter(outcomes, it.outcome()) += 1;
}

fn counter(outcomes: &mut AdoptionOutcomes, outcome: AdoptionOutcome) -> &mut u32 {
    match outcome {
        AdoptionOutcome::Unspecified => &mut outcomes.unreported,
        AdoptionOutcome::TooEarly => &mut outcomes.too_early,
        AdoptionOutcome::Helped => &mut outcomes.helped,
        AdoptionOutcome::HelpedInPart => &mut outcomes.helped_in_part,
        AdoptionOutcome::NoDifference => &mut outcomes.no_difference,
        AdoptionOutcome::Harmed => &mut outcomes.harmed,
    }
}

pub fn is_practice(question: &ListPractices, it: &Practice) -> bool {
    let is_any_or = |asked: &str, is: &str| asked.is_empty() || asked == is;
    let content = it.content.clone().unwrap_or_default();
    let topic = question.topic.trim().to_lowercase();
    (question.state() == PracticeState::Unspecified || question.state() == it.state())
        && is_any_or(&question.partner_id, &it.partner_id)
        && is_any_or(&question.goal_id, &content.goal_id)
        && (topic.is_empty() || content.topics.contains(&topic))
        && (question.adopted_by.is_empty() || it.adopted_by.contains(&question.adopted_by))
        && speaks_of(&content, &question.words)
}

fn speaks_of(content: &PracticeContent, words: &str) -> bool {
    let PracticeContent { title, topics, summary, how, works_when, .. } = content;
    let text = [title, summary, how, works_when, &topics.join(" ")].map(|it| it.to_lowercase());
    words.to_lowercase().split_whitespace().all(|word| text.iter().any(|it| it.contains(word)))
}
