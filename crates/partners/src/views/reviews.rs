//! Reviews, with the changes proposed in them and who agrees.

use contract::{
    log::{Envelope, envelope::Fact},
    partners::{
        Event as Heard, Review, ReviewActionAgreed, ReviewChange, ReviewChangeAgreed, ReviewChangeProposed,
        ReviewClosed, ReviewOpened, event::Kind as Event,
    },
};
use runtime::views::{Fold, View};

use super::place;
use crate::review::state::is_agreed;

pub(super) struct Reviews;

impl View for Reviews {
    fn name(&self) -> &'static str {
        super::REVIEWS
    }

    fn version(&self) -> u32 {
        3
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        let Some(Fact::Partners(Heard { kind: Some(event) })) = &fact.fact else { return };
        match event {
            Event::ReviewOpened(it) => fold.put(place(&it.partnership_id, &it.review_id), opened(it)),
            Event::ReviewChangeProposed(it) => {
                fold.change(place(&it.partnership_id, &it.review_id), |review| propose(review, it));
            }
            Event::ReviewChangeAgreed(it) => {
                fold.change(place(&it.partnership_id, &it.review_id), |review| agree(review, it))
            }
            Event::ReviewActionAgreed(it) => {
                fold.change(place(&it.partnership_id, &it.review_id), |review| carry_out(review, it))
            }
            Event::ReviewClosed(it) => {
                fold.change(place(&it.partnership_id, &it.review_id), |review| close(review, it))
            }
            _ => (),
        }
    }
}

fn opened(it: &ReviewOpened) -> Review {
    let ReviewOpened {
        partnership_id,
        review_id,
        title,
        from_date,
        to_date,
        packet,
        opened_by,
        members,
        shared_voices,
    } = it.clone();
    Review {
        partnership_id,
        review_id,
        title,
        from_date,
        to_date,
        packet,
        opened_by,
        members,
        shared_voices,
        ..Default::default()
    }
}

fn propose(review: &mut Review, it: &ReviewChangeProposed) {
    let ReviewChangeProposed {
        partnership_id: _,
        review_id: _,
        change_id,
        partner_id,
        what,
        follows_from,
        kind,
        owner_partner_id,
        due_on,
    } = it.clone();
    let mut change = ReviewChange {
        change_id,
        proposed_by: partner_id.clone(),
        what,
        follows_from,
        kind,
        owner_partner_id,
        due_on,
        agreed_by: vec![partner_id],
        agreed: false,
        action_id: String::new(),
    };
    change.agreed = is_agreed(&review.shared_voices, &review.members, &change.owner_partner_id, &change.agreed_by);
    review.changes.push(change);
}

fn agree(review: &mut Review, it: &ReviewChangeAgreed) {
    if let Some(change) = review.changes.iter_mut().find(|change| change.change_id == it.change_id) {
        change.agreed_by.push(it.partner_id.clone());
        change.agreed = is_agreed(&review.shared_voices, &review.members, &change.owner_partner_id, &change.agreed_by);
    }
}

fn carry_out(review: &mut Review, it: &ReviewActionAgreed) {
    if let Some(change) = review.changes.iter_mut().find(|change| change.change_id == it.change_id) {
        change.action_id.clone_from(&it.action_id);
    }
}

fn close(review: &mut Review, it: &ReviewClosed) {
    review.closed = true;
    review.summary = it.summary.clone();
}
