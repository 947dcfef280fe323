//! What partners expect of each other: sealed as it is stored, opened for whom it may be.

use contract::{
    log::{Envelope, envelope::Fact},
    partners::{
        self as answers, AnsweredExpectation, Event as Heard, Expectation, ExpectationAnswered, ExpectationStated,
        event::Kind as Event,
    },
};
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
        1
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
            Event::ExpectationStated(it) => fold.change(place(), |all| state(all, it)),
            Event::ExpectationsReleased(_) => {
                fold.change(place(), |all: &mut answers::Expectations| all.released = true)
            }
            Event::ExpectationAnswered(it) => fold.change(place(), |all| answer(all, it)),
            _ => (),
        }
    }
}

fn state(all: &mut answers::Expectations, it: &ExpectationStated) {
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
    });
}

fn answer(all: &mut answers::Expectations, it: &ExpectationAnswered) {
    let Some(stated) = all.expectations.iter_mut().find(|stated| stated.expectation_id == it.expectation_id) else {
        return;
    };
    stated.answers.retain(|answered| answered.partner_id != it.partner_id);
    let (partner_id, why) = (it.partner_id.clone(), it.why.clone());
    stated.answers.push(AnsweredExpectation { partner_id, answer: it.answer, why });
}

/// Opens what the reader may read.
pub fn open(all: &mut answers::Expectations, reader: &Reader) {
    let released = all.released;
    for stated in &mut all.expectations {
        let Some(sealed) = &stated.sealed else { continue };
        let key = reader.key_for(sealed, released);
        if let Some(said) = key.and_then(|key| sealing::open::<ExpectationStated>(&key, sealed)) {
            (stated.of_partner_id, stated.text, stated.by_date) = (said.of_partner_id, said.text, said.by_date);
            stated.sealed = None;
        }
    }
}
