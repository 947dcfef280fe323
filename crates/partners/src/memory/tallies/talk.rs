//! How the members talk with each other: check-ins, meetings with their minutes, and reviews.

use std::collections::{BTreeMap, BTreeSet};

use contract::{
    moment,
    partners::{MeetingScheduled, ReminderKind, event::Kind as Event},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// So many check-ins of a partner are told apart, the last ones; only the last of all is ever revised.
const CHECK_INS_MAX: usize = 8;
/// So many meetings without approved minutes are told apart, the last ones; those before stay as they are.
const MEETINGS_MAX: usize = 128;

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Talk {
    partners: BTreeMap<String, Counts>,
    /// By id.
    meetings: BTreeMap<String, Meeting>,
    /// Of meetings that are told apart no more.
    held: u32,
    missed: u32,
    pub(crate) approved: u32,
    pub(crate) reviews: u32,
}

/// What one partner did.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
struct Counts {
    invited: u32,
    present: u32,
    made: u32,
    due: u32,
    /// By the last day of the period, whether it has checked in.
    check_ins: BTreeMap<String, bool>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Meeting {
    starts_at: Timestamp,
    invited: Vec<String>,
    /// None: not held yet.
    present: Option<Vec<String>>,
}

/// So many of so many.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) count: u32,
    pub(crate) of: u32,
}

impl Talk {
    /// Check-ins made, of those for periods that are over by the day, and attendance, by partner.
    pub(crate) fn of(&self, partner_id: &str, today: &str) -> (Part, Part) {
        let counts = self.partners.get(partner_id).cloned().unwrap_or_default();
        let over: Vec<bool> = counts.check_ins.range(..today.to_owned()).map(|(_, made)| *made).collect();
        let made = counts.made + whole(over.iter().filter(|it| **it).count());
        let check_ins = Part { count: made, of: counts.due + whole(over.len()) };
        let mut attendance = Part { count: counts.present, of: counts.invited };
        for (invited, present) in self.meetings.values().filter_map(|it| Some((&it.invited, it.present.as_ref()?))) {
            let is_in = |these: &Vec<String>| these.iter().any(|it| it == partner_id);
            attendance.of += u32::from(is_in(invited) || is_in(present));
            attendance.count += u32::from(is_in(present));
        }
        (check_ins, attendance)
    }

    /// All that have checked in or were to, and all that were invited or came.
    pub(crate) fn everyone(&self) -> BTreeSet<&String> {
        let met = self.meetings.values().flat_map(|it| it.invited.iter().chain(it.present.iter().flatten()));
        self.partners.keys().chain(met).collect()
    }

    /// Meetings held, of those that were to be by now.
    pub(crate) fn meetings(&self, now: Timestamp) -> Part {
        let held = self.held + whole(self.meetings.values().filter(|it| it.present.is_some()).count());
        let is_missed = |it: &&Meeting| it.present.is_none() && it.starts_at <= now;
        Part { count: held, of: held + self.missed + whole(self.meetings.values().filter(is_missed).count()) }
    }

    /// Whether a figure moves.
    pub(super) fn count(&mut self, event: &Event, day: &str) -> bool {
        match event {
            Event::MeetingScheduled(it) => self.schedule(it),
            Event::MeetingRescheduled(it) => {
                if let (Some(meeting), Some(at)) =
                    (self.meetings.get_mut(&it.meeting_id), moment::read(it.starts_at.as_ref()))
                {
                    (meeting.starts_at, meeting.invited) = (at, it.invited.clone());
                }
            }
            Event::MeetingCancelled(it) => drop(self.meetings.remove(&it.meeting_id)),
            Event::AttendanceRecorded(it) => {
                self.meetings
                    .entry(it.meeting_id.clone())
                    .and_modify(|meeting| meeting.present = Some(it.present.clone()));
            }
            Event::MinutesAgreed(it) => {
                self.approved += 1;
                self.settle(&it.meeting_id);
            }
            Event::ReviewOpened(_) => self.reviews += 1,
            Event::CheckInRecorded(it) => self.check_in(&it.partner_id, &it.ends_on, true),
            Event::ReminderGiven(it) if it.kind() == ReminderKind::CheckInDue => {
                if let Some(ends_on) = last_day(it.due_at.as_ref()) {
                    self.check_in(&it.partner_id, &ends_on, false);
                }
            }
            Event::MemberLeft(it) => self.leave(&it.partner_id, day),
            Event::MemberRemoved(it) => self.leave(&it.partner_id, day),
            _ => return false,
        }
        true
    }

    fn schedule(&mut self, it: &MeetingScheduled) {
        let Some(starts_at) = moment::read(it.starts_at.as_ref()) else { return };
        let meeting = Meeting { starts_at, invited: it.invited.clone(), present: None };
        self.meetings.insert(it.meeting_id.clone(), meeting);
        if MEETINGS_MAX < self.meetings.len() {
            let oldest = self.meetings.iter().min_by_key(|(_, it)| it.starts_at).map(|(id, _)| id.clone());
            oldest.iter().for_each(|it| self.settle(it));
        }
    }

    /// What is known of it changes no more.
    fn settle(&mut self, meeting_id: &str) {
        let Some(Meeting { invited, present, .. }) = self.meetings.remove(meeting_id) else { return };
        let Some(present) = present else {
            self.missed += 1;
            return;
        };
        self.held += 1;
        for partner_id in &present {
            self.at(partner_id).present += 1;
            self.at(partner_id).invited += 1;
        }
        for partner_id in invited.iter().filter(|it| !present.contains(it)) {
            self.at(partner_id).invited += 1;
        }
    }

    fn check_in(&mut self, partner_id: &str, ends_on: &str, is_made: bool) {
        let counts = self.at(partner_id);
        let made = counts.check_ins.entry(ends_on.to_owned()).or_default();
        *made = *made || is_made;
        if CHECK_INS_MAX < counts.check_ins.len()
            && let Some((_, made)) = counts.check_ins.pop_first()
        {
            counts.due += 1;
            counts.made += u32::from(made);
        }
    }

    /// What falls due or takes place later is none of its.
    fn leave(&mut self, partner_id: &str, day: &str) {
        if let Some(counts) = self.partners.get_mut(partner_id) {
            counts.check_ins.retain(|ends_on, _| ends_on.as_str() < day);
        }
        let to_come = self.meetings.values_mut().filter(|it| it.present.is_none());
        to_come.for_each(|it| it.invited.retain(|invited| invited != partner_id));
    }

    fn at(&mut self, partner_id: &str) -> &mut Counts {
        self.partners.entry(partner_id.to_owned()).or_default()
    }
}

/// The days that change a figure by passing.
pub(super) fn passing_days(event: &Event) -> Vec<String> {
    let day = |at| moment::read(at).map(|it| moment::day_of(it).to_string());
    let day = match event {
        Event::MeetingScheduled(it) => day(it.starts_at.as_ref()),
        Event::MeetingRescheduled(it) => day(it.starts_at.as_ref()),
        Event::CheckInRecorded(it) => Some(it.ends_on.clone()),
        Event::ReminderGiven(it) if it.kind() == ReminderKind::CheckInDue => last_day(it.due_at.as_ref()),
        _ => None,
    };
    day.into_iter().collect()
}

/// Of a period that is over at that moment, in UTC.
fn last_day(over_at: Option<&prost_types::Timestamp>) -> Option<String> {
    let next = moment::day_of(moment::read(over_at)?);
    next.yesterday().ok().map(|it| it.to_string())
}

fn whole(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
