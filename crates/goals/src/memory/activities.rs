//! Until when each activity is to be done: ordered by time, so that the clock looks at what has come and no further.

use std::collections::{BTreeMap, BTreeSet};

use contract::{goals::event::Kind as Event, moment, partners::event::Kind as Heard};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Activities {
    /// What is open and planned here, by id, by partnership.
    open: BTreeMap<String, BTreeMap<String, Day>>,
    by_time: BTreeSet<Lapse>,
}

/// The last day of an activity; empty: not known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Day {
    ends_on: String,
    /// The fact that set it: the same day, set again, is late again.
    set_by: String,
}

/// An activity whose last day is over at a moment; the earliest first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Lapse {
    /// When that day is over, in UTC.
    pub at: Timestamp,
    pub partnership_id: String,
    pub activity_id: String,
    pub ends_on: String,
    /// The fact that set that day.
    pub set_by: String,
}

impl Activities {
    pub(super) fn lapsed_by(&self, now: Timestamp) -> impl Iterator<Item = &Lapse> {
        self.by_time.iter().take_while(move |it| it.at <= now)
    }

    /// The event's own id names what follows when its day has passed.
    pub(super) fn own(&mut self, event: &Event, event_id: &str) {
        match event {
            Event::ActivityPlanned(it) if it.source.is_empty() => {
                self.wait(&it.partnership_id, &it.activity_id, &it.ends_on, event_id);
            }
            Event::ActivityRevised(it) => self.wait(&it.partnership_id, &it.activity_id, &it.ends_on, event_id),
            Event::ActivityOverdue(it) => self.said(&it.partnership_id, &it.activity_id),
            Event::ActivityCompleted(it) => self.end(&it.partnership_id, &it.activity_id),
            Event::ActivityCancelled(it) => self.end(&it.partnership_id, &it.activity_id),
            _ => (),
        }
    }

    /// Nothing is late any more in a partnership that has ended.
    pub(super) fn heard(&mut self, event: &Heard) {
        if let Heard::PartnershipClosed(it) = event {
            self.open.remove(&it.partnership_id);
            self.by_time.retain(|lapse| lapse.partnership_id != it.partnership_id);
        }
    }

    /// A day that stays the same, stays said where it was.
    fn wait(&mut self, partnership_id: &str, activity_id: &str, ends_on: &str, set_by: &str) {
        if self.day(partnership_id, activity_id).is_some_and(|it| it.ends_on == ends_on) {
            return;
        }
        self.said(partnership_id, activity_id);
        let day = Day { ends_on: ends_on.to_owned(), set_by: set_by.to_owned() };
        self.by_time.extend(lapse(partnership_id, activity_id, &day));
        self.open.entry(partnership_id.to_owned()).or_default().insert(activity_id.to_owned(), day);
    }

    fn said(&mut self, partnership_id: &str, activity_id: &str) {
        let lapse = self.day(partnership_id, activity_id).and_then(|day| lapse(partnership_id, activity_id, day));
        if let Some(lapse) = lapse {
            self.by_time.remove(&lapse);
        }
    }

    fn end(&mut self, partnership_id: &str, activity_id: &str) {
        self.said(partnership_id, activity_id);
        if let Some(open) = self.open.get_mut(partnership_id) {
            open.remove(activity_id);
        }
    }

    fn day(&self, partnership_id: &str, activity_id: &str) -> Option<&Day> {
        self.open.get(partnership_id)?.get(activity_id)
    }
}

fn lapse(partnership_id: &str, activity_id: &str, day: &Day) -> Option<Lapse> {
    let Day { ends_on, set_by } = day.clone();
    let at = moment::end_of(ends_on.parse().ok()?)?;
    let (partnership_id, activity_id) = (partnership_id.to_owned(), activity_id.to_owned());
    Some(Lapse { at, partnership_id, activity_id, ends_on, set_by })
}
