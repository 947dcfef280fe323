//! What the partners expect of each other, stated unseen and answered in the open: sealed as it is, released opened.

use std::collections::BTreeMap;

use contract::{
    common::Sealed,
    partners::{ExpectationAnswer, ExpectationStated, event::Kind as Event},
};
use kernel::seal::Key;

use crate::sealing;

#[derive(Debug, Default, Clone, PartialEq)]
pub struct Outset {
    /// In the order they were stated.
    pub expectations: Vec<Expectation>,
    /// There once all have been released.
    pub key: Option<Key>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Expectation {
    pub id: String,
    pub partner_id: String,
    pub sealed: Sealed,
    /// None: sealed still.
    pub opened: Option<ExpectationStated>,
    /// The latest of each partner.
    pub answers: BTreeMap<String, (ExpectationAnswer, String)>,
}

impl Outset {
    pub(super) fn evolve(&mut self, event: &Event) {
        match event {
            Event::ExpectationStated(it) => {
                let mut stated = Expectation::from(it);
                stated.open(self.key.as_ref());
                self.expectations.push(stated);
            }
            Event::ExpectationsReleased(it) => {
                self.key = Key::released(&it.key);
                self.expectations.iter_mut().for_each(|stated| stated.open(self.key.as_ref()));
            }
            Event::ExpectationAnswered(it) => {
                if let Some(stated) = self.expectations.iter_mut().find(|stated| stated.id == it.expectation_id) {
                    stated.answers.insert(it.partner_id.clone(), (it.answer(), it.why.clone()));
                }
            }
            _ => (),
        }
    }

    pub fn expectation(&self, id: &str) -> Option<&Expectation> {
        self.expectations.iter().find(|it| it.id == id)
    }

    pub fn has_stated(&self, partner_id: &str) -> bool {
        self.expectations.iter().any(|it| it.partner_id == partner_id)
    }
}

impl Expectation {
    fn open(&mut self, key: Option<&Key>) {
        self.opened = key.and_then(|key| sealing::open(key, &self.sealed));
    }
}

impl From<&ExpectationStated> for Expectation {
    fn from(it: &ExpectationStated) -> Self {
        Expectation {
            id: it.expectation_id.clone(),
            partner_id: it.partner_id.clone(),
            sealed: it.sealed.clone().unwrap_or_default(),
            opened: None,
            answers: BTreeMap::new(),
        }
    }
}
