//! Who leaves or has left which partnership, and what on its exit sheet is still open here.

use std::collections::{BTreeMap, BTreeSet};

use contract::{log::Envelope, partners::event::Kind as Heard, resources::event::Kind as Event};
use serde::{Deserialize, Serialize};

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Leaving {
    /// By partnership, by partner; until it stays after all, or comes back. What it has left behind can still end.
    partnerships: BTreeMap<String, BTreeMap<String, Exit>>,
}

/// The latest exit sheet of a partner.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Exit {
    /// The fact that opened it.
    pub event_id: String,
    pub listed: BTreeSet<String>,
    pub ended: BTreeSet<String>,
}

impl Leaving {
    pub(super) fn from(&self, partnership_id: &str) -> impl Iterator<Item = (&str, &Exit)> {
        self.partnerships.get(partnership_id).into_iter().flatten().map(|(partner_id, it)| (partner_id.as_str(), it))
    }

    pub(super) fn heard(&mut self, event: &Heard, fact: &Envelope) {
        match event {
            Heard::ExitOpened(it) => {
                let exit = Exit { event_id: fact.event_id.clone(), ..Default::default() };
                self.partnerships.entry(it.partnership_id.clone()).or_default().insert(it.partner_id.clone(), exit);
            }
            Heard::LeavingWithdrawn(it) => self.end(&it.partnership_id, &it.partner_id),
            Heard::InvitationAccepted(it) => self.end(&it.partnership_id, &it.partner_id),
            Heard::PartnershipClosed(it) => drop(self.partnerships.remove(&it.partnership_id)),
            _ => (),
        }
    }

    pub(super) fn own(&mut self, event: &Event) {
        match event {
            Event::OpenListed(it) => {
                if let Some(exit) = self.exit(&it.partnership_id, &it.partner_id, &it.exit_event_id) {
                    exit.listed.extend(it.items.iter().map(|it| it.thing_id.clone()));
                }
            }
            Event::OpenEnded(it) => {
                if let Some(exit) = self.exit(&it.partnership_id, &it.partner_id, &it.exit_event_id) {
                    exit.ended.extend(it.thing_ids.iter().cloned());
                }
            }
            _ => (),
        }
    }

    fn exit(&mut self, partnership_id: &str, partner_id: &str, event_id: &str) -> Option<&mut Exit> {
        self.partnerships.get_mut(partnership_id)?.get_mut(partner_id).filter(|it| it.event_id == event_id)
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
