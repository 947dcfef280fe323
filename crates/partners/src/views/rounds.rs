//! Feedback rounds: who has given, and once all of it is released, what.

use contract::{
    log::{Envelope, envelope::Fact},
    partners::{
        Event as Heard, Feedback, FeedbackGiven, FeedbackResponded, FeedbackResponse, Round, RoundOpened,
        event::Kind as Event,
    },
};
use runtime::{
    keys::Reader,
    views::{Fold, View},
};

use super::place;
use crate::{round::said::said, sealing};

pub(super) struct Rounds;

impl View for Rounds {
    fn name(&self) -> &'static str {
        super::ROUNDS
    }

    fn version(&self) -> u32 {
        2
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        let Some(Fact::Partners(Heard { kind: Some(event) })) = &fact.fact else { return };
        match event {
            Event::RoundOpened(it) => fold.put(place(&it.partnership_id, &it.round_id), opened(it)),
            Event::FeedbackGiven(it) => fold.change(place(&it.partnership_id, &it.round_id), |round| give(round, it)),
            Event::FeedbackSummed(it) => {
                fold.change(place(&it.partnership_id, &it.round_id), |round: &mut Round| {
                    round.said.extend(it.said.clone())
                });
            }
            Event::FeedbackReleased(it) => {
                fold.change(place(&it.partnership_id, &it.round_id), |round: &mut Round| round.released = true);
            }
            Event::FeedbackResponded(it) => {
                fold.change(place(&it.partnership_id, &it.round_id), |round| respond(round, it));
            }
            _ => (),
        }
    }
}

fn opened(it: &RoundOpened) -> Round {
    let RoundOpened { partnership_id, round_id, title, opened_by, raters, closes_at, unattributed } = it.clone();
    Round { partnership_id, round_id, title, opened_by, raters, closes_at, unattributed, ..Default::default() }
}

fn give(round: &mut Round, it: &FeedbackGiven) {
    round.given.retain(|given| given.partner_id != it.partner_id);
    let (partner_id, ratings, sealed) = (it.partner_id.clone(), it.ratings.clone(), it.sealed.clone());
    round.given.push(Feedback { partner_id, ratings, sealed });
}

fn respond(round: &mut Round, it: &FeedbackResponded) {
    round.responses.retain(|response| response.partner_id != it.partner_id);
    round.responses.push(FeedbackResponse { partner_id: it.partner_id.clone(), text: it.text.clone() });
}

/// Opens what the reader may read, and adds it up where all of it is open.
pub fn open(round: &mut Round, reader: &Reader) {
    let released = round.released && !round.unattributed;
    for given in &mut round.given {
        let Some(sealed) = &given.sealed else { continue };
        let key = reader.key_for(sealed, released);
        if let Some(said) = key.and_then(|key| sealing::open::<FeedbackGiven>(&key, sealed)) {
            given.ratings = said.ratings;
            given.sealed = None;
        }
    }
    if released {
        round.said = said(round.given.iter().flat_map(|it| &it.ratings), 1);
    }
}
