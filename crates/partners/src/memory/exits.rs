//! Who leaves when, and which things stand unsettled on exit sheets.

use std::collections::{BTreeMap, BTreeSet};

use contract::partners::{ExitItem, event::Kind as Event};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Exits {
    /// By partnership and partner.
    leaving: BTreeMap<String, Leaving>,
    listed: BTreeSet<Listed>,
}

/// A partner that has announced an exit and has not left yet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Leaving {
    pub(crate) partnership_id: String,
    pub(crate) partner_id: String,
    /// The first moment of the day, in UTC.
    pub(crate) effective_at: Timestamp,
}

/// A thing that stands unsettled on an exit sheet; in the order of things.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Listed {
    pub(crate) item_id: String,
    pub(crate) partnership_id: String,
    pub(crate) partner_id: String,
}

impl Exits {
    pub(super) fn with<'m>(&'m self, item_id: &'m str) -> impl Iterator<Item = &'m Listed> {
        let from = Listed { item_id: item_id.to_owned(), partnership_id: String::new(), partner_id: String::new() };
        self.listed.range(from..).take_while(move |it| it.item_id == item_id)
    }

    /// Those that have announced an exit from a partnership.
    pub(super) fn leaving<'m>(&'m self, partnership_id: &'m str) -> impl Iterator<Item = &'m Leaving> {
        let here = self.leaving.range(exit(partnership_id, "")..).map(|(_, it)| it);
        here.take_while(move |it| it.partnership_id == partnership_id)
    }

    pub(super) fn due(&self, now: Timestamp) -> impl Iterator<Item = (&String, &Leaving)> {
        self.leaving.iter().filter(move |(_, it)| it.effective_at <= now)
    }

    pub(super) fn remember(&mut self, event: &Event) {
        match event {
            Event::LeaveAnnounced(it) => {
                let (partnership_id, partner_id) = (it.partnership_id.clone(), it.partner_id.clone());
                let effective_at = start_of(&it.effective_on);
                let exit = exit(&partnership_id, &partner_id);
                self.leaving.insert(exit, Leaving { partnership_id, partner_id, effective_at });
            }
            Event::ExitOpened(it) => {
                it.items.iter().for_each(|item| self.list(&it.partnership_id, &it.partner_id, item));
            }
            Event::ExitItemAdded(it) => {
                it.item.iter().for_each(|item| self.list(&it.partnership_id, &it.partner_id, item));
            }
            Event::ExitItemSettled(it) => {
                let (item_id, partnership_id) = (it.item_id.clone(), it.partnership_id.clone());
                self.listed.remove(&Listed { item_id, partnership_id, partner_id: it.partner_id.clone() });
            }
            Event::LeavingWithdrawn(it) => {
                self.leaving.remove(&exit(&it.partnership_id, &it.partner_id));
                let stays = |listed: &Listed| {
                    (&listed.partnership_id, &listed.partner_id) == (&it.partnership_id, &it.partner_id)
                };
                self.listed.retain(|listed| !stays(listed));
            }
            Event::MemberLeft(it) => drop(self.leaving.remove(&exit(&it.partnership_id, &it.partner_id))),
            Event::MemberRemoved(it) => drop(self.leaving.remove(&exit(&it.partnership_id, &it.partner_id))),
            _ => (),
        }
    }

    fn list(&mut self, partnership_id: &str, partner_id: &str, item: &ExitItem) {
        self.listed.insert(Listed {
            item_id: item.item_id.clone(),
            partnership_id: partnership_id.to_owned(),
            partner_id: partner_id.to_owned(),
        });
    }
}

fn exit(partnership_id: &str, partner_id: &str) -> String {
    format!("{partnership_id}/{partner_id}")
}

/// A day that is none has come already.
fn start_of(day: &str) -> Timestamp {
    let day = day.parse::<Date>().ok();
    day.and_then(|it| it.to_zoned(TimeZone::UTC).ok()).map_or(Timestamp::MIN, |it| it.timestamp())
}
