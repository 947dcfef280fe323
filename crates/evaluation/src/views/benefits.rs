//! What partners gained, what others say of it, and how fair each finds its share.

use contract::{
    evaluation::{
        Benefit, BenefitAnswer, BenefitKind, BenefitRecorded, BenefitState, Event as Heard, Fairness, FairnessRating,
        GetFairness, ListBenefits, event::Kind as Event,
    },
    log::{Envelope, envelope::Fact},
};
use kernel::measures::median_hundredths;
use runtime::views::{Fold, View};

use super::place;

pub(super) struct Benefits;

impl View for Benefits {
    fn name(&self) -> &'static str {
        super::BENEFITS
    }

    fn version(&self) -> u32 {
        1
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        let Some(Fact::Evaluation(Heard { kind: Some(event) })) = &fact.fact else { return };
        match event {
            Event::BenefitRecorded(it) => fold.put(place(&it.partnership_id, &it.benefit_id), recorded(it)),
            Event::BenefitConfirmed(it) => {
                fold.change(place(&it.partnership_id, &it.benefit_id), |benefit| {
                    answer(benefit, &it.confirmed_by, false, &it.note, fact.recorded_on().to_string());
                });
            }
            Event::BenefitDisputed(it) => {
                fold.change(place(&it.partnership_id, &it.benefit_id), |benefit| {
                    answer(benefit, &it.disputed_by, true, &it.reason, fact.recorded_on().to_string());
                });
            }
            Event::BenefitWithdrawn(it) => {
                fold.change(place(&it.partnership_id, &it.benefit_id), |benefit: &mut Benefit| {
                    benefit.set_state(BenefitState::Withdrawn);
                    benefit.why_withdrawn.clone_from(&it.reason);
                });
            }
            _ => (),
        }
    }
}

fn recorded(it: &BenefitRecorded) -> Benefit {
    let BenefitRecorded {
        partnership_id,
        benefit_id,
        partner_id,
        kind,
        title,
        period_start,
        period_end,
        amount_minor,
        currency,
        quantity,
        unit,
        basis,
        basis_note,
    } = it.clone();
    Benefit {
        partnership_id,
        benefit_id,
        partner_id,
        kind,
        title,
        period_start,
        period_end,
        amount_minor,
        currency,
        quantity,
        unit,
        basis,
        basis_note,
        state: BenefitState::Recorded.into(),
        ..Default::default()
    }
}

fn answer(benefit: &mut Benefit, by: &str, disputes: bool, words: &str, answered_on: String) {
    benefit.answers.retain(|it| it.partner_id != by);
    let answer = BenefitAnswer { partner_id: by.to_owned(), disputes, words: words.to_owned(), answered_on };
    benefit.answers.push(answer);
    let is_disputed = benefit.answers.iter().any(|it| it.disputes);
    benefit.set_state(if is_disputed { BenefitState::Disputed } else { BenefitState::Confirmed });
}

pub fn is_benefit(question: &ListBenefits, it: &Benefit) -> bool {
    (question.partner_id.is_empty() || question.partner_id == it.partner_id)
        && (question.kind() == BenefitKind::Unspecified || question.kind() == it.kind())
        && (question.state() == BenefitState::Unspecified || question.state() == it.state())
}

pub(super) struct Ratings;

impl View for Ratings {
    fn name(&self) -> &'static str {
        super::FAIRNESS
    }

    fn version(&self) -> u32 {
        1
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        if let Some(Fact::Evaluation(Heard { kind: Some(Event::FairnessRated(it)) })) = &fact.fact {
            let rating = FairnessRating {
                partner_id: it.partner_id.clone(),
                rating: it.rating,
                why: it.why.clone(),
                rated_on: fact.recorded_on().to_string(),
            };
            fold.put(place(&it.partnership_id, &it.partner_id), rating);
        }
    }
}

pub fn fairness(_: &GetFairness, ratings: Vec<FairnessRating>) -> Fairness {
    let given: Vec<_> = ratings.iter().map(|it| it.rating).collect();
    let median_hundredths = median_hundredths(&given).and_then(|it| u32::try_from(it).ok());
    Fairness { as_of: vec![], lowest: given.iter().min().copied(), median_hundredths, ratings }
}
