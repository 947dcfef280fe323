//! What came of concerns: how many, and how soon those they are about answered. Never what they say.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use contract::partners::event::Kind as Event;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

const SECONDS_AN_HOUR: i64 = 3_600;
/// The median is of so many times, the last ones.
const TIMES_MAX: usize = 256;

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Concerns {
    pub(crate) raised: u32,
    pub(crate) withdrawn: u32,
    /// As their raisers say; one that was opened again is not.
    pub(crate) resolved: u32,
    pub(crate) acknowledged: Times,
    pub(crate) answered: Times,
    open: BTreeMap<String, Open>,
    /// Resolved ones, which can be opened again.
    ended: BTreeSet<String>,
}

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Times {
    /// How many partners were to, and how many did.
    pub(crate) asked: u32,
    pub(crate) did: u32,
    pub(crate) hours: VecDeque<u32>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Open {
    since: Timestamp,
    /// Who has not acknowledged, and who has not answered it.
    to_acknowledge: BTreeSet<String>,
    to_answer: BTreeSet<String>,
    is_answered: bool,
}

impl Concerns {
    pub(crate) fn open(&self) -> usize {
        self.open.len()
    }

    /// Since when each open concern has been without any answer.
    pub(crate) fn unanswered(&self) -> impl Iterator<Item = Timestamp> {
        self.open.values().filter(|it| !it.is_answered).map(|it| it.since)
    }

    /// Whether a figure moves.
    pub(super) fn count(&mut self, event: &Event, at: Timestamp) -> bool {
        match event {
            Event::ConcernRaised(it) => {
                self.raised += 1;
                self.begin(&it.concern_id, &it.about, at);
            }
            Event::ConcernReopened(it) => {
                self.resolved -= u32::from(self.ended.remove(&it.concern_id));
                self.begin(&it.concern_id, &it.about, at);
            }
            Event::ConcernAcknowledged(it) => self.acknowledge(&it.concern_id, &it.partner_id, at),
            Event::ConcernAnswered(it) => {
                // Who answers has heard it.
                self.acknowledge(&it.concern_id, &it.partner_id, at);
                self.answer(&it.concern_id, &it.partner_id, at);
            }
            Event::ConcernResolved(it) => {
                self.open.remove(&it.concern_id);
                self.resolved += u32::from(self.ended.insert(it.concern_id.clone()));
            }
            Event::ConcernWithdrawn(it) => {
                self.withdrawn += 1;
                self.open.remove(&it.concern_id);
            }
            Event::ConcernClosedUnresolved(it) => drop(self.open.remove(&it.concern_id)),
            _ => return false,
        }
        true
    }

    fn begin(&mut self, concern_id: &str, about: &[String], since: Timestamp) {
        let asked: BTreeSet<String> = about.iter().cloned().collect();
        for times in [&mut self.acknowledged, &mut self.answered] {
            times.asked += u32::try_from(asked.len()).unwrap_or(u32::MAX);
        }
        let open = Open { since, to_acknowledge: asked.clone(), to_answer: asked, is_answered: false };
        self.open.insert(concern_id.to_owned(), open);
    }

    fn acknowledge(&mut self, concern_id: &str, partner_id: &str, at: Timestamp) {
        if let Some(open) = self.open.get_mut(concern_id)
            && open.to_acknowledge.remove(partner_id)
        {
            self.acknowledged.take(open.since, at);
        }
    }

    fn answer(&mut self, concern_id: &str, partner_id: &str, at: Timestamp) {
        if let Some(open) = self.open.get_mut(concern_id)
            && open.to_answer.remove(partner_id)
        {
            open.is_answered = true;
            self.answered.take(open.since, at);
        }
    }
}

impl Times {
    fn take(&mut self, since: Timestamp, at: Timestamp) {
        self.did += 1;
        self.hours.push_back(hours(since, at));
        if TIMES_MAX < self.hours.len() {
            self.hours.pop_front();
        }
    }
}

/// Whole ones.
pub(crate) fn hours(since: Timestamp, at: Timestamp) -> u32 {
    u32::try_from((at.as_second() - since.as_second()).max(0) / SECONDS_AN_HOUR).unwrap_or(u32::MAX)
}
