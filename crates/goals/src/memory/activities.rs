//! Until when each activity is to be done: ordered by time, so that the clock looks at what has come and no further.

use std::collections::{BTreeMap, BTreeSet};

use contract::{goals::event::Kind as Event, partners::event::Kind as Heard};
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Activities {
    /// The last day of what is open and planned here, by activity, by partnership; empty: not known.
    days: BTreeMap<String, BTreeMap<String, String>>,
    by_time: BTreeSet<Lapse>,
}

/// An activity whose last day is over at a moment; the earliest first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Lapse {
    /// When that day is over, in UTC.
    pub at: Timestamp,
    pub partnership_id: String,
    pub activity_id: String,
    pub ends_on: String,
}

impl Activities {
    pub(super) fn lapsed_by(&self, now: Timestamp) -> impl Iterator<Item = &Lapse> {
        self.by_time.iter().take_while(move |it| it.at <= now)
    }

    pub(super) fn own(&mut self, event: &Event) {
        match event {
            Event::ActivityPlanned(it) if it.source.is_empty() => {
                self.wait(&it.partnership_id, &it.activity_id, &it.ends_on);
            }
            Event::ActivityRevised(it) => self.wait(&it.partnership_id, &it.activity_id, &it.ends_on),
            Event::ActivityOverdue(it) => drop(self.lapse(&it.partnership_id, &it.activity_id)),
            Event::ActivityCompleted(it) => self.end(&it.partnership_id, &it.activity_id),
            Event::ActivityCancelled(it) => self.end(&it.partnership_id, &it.activity_id),
            _ => (),
        }
    }

    /// Nothing is late any more in a partnership that has ended.
    pub(super) fn heard(&mut self, event: &Heard) {
        if let Heard::PartnershipClosed(it) = event {
            self.days.remove(&it.partnership_id);
            self.by_time.retain(|lapse| lapse.partnership_id != it.partnership_id);
        }
    }

    /// A day that stays the same, stays said where it was.
    fn wait(&mut self, partnership_id: &str, activity_id: &str, ends_on: &str) {
        let days = self.days.entry(partnership_id.to_owned()).or_default();
        if days.get(activity_id).is_some_and(|day| day == ends_on) {
            return;
        }
        if let Some(before) = lapse(partnership_id, activity_id, days.get(activity_id)) {
            self.by_time.remove(&before);
        }
        days.insert(activity_id.to_owned(), ends_on.to_owned());
        self.by_time.extend(lapse(partnership_id, activity_id, days.get(activity_id)));
    }

    fn lapse(&mut self, partnership_id: &str, activity_id: &str) -> Option<bool> {
        let day = self.days.get(partnership_id)?.get(activity_id);
        lapse(partnership_id, activity_id, day).map(|it| self.by_time.remove(&it))
    }

    fn end(&mut self, partnership_id: &str, activity_id: &str) {
        self.lapse(partnership_id, activity_id);
        if let Some(days) = self.days.get_mut(partnership_id) {
            days.remove(activity_id);
        }
    }
}

fn lapse(partnership_id: &str, activity_id: &str, ends_on: Option<&String>) -> Option<Lapse> {
    let ends_on = ends_on?;
    let over = ends_on.parse::<Date>().ok()?.checked_add(1.day()).ok()?;
    let at = over.to_zoned(TimeZone::UTC).ok()?.timestamp();
    let (partnership_id, activity_id) = (partnership_id.to_owned(), activity_id.to_owned());
    Some(Lapse { at, partnership_id, activity_id, ends_on: ends_on.clone() })
}
