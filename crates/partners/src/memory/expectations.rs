//! Who is to answer which expectation: known once they can be read, all of them together.

use std::collections::{BTreeMap, BTreeSet};

use contract::{
    common::{Sealed, Standing},
    partners::{ExpectationStated, event::Kind as Event},
};
use kernel::seal::Key;
use prost::Message;
use serde::{Deserialize, Serialize};

use crate::{partnership::standing_by, sealing};

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Expectations {
    /// By partnership.
    outsets: BTreeMap<String, Outset>,
}

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
struct Outset {
    /// Those that may answer: observers read.
    partners: BTreeSet<String>,
    /// What cannot be read yet.
    stated: Vec<Stated>,
    /// Opens all of them; empty until it is released.
    key: Vec<u8>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Stated {
    expectation_id: String,
    partner_id: String,
    event_id: String,
    /// accord.common.v1.Sealed, encoded.
    sealed: Vec<u8>,
}

/// An expectation that can be read from now on.
#[derive(Debug, PartialEq)]
pub(super) struct Expected {
    pub(super) partnership_id: String,
    pub(super) expectation_id: String,
    /// The fact that stated it.
    pub(super) event_id: String,
    /// Those it is of, as they are now.
    pub(super) partners: Vec<String>,
}

impl Expectations {
    /// What can be read from this fact on.
    pub(super) fn remember(&mut self, event: &Event, event_id: &str) -> Vec<Expected> {
        match event {
            Event::PartnershipFormed(it) => {
                it.founders.iter().for_each(|founder| {
                    self.at(&it.partnership_id).act(&founder.partner_id, &founder.roles);
                });
            }
            Event::PartnerInvited(it) => self.at(&it.partnership_id).act(&it.partner_id, &it.roles),
            Event::RoleChanged(it) => self.at(&it.partnership_id).act(&it.partner_id, &it.roles),
            Event::MemberLeft(it) => self.at(&it.partnership_id).go(&it.partner_id),
            Event::MemberRemoved(it) => self.at(&it.partnership_id).go(&it.partner_id),
            Event::PartnershipClosed(it) => drop(self.outsets.remove(&it.partnership_id)),
            Event::ExpectationStated(it) => {
                let outset = self.at(&it.partnership_id);
                outset.stated.push(Stated::from(it, event_id));
                return outset.readable(&it.partnership_id);
            }
            Event::ExpectationsReleased(it) => {
                let outset = self.at(&it.partnership_id);
                outset.key.clone_from(&it.key);
                return outset.readable(&it.partnership_id);
            }
            _ => (),
        }
        vec![]
    }

    fn at(&mut self, partnership_id: &str) -> &mut Outset {
        self.outsets.entry(partnership_id.to_owned()).or_default()
    }
}

impl Outset {
    fn act(&mut self, partner_id: &str, roles: &[i32]) {
        match standing_by(roles) {
            Standing::Observer => self.go(partner_id),
            _ => drop(self.partners.insert(partner_id.to_owned())),
        }
    }

    fn go(&mut self, partner_id: &str) {
        self.partners.remove(partner_id);
    }

    /// All that is stated, once there is a key; what it does not open nobody can answer.
    fn readable(&mut self, partnership_id: &str) -> Vec<Expected> {
        let Some(key) = Key::released(&self.key) else { return vec![] };
        let stated = std::mem::take(&mut self.stated);
        stated.into_iter().filter_map(|it| self.expected(it, &key, partnership_id)).collect()
    }

    fn expected(&self, it: Stated, key: &Key, partnership_id: &str) -> Option<Expected> {
        let Stated { expectation_id, partner_id, event_id, sealed } = it;
        let said: ExpectationStated = sealing::open(key, &Sealed::decode(&sealed[..]).ok()?)?;
        let of = said.of_partner_id;
        let is_of = |it: &&String| **it != partner_id && (of.is_empty() || **it == of);
        let partners = self.partners.iter().filter(is_of).cloned().collect();
        Some(Expected { partnership_id: partnership_id.to_owned(), expectation_id, event_id, partners })
    }
}

impl Stated {
    fn from(it: &ExpectationStated, event_id: &str) -> Self {
        Stated {
            expectation_id: it.expectation_id.clone(),
            partner_id: it.partner_id.clone(),
            event_id: event_id.to_owned(),
            sealed: it.sealed.clone().unwrap_or_default().encode_to_vec(),
        }
    }
}
