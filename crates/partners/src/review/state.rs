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
    /// What carries it out, once it is agreed, where that is an action.
    pub action_id: String,
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
            (Review::Opened(opened), event) => opened.evolve(event),
            _ => (),
        }
    }
}

impl Opened {
    pub(super) fn evolve(&mut self, event: &Event) {
        match event {
            Event::ReviewChangeProposed(it) => self.changes.push(Change::from(it)),
            Event::ReviewChangeAgreed(it) => {
                self.move_on(&it.change_id, |change| change.agreed_by.push(it.partner_id.clone()));
            }
            Event::ReviewActionAgreed(it) => {
                self.move_on(&it.change_id, |change| change.action_id.clone_from(&it.action_id));
            }
            Event::ReviewClosed(_) => self.is_closed = true,
            _ => (),
        }
    }

    pub fn change(&self, change_id: &str) -> Option<&Change> {
        self.changes.iter().find(|it| it.proposed.change_id == change_id)
    }

    /// Nobody is given work unasked, and half of the members do not bind the other half.
    pub fn is_agreed(&self, change: &Change) -> bool {
        let ReviewOpened { members, shared_voices, .. } = &self.review;
        is_agreed(shared_voices, members, &change.proposed.owner_partner_id, &change.agreed_by)
    }

    fn move_on(&mut self, change_id: &str, move_on: impl FnOnce(&mut Change)) {
        if let Some(change) = self.changes.iter_mut().find(|it| it.proposed.change_id == change_id) {
            move_on(change);
        }
    }
}

impl From<&ReviewChangeProposed> for Change {
    fn from(proposed: &ReviewChangeProposed) -> Self {
        let agreed_by = vec![proposed.partner_id.clone()];
        Change { proposed: proposed.clone(), agreed_by, action_id: String::new() }
    }
}

/// More than half of the members' voices agree, the owner among them.
pub fn is_agreed(shared: &[SharedVoice], members: &[String], owner: &str, agreed_by: &[String]) -> bool {
    voices(shared, members) < 2 * voices(shared, agreed_by) && agreed_by.iter().any(|it| it == owner)
}
