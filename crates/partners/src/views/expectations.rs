//! What partners expect of each other: sealed as it is stored, opened for whom it may be.

use contract::{
    log::{Envelope, envelope::Fact},
    moment,
    partners::{
        self as answers, AnsweredExpectation, Event as Heard, Expectation, ExpectationAnswered, ExpectationStated,
        event::Kind as Event,
    },
};
use prost_types::Timestamp;
use runtime::{
    keys::Reader,
    views::{Fold, View, key},
};

use crate::sealing;

pub(super) struct Expectations;

impl View for Expectations {
    fn name(&self) -> &'static str {
        super::EXPECTATIONS
    }

    fn version(&self) -> u32 {
        2
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        let Some(Fact::Partners(Heard { kind: Some(event) })) = &fact.fact else { return };
        let place = || key(&[&fact.partnership]);
        match event {
            // Partners look for expectations before there are any.
            Event::PartnershipFormed(it) => {
                fold.put(
                    place(),
                    answers::Expectations { partnership_id: it.partnership_id.clone(), ..Default::default() },
                );
            }
            Event::ExpectationStated(it) => fold.change(place(), |all| state(all, it, fact)),
            Event::ExpectationsReleased(_) => {
                fold.change(place(), |all: &mut answers::Expectations| {
                    (all.released, all.released_at) = (true, fact.recorded_at);
                });
            }
            Event::ExpectationAnswered(it) => fold.change(place(), |all| answer(all, it, fact)),
            _ => (),
        }
    }
}

fn state(all: &mut answers::Expectations, it: &ExpectationStated, fact: &Envelope) {
    let ExpectationStated { partnership_id: _, expectation_id, partner_id, sealed, of_partner_id, text, by_date } =
        it.clone();
    all.expectations.push(Expectation {
        expectation_id,
        partner_id,
        of_partner_id,
        text,
        by_date,
        answers: vec![],
        sealed,
        stated_at: fact.recorded_at,
    });
}

fn answer(all: &mut answers::Expectations, it: &ExpectationAnswered, fact: &Envelope) {
    let Some(stated) = all.expectations.iter_mut().find(|stated| stated.expectation_id == it.expectation_id) else {
        return;
    };
    stated.answers.retain(|answered| answered.partner_id != it.partner_id);
    let (partner_id, why) = (it.partner_id.clone(), it.why.clone());
    let answered_at = fact.recorded_at;
    stated.answers.push(AnsweredExpectation { partner_id, answer: it.answer, why, answered_at });
}

/// Opens what the reader may read; for who has left, all is as it was then.
pub fn open(all: &mut answers::Expectations, reader: &Reader) {
    let was_there = |at: &Option<Timestamp>| moment::read(at.as_ref()).is_some_and(|at| reader.was_there(at));
    if !was_there(&all.released_at) {
        (all.released, all.released_at) = (false, None);
    }
    all.expectations.retain(|it| was_there(&it.stated_at));
    for stated in &mut all.expectations {
        stated.answers.retain(|it| was_there(&it.answered_at));
        let Some(sealed) = &stated.sealed else { continue };
        let key = reader.key_for(sealed, all.released);
        if let Some(said) = key.and_then(|key| sealing::open::<ExpectationStated>(&key, sealed)) {
            (stated.of_partner_id, stated.text, stated.by_date) = (said.of_partner_id, said.text, said.by_date);
            stated.sealed = None;
        }
    }
}
