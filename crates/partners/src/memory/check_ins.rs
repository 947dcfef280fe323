//! Whose check-in is due when: one time a member and partnership, which moves on as it checks in or is reminded.

use std::collections::{BTreeMap, BTreeSet};

use contract::{
    common::Standing,
    moment,
    partners::{CheckInRecorded, ReminderKind, Terms, event::Kind as Event},
};
use jiff::{SignedDuration, Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{
    check_in::{decisions::Latest, period::Period},
    partnership::standing_by,
};

/// Where the charter says nothing.
const MONTHS_DEFAULT: u32 = 3;
const BEFORE_THE_END: SignedDuration = SignedDuration::from_hours(7 * 24);

/// A partner in a partnership: (partnership, partner).
type Seat = (String, String);

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct CheckIns {
    /// Where the charter says how often.
    months: BTreeMap<String, u32>,
    active: BTreeSet<String>,
    members: BTreeMap<Seat, Member>,
    by_time: BTreeSet<(Timestamp, Seat)>,
}

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
struct Member {
    has_voice: bool,
    has_accepted: bool,
    /// When it is to be reminded, and the end of the period that it is to check in for by then.
    next: Option<(Timestamp, Timestamp)>,
    /// Its latest check-in, with the first and the last day of that period.
    latest: Option<(String, Date, Date)>,
}

/// A check-in that a member is to be reminded of.
#[derive(Debug, Clone, PartialEq)]
pub struct Due {
    pub partnership_id: String,
    pub partner_id: String,
    pub remind_at: Timestamp,
    pub due_at: Timestamp,
}

impl CheckIns {
    /// What has come, the earliest first.
    pub fn due(&self, now: Timestamp) -> impl Iterator<Item = Due> {
        let come = self.by_time.iter().take_while(move |(remind_at, _)| *remind_at <= now);
        come.filter_map(|(remind_at, seat)| {
            let (_, due_at) = self.members.get(seat)?.next?;
            let (partnership_id, partner_id) = seat.clone();
            Some(Due { partnership_id, partner_id, remind_at: *remind_at, due_at })
        })
    }

    /// How long a period is.
    pub fn months(&self, partnership_id: &str) -> u32 {
        self.months.get(partnership_id).copied().unwrap_or(MONTHS_DEFAULT)
    }

    pub fn latest(&self, partnership_id: &str, partner_id: &str) -> Option<Latest> {
        let member = self.members.get(&seat(partnership_id, partner_id))?;
        let (check_in_id, starts_on, ends_on) = member.latest.clone()?;
        Some(Latest { check_in_id, period: Period { starts_on, ends_on } })
    }

    pub(super) fn remember(&mut self, event: &Event, recorded_at: Option<&prost_types::Timestamp>) {
        let at = moment::read(recorded_at).unwrap_or(Timestamp::UNIX_EPOCH);
        match event {
            Event::PartnershipFormed(it) => {
                self.agree(&it.partnership_id, it.terms.as_ref());
                for founder in &it.founders {
                    self.invite(&it.partnership_id, &founder.partner_id, &founder.roles);
                }
            }
            Event::PartnerInvited(it) => self.invite(&it.partnership_id, &it.partner_id, &it.roles),
            Event::InvitationAccepted(it) => self.accept(seat(&it.partnership_id, &it.partner_id), at),
            Event::PartnershipActivated(it) => self.activate(&it.partnership_id, at),
            Event::CheckInRecorded(it) => self.record(it),
            Event::DraftRevised(it) => {
                self.agree(&it.partnership_id, it.terms.as_ref());
                for seat in self.seats(&it.partnership_id) {
                    self.change(&seat, |member| member.has_accepted = false);
                }
            }
            // Those who are reminded next are reminded by the charter that was; from then on by this one.
            Event::CharterAmended(it) => self.agree(&it.partnership_id, it.terms.as_ref()),
            Event::RoleChanged(it) => {
                let (seat, has_voice) =
                    (seat(&it.partnership_id, &it.partner_id), standing_by(&it.roles) == Standing::Member);
                self.change(&seat, |member| member.has_voice = has_voice);
                if has_voice { self.begin(&seat, at) } else { self.stop(&seat) }
            }
            Event::MemberRemoved(it) => self.stop(&seat(&it.partnership_id, &it.partner_id)),
            Event::MemberLeft(it) => self.stop(&seat(&it.partnership_id, &it.partner_id)),
            Event::PartnershipClosed(it) => {
                self.active.remove(&it.partnership_id);
                self.seats(&it.partnership_id).iter().for_each(|seat| self.stop(seat));
            }
            Event::ReminderGiven(it) if it.kind() == ReminderKind::CheckInDue => {
                // The next period begins the moment this one is over. Those that went by meanwhile, where nobody was
                // there to remind, are over too.
                let from = moment::read(it.due_at.as_ref()).unwrap_or(at).max(at);
                self.look_forward(&seat(&it.partnership_id, &it.partner_id), moment::day_of(from), from);
            }
            _ => (),
        }
    }

    fn invite(&mut self, partnership_id: &str, partner_id: &str, roles: &[i32]) {
        // Who comes back is asked anew, and its check-ins are still its own.
        let member = self.members.entry(seat(partnership_id, partner_id)).or_default();
        member.has_voice = standing_by(roles) == Standing::Member;
        member.has_accepted = false;
    }

    fn accept(&mut self, seat: Seat, at: Timestamp) {
        if let Some(member) = self.members.get_mut(&seat) {
            member.has_accepted = true;
        }
        if self.active.contains(&seat.0) {
            self.begin(&seat, at);
        }
    }

    fn activate(&mut self, partnership_id: &str, at: Timestamp) {
        self.active.insert(partnership_id.to_owned());
        self.seats(partnership_id).iter().for_each(|seat| self.begin(seat, at));
    }

    fn agree(&mut self, partnership_id: &str, terms: Option<&Terms>) {
        match terms.map_or(0, |it| it.check_in_months) {
            0 => self.months.remove(partnership_id),
            months => self.months.insert(partnership_id.to_owned(), months),
        };
    }

    /// It is reminded no more.
    fn stop(&mut self, seat: &Seat) {
        if let Some((remind_at, _)) = self.members.get_mut(seat).and_then(|it| it.next.take()) {
            self.by_time.remove(&(remind_at, seat.clone()));
        }
    }

    fn change(&mut self, seat: &Seat, change: impl FnOnce(&mut Member)) {
        if let Some(member) = self.members.get_mut(seat) {
            change(member);
        }
    }

    fn seats(&self, partnership_id: &str) -> Vec<Seat> {
        let first = seat(partnership_id, "");
        let seats = self.members.range(first..).map(|(seat, _)| seat);
        seats.take_while(|it| it.0 == partnership_id).cloned().collect()
    }

    /// The first check-in is for the period it joins in, unless that is as good as over.
    fn begin(&mut self, seat: &Seat, at: Timestamp) {
        let acts = self.members.get(seat).is_some_and(|it| it.has_voice && it.has_accepted && it.next.is_none());
        if acts {
            self.look_forward(seat, moment::day_of(at), at);
        }
    }

    fn record(&mut self, it: &CheckInRecorded) {
        let seat = seat(&it.partnership_id, &it.partner_id);
        let (Ok(starts_on), Ok(ends_on)) = (it.starts_on.parse(), it.ends_on.parse()) else { return };
        let period = Period { starts_on, ends_on };
        let Some(member) = self.members.get_mut(&seat) else { return };
        member.latest = Some((it.check_in_id.clone(), starts_on, ends_on));
        // One for the period before is no reason to forget this one's.
        if member.next.is_some_and(|(_, due_at)| due_at <= period.end()) {
            self.look_forward(&seat, moment::day_of(period.end()), period.end());
        }
    }

    /// To the end of the period that holds the day, or of the one after where the time to remind is over already.
    fn look_forward(&mut self, seat: &Seat, day: Date, at: Timestamp) {
        let months = self.months(&seat.0);
        let remind_at = |period: Period| period.end().saturating_sub(BEFORE_THE_END).unwrap_or(Timestamp::MAX);
        let mut period = Period::of(day, months);
        if remind_at(period) <= at {
            period = period.next(months);
        }
        let Some(member) = self.members.get_mut(seat).filter(|it| it.has_voice && it.has_accepted) else { return };
        if let Some((before, _)) = member.next.replace((remind_at(period), period.end())) {
            self.by_time.remove(&(before, seat.clone()));
        }
        self.by_time.insert((remind_at(period), seat.clone()));
    }
}

fn seat(partnership_id: &str, partner_id: &str) -> Seat {
    (partnership_id.to_owned(), partner_id.to_owned())
}
