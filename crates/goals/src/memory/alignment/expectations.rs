//! What partners expect of each other, sealed until all founders have stated their own, and how it was answered.

use std::collections::BTreeMap;

use contract::{
    common::Sealed,
    partners::{ExpectationAnswer, ExpectationAnswered, ExpectationStated},
};
use kernel::seal::Key;
use prost::Message;
use runtime::sealed;
use serde::{Deserialize, Serialize};

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Expectations {
    /// Opens all of them; empty until it is released.
    key: Vec<u8>,
    /// What can't be read yet: by id, who has it, and accord.common.v1.Sealed, encoded.
    sealed: BTreeMap<String, (String, Vec<u8>)>,
    readable: BTreeMap<String, Expectation>,
}

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Expectation {
    pub partner_id: String,
    /// Empty: of all the others.
    pub of_partner_id: String,
    /// By partner, numbers of accord.partners.v1.ExpectationAnswer.
    answers: BTreeMap<String, i32>,
}

impl Expectations {
    pub fn are_released(&self) -> bool {
        !self.key.is_empty()
    }

    /// Those that can be read, in the order of ids.
    pub fn readable(&self) -> impl Iterator<Item = (&str, &Expectation)> {
        self.readable.iter().map(|(id, it)| (id.as_str(), it))
    }

    pub(super) fn state(&mut self, it: &ExpectationStated) {
        let sealed = it.sealed.clone().unwrap_or_default().encode_to_vec();
        self.sealed.insert(it.expectation_id.clone(), (it.partner_id.clone(), sealed));
        self.open();
    }

    pub(super) fn release(&mut self, key: &[u8]) {
        self.key = key.to_vec();
        self.open();
    }

    pub(super) fn answer(&mut self, it: &ExpectationAnswered) {
        if let Some(expectation) = self.readable.get_mut(&it.expectation_id) {
            expectation.answers.insert(it.partner_id.clone(), it.answer);
        }
    }

    /// What the key does not open nobody can read, or answer.
    fn open(&mut self) {
        let Some(key) = Key::released(&self.key) else { return };
        for (id, (partner_id, sealed)) in std::mem::take(&mut self.sealed) {
            let sealed = Sealed::decode(&sealed[..]).ok();
            if let Some(said) = sealed.and_then(|it| sealed::open::<ExpectationStated>(&key, &it)) {
                let of_partner_id = said.of_partner_id;
                self.readable.insert(id, Expectation { partner_id, of_partner_id, answers: BTreeMap::new() });
            }
        }
    }
}

impl Expectation {
    /// Of the partner it names, or of all but the one that has it.
    pub fn is_of(&self, partner_id: &str) -> bool {
        self.of_partner_id == partner_id || self.of_partner_id.is_empty() && self.partner_id != partner_id
    }

    /// Unspecified: none yet.
    pub fn answer(&self, partner_id: &str) -> ExpectationAnswer {
        let answer = self.answers.get(partner_id).copied().unwrap_or_default();
        ExpectationAnswer::try_from(answer).unwrap_or_default()
    }
}
