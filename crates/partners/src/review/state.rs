//! What we remember of one review: who takes part, and who agrees to which change.

use contract::partners::{ReviewChangeProposed, ReviewOpened, SharedVoice, event::Kind as Event};
use kernel::Aggregate;

use super::rejection::Rejection;
use crate::proposal::voices::voices;

#[derive(Debug, Default, Clone, PartialEq)]
pub enum Review {
    #[default]
    Unopened,
    Opened(Box<Opened>),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    pub review: ReviewOpened,
    pub changes: Vec<Change>,
    pub is_closed: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    pub proposed: ReviewChangeProposed,
    /// The proposer first.
    pub agreed_by: Vec<String>,
}

impl Aggregate for Review {
    type Event = Event;
    type Rejection = Rejection;
    const KIND: &'static str = "review";

    fn evolve(&mut self, event: &Event, _: &str) {
        match (&mut *self, event) {
            (Review::Unopened, Event::ReviewOpened(it)) => {
                *self = Review::Opened(Box::new(Opened { review: it.clone(), changes: vec![], is_closed: false }));
            }
            (Review::Opened(opened), Event::ReviewChangeProposed(it)) => {
                opened.changes.push(Change { proposed: it.clone(), agreed_by: vec![it.partner_id.clone()] });
            }
            (Review::Opened(opened), Event::ReviewChangeAgreed(it)) => {
                let change = opened.changes.iter_mut().find(|change| change.proposed.change_id == it.change_id);
                if let Some(change) = change {
                    change.agreed_by.push(it.partner_id.clone());
                }
            }
            (Review::Opened(opened), Event::ReviewClosed(_)) => opened.is_closed = true,
            _ => (),
        }
    }
}

impl Opened {
    pub fn change(&self, change_id: &str) -> Option<&Change> {
        self.changes.iter().find(|it| it.proposed.change_id == change_id)
    }

    /// Nobody is given work unasked, and half of the members do not bind the other half.
    pub fn is_agreed(&self, change: &Change) -> bool {
        let ReviewOpened { members, shared_voices, .. } = &self.review;
        is_agreed(shared_voices, members, &change.proposed.owner_partner_id, &change.agreed_by)
    }
}

/// More than half of the members' voices agree, the owner among them.
pub fn is_agreed(shared: &[SharedVoice], members: &[String], owner: &str, agreed_by: &[String]) -> bool {
    voices(shared, members) < 2 * voices(shared, agreed_by) && agreed_by.iter().any(|it| it == owner)
}
