//! When each partnership is measured: once a day at most, after a day on which something has changed or fallen due.

use std::collections::{BTreeSet, HashMap};

use contract::{log::Envelope, moment};
use jiff::{Timestamp, tz::TimeZone};
use serde::{Deserialize, Serialize};

/// Days ahead that one partnership waits for; what falls due later is measured with what changes meanwhile.
const DAYS_AHEAD_MAX: usize = 256;

/// One for what is measured together.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Schedule {
    partnerships: HashMap<String, Times>,
    by_time: BTreeSet<(Timestamp, String)>,
}

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
struct Times {
    is_active: bool,
    /// How often it was measured.
    measured: u64,
    /// The midnight after the day on which it was measured last.
    not_before: Option<Timestamp>,
    /// When it is to be measured, because something has changed.
    changed_at: Option<Timestamp>,
    /// When it is to be measured, because a day has passed.
    days: BTreeSet<Timestamp>,
}

impl Schedule {
    /// From now on it is measured: what it was made of before, for the first time when this day is over.
    pub fn begins(&mut self, partnership_id: &str, fact: &Envelope) {
        self.partnerships.entry(partnership_id.to_owned()).or_default().is_active = true;
        self.has_changed(partnership_id, fact);
    }

    /// It is measured no more.
    pub fn is_over(&mut self, partnership_id: &str) {
        let Some(times) = self.partnerships.get_mut(partnership_id) else { return };
        times.is_active = false;
        for at in std::mem::take(&mut times.days).into_iter().chain(times.changed_at.take()) {
            self.by_time.remove(&(at, partnership_id.to_owned()));
        }
    }

    /// What changes on a day is measured together, when that day is over. What is heard of only after its day was measured
    /// waits with what changes on the next.
    pub fn has_changed(&mut self, partnership_id: &str, fact: &Envelope) {
        let Some(times) = self.partnerships.get_mut(partnership_id).filter(|it| it.is_active) else { return };
        let (None, Some(midnight)) = (times.changed_at, moment::end_of(fact.recorded_on())) else { return };
        let at = times.at_the_earliest(midnight);
        times.changed_at = Some(at);
        self.by_time.insert((at, partnership_id.to_owned()));
    }

    /// A day that passes changes a figure too.
    pub fn changes_after(&mut self, partnership_id: &str, day: &str) {
        let Some(times) = self.partnerships.get_mut(partnership_id).filter(|it| it.is_active) else { return };
        let Some(midnight) = day.parse().ok().and_then(moment::end_of) else { return };
        let at = times.at_the_earliest(midnight);
        if times.days.len() < DAYS_AHEAD_MAX && times.days.insert(at) {
            self.by_time.insert((at, partnership_id.to_owned()));
        }
    }

    /// On that day it was measured, or was found to be as it was.
    pub fn is_measured(&mut self, partnership_id: &str, measured_on: &str) {
        let times = self.partnerships.entry(partnership_id.to_owned()).or_default();
        times.measured += 1;
        times.not_before = times.not_before.max(measured_on.parse().ok().and_then(moment::end_of));
        let later = times.not_before.map(|it| times.days.split_off(&it)).unwrap_or_default();
        let gone = std::mem::replace(&mut times.days, later).into_iter().chain(times.changed_at.take());
        for at in gone.filter(|it| !times.days.contains(it)) {
            self.by_time.remove(&(at, partnership_id.to_owned()));
        }
    }

    /// What is to be measured by now, the earliest first: since when, and how often it was so far.
    pub fn due(&self, now: Timestamp) -> impl Iterator<Item = (Timestamp, &str, u64)> {
        let come = self.by_time.iter().take_while(move |(at, _)| *at <= now);
        come.map(|(at, id)| (*at, id.as_str(), self.measured(id)))
    }

    /// How often it was measured.
    pub fn measured(&self, partnership_id: &str) -> u64 {
        self.partnerships.get(partnership_id).map_or(0, |it| it.measured)
    }
}

impl Times {
    fn at_the_earliest(&self, midnight: Timestamp) -> Timestamp {
        self.not_before.map_or(midnight, |it| it.max(midnight))
    }
}

/// 2026-01, in UTC.
pub fn month_of(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC).strftime("%Y-%m").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(moment: &str) -> Timestamp {
        moment.parse().unwrap()
    }

    fn recorded(moment: &str) -> Envelope {
        Envelope { recorded_at: Some(moment::on_wire(at(moment))), ..Default::default() }
    }

    fn due(schedule: &Schedule, now: &str) -> Vec<String> {
        schedule.due(at(now)).map(|(at, ..)| at.to_string()).collect()
    }

    #[test]
    fn what_changes_on_a_day_is_measured_once_when_it_is_over() {
        let mut schedule = begun();
        schedule.has_changed("p", &recorded("2026-01-15T21:00:00Z"));
        assert!(due(&schedule, "2026-01-15T23:59:59Z").is_empty());
        assert_eq!(due(&schedule, "2026-01-16T00:00:00Z"), ["2026-01-16T00:00:00Z"]);
        schedule.is_measured("p", "2026-01-16");
        assert!(due(&schedule, "2026-02-01T00:00:00Z").is_empty());
        // Heard late, of a day that was measured already.
        schedule.has_changed("p", &recorded("2026-01-15T22:00:00Z"));
        assert_eq!(due(&schedule, "2026-02-01T00:00:00Z"), ["2026-01-17T00:00:00Z"]);
    }

    #[test]
    fn a_day_that_passes_is_waited_for_and_what_is_measured_before_does_not_answer_it() {
        let mut schedule = begun();
        schedule.changes_after("p", "2026-03-31");
        schedule.is_measured("p", "2026-01-16");
        assert_eq!(due(&schedule, "2026-12-01T00:00:00Z"), ["2026-04-01T00:00:00Z"]);
        assert_eq!(schedule.measured("p"), 1);
        schedule.has_changed("p", &recorded("2026-03-31T09:00:00Z"));
        // For a review, before that day is over.
        schedule.is_measured("p", "2026-03-31");
        assert_eq!(due(&schedule, "2026-12-01T00:00:00Z"), ["2026-04-01T00:00:00Z"]);
    }

    #[test]
    fn a_month_is_of_utc() {
        assert_eq!(month_of(at("2026-01-31T23:59:59Z")), "2026-01");
        assert_eq!(month_of(at("2026-02-01T00:00:00Z")), "2026-02");
    }

    #[test]
    fn a_partnership_is_measured_while_it_is_active() {
        let mut schedule = Schedule::default();
        schedule.has_changed("p", &recorded("2026-01-15T09:00:00Z"));
        schedule.changes_after("p", "2026-01-15");
        assert!(due(&schedule, "2026-02-01T00:00:00Z").is_empty());
        let mut schedule = begun();
        schedule.changes_after("p", "2026-03-31");
        schedule.is_over("p");
        assert!(due(&schedule, "2026-12-01T00:00:00Z").is_empty());
    }

    fn begun() -> Schedule {
        let mut schedule = Schedule::default();
        schedule.begins("p", &recorded("2026-01-15T09:00:00Z"));
        schedule
    }
}
