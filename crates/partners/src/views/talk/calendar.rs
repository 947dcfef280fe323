//! The calendar of each partnership: what is coming, and what should have happened.

use contract::{
    log::{Envelope, envelope::Fact},
    partners::{CalendarEntry, Event as Heard, ReminderKind, Thing, event::Kind as Event},
};
use runtime::views::{Fold, View, key};

use super::{day_of, end_of_day, line, moment_in_order};

/// In the place of a partnership's id: where things stand that have to be found by their ids.
const THINGS: &str = "things";

pub(super) struct Calendar;

impl View for Calendar {
    fn name(&self) -> &'static str {
        super::CALENDAR
    }

    fn version(&self) -> u32 {
        2
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        let Some(Fact::Partners(Heard { kind: Some(event) })) = &fact.fact else { return };
        let mut page = Page { partnership: &fact.partnership, fold };
        match event {
            Event::ProposalOpened(it) => {
                page.enter(entry(Thing::Proposal, &it.proposal_id, it.closes_at, line(&it.title), ""));
            }
            Event::ProposalAdopted(it) => page.strike(Thing::Proposal, &it.proposal_id),
            Event::ProposalRejected(it) => page.strike(Thing::Proposal, &it.proposal_id),
            Event::ProposalWithdrawn(it) => page.strike(Thing::Proposal, &it.proposal_id),
            Event::FallbackBegun(it) => page.move_to(Thing::Proposal, &it.proposal_id, it.closes_at),
            Event::MeetingScheduled(it) => {
                page.enter(entry(Thing::Meeting, &it.meeting_id, it.starts_at, line(&it.title), ""));
            }
            Event::MeetingRescheduled(it) => page.move_to(Thing::Meeting, &it.meeting_id, it.starts_at),
            Event::MeetingCancelled(it) => page.strike(Thing::Meeting, &it.meeting_id),
            Event::AttendanceRecorded(it) => page.strike(Thing::Meeting, &it.meeting_id),
            Event::ActionAssigned(it) => {
                let at = end_of_day(&it.due_on);
                page.enter(entry(Thing::Action, &it.action_id, at, line(&it.what), &it.assigned_to));
            }
            Event::ActionRenegotiated(it) => {
                page.move_to(Thing::Action, &it.action_id, end_of_day(&it.due_on));
            }
            Event::ActionCompleted(it) => page.strike(Thing::Action, &it.action_id),
            Event::ActionReturned(it) => page.enter_again(Thing::Action, &it.action_id),
            Event::ReminderGiven(it) if it.kind() == ReminderKind::CheckInDue => {
                page.enter(entry(Thing::CheckIn, "", it.due_at, "Check in".into(), &it.partner_id));
            }
            Event::CheckInRecorded(it) => page.check_in(&it.partner_id, end_of_day(&it.ends_on)),
            _ => (),
        }
    }
}

/// One partnership's part of the calendar.
struct Page<'p, 'f, 't> {
    partnership: &'p str,
    fold: &'f mut Fold<'t>,
}

impl Page<'_, '_, '_> {
    /// In the place of what stood there for the same thing.
    fn enter(&mut self, entry: CalendarEntry) {
        let thing = self.thing(&entry);
        if let Some(before) = self.fold.get::<CalendarEntry>(thing.clone()) {
            self.fold.remove(self.place(&before));
        }
        self.fold.put(self.place(&entry), entry.clone());
        self.fold.put(thing, entry);
    }

    fn move_to(&mut self, about: Thing, about_id: &str, at: Option<prost_types::Timestamp>) {
        if let Some(entry) = self.known(about, about_id, "") {
            let CalendarEntry { title, partner_id, .. } = &entry;
            let moved = self::entry(about, about_id, at, title.clone(), partner_id);
            self.enter(moved);
        }
    }

    /// It has happened. What it was is kept, for where it turns out that it has not.
    fn strike(&mut self, about: Thing, about_id: &str) {
        if let Some(entry) = self.known(about, about_id, "") {
            self.fold.remove(self.place(&entry));
        }
    }

    fn enter_again(&mut self, about: Thing, about_id: &str) {
        if let Some(entry) = self.known(about, about_id, "") {
            self.enter(entry);
        }
    }

    /// One for the period before is no reason to strike this one's.
    fn check_in(&mut self, partner_id: &str, over: Option<prost_types::Timestamp>) {
        let Some(entry) = self.known(Thing::CheckIn, "", partner_id) else { return };
        if moment_in_order(entry.at.as_ref()) <= moment_in_order(over.as_ref()) {
            self.fold.remove(self.place(&entry));
        }
    }

    /// The partner is only asked for where the thing has no id.
    fn known(&mut self, about: Thing, about_id: &str, partner_id: &str) -> Option<CalendarEntry> {
        self.fold.get(key(&[THINGS, self.partnership, about.as_str_name(), about_id, partner_id]))
    }

    /// A check-in has no id before it is there: it is known by who is to check in.
    fn thing(&self, entry: &CalendarEntry) -> Vec<u8> {
        let partner_id = if entry.about() == Thing::CheckIn { entry.partner_id.as_str() } else { "" };
        key(&[THINGS, self.partnership, entry.about().as_str_name(), &entry.about_id, partner_id])
    }

    fn place(&self, entry: &CalendarEntry) -> Vec<u8> {
        let CalendarEntry { about_id, at, partner_id, .. } = entry;
        let at = moment_in_order(at.as_ref());
        key(&[self.partnership, &at, entry.about().as_str_name(), about_id, partner_id])
    }
}

/// What is due by a day is over when the day is: the moment before tells which.
fn entry(
    about: Thing,
    about_id: &str,
    at: Option<prost_types::Timestamp>,
    title: String,
    partner_id: &str,
) -> CalendarEntry {
    let is_by_day = matches!(about, Thing::Action | Thing::CheckIn);
    let shown = at.map(|it| prost_types::Timestamp { seconds: it.seconds - i64::from(is_by_day), ..it });
    CalendarEntry {
        about: about.into(),
        about_id: about_id.to_owned(),
        at,
        on: day_of(shown.as_ref()),
        title,
        partner_id: partner_id.to_owned(),
    }
}
