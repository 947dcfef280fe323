//! Who leaves which partnership, and what of its work is on its exit sheet.

use std::collections::{BTreeMap, BTreeSet};

use contract::{goals::WorkListed, log::Envelope, partners::event::Kind as Heard};
use serde::{Deserialize, Serialize};

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Leaving {
    /// By partner, by partnership; until it has left or stays after all.
    partnerships: BTreeMap<String, BTreeMap<String, Exit>>,
}

/// An exit sheet of a partner that has not left yet.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Exit {
    /// The fact that opened it.
    pub event_id: String,
    pub listed: BTreeSet<String>,
}

impl Leaving {
    pub(super) fn from(&self, partnership_id: &str) -> impl Iterator<Item = (&str, &Exit)> {
        self.partnerships.get(partnership_id).into_iter().flatten().map(|(partner_id, it)| (partner_id.as_str(), it))
    }

    pub(super) fn heard(&mut self, event: &Heard, fact: &Envelope) {
        match event {
            Heard::ExitOpened(it) => {
                let exit = Exit { event_id: fact.event_id.clone(), listed: BTreeSet::new() };
                self.partnerships.entry(it.partnership_id.clone()).or_default().insert(it.partner_id.clone(), exit);
            }
            Heard::LeavingWithdrawn(it) => self.end(&it.partnership_id, &it.partner_id),
            Heard::MemberLeft(it) => self.end(&it.partnership_id, &it.partner_id),
            Heard::MemberRemoved(it) => self.end(&it.partnership_id, &it.partner_id),
            _ => (),
        }
    }

    pub(super) fn listed(&mut self, it: &WorkListed) {
        let exits = self.partnerships.get_mut(&it.partnership_id);
        let exit = exits.and_then(|it_has| it_has.get_mut(&it.partner_id));
        if let Some(exit) = exit.filter(|exit| exit.event_id == it.exit_event_id) {
            exit.listed.extend(it.items.iter().map(|it| it.work_id.clone()));
        }
    }

    fn end(&mut self, partnership_id: &str, partner_id: &str) {
        if let Some(exits) = self.partnerships.get_mut(partnership_id) {
            exits.remove(partner_id);
            if exits.is_empty() {
                self.partnerships.remove(partnership_id);
            }
        }
    }
}
