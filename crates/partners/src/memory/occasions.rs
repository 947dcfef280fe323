//! Who is still to be reminded of what, and when: ordered by time, so that the clock looks at what has come and no further.

use std::collections::{BTreeMap, BTreeSet};

use contract::{
    moment,
    partners::{ReminderKind, event::Kind as Event},
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::expectations::Expected;
use crate::check_in::period::end_of;

const BEFORE_A_DEADLINE: SignedDuration = SignedDuration::from_hours(2 * 24);
const BEFORE_A_MEETING: SignedDuration = SignedDuration::from_hours(24);
const BEFORE_AN_ACTION: SignedDuration = SignedDuration::from_hours(3 * 24);
/// From when an expectation can be read.
const TO_ANSWER_IT: SignedDuration = SignedDuration::from_hours(14 * 24);

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Occasions {
    /// Under each, the partners that have neither acted nor been reminded.
    open: BTreeMap<Occasion, Open>,
    by_time: BTreeSet<(Timestamp, Occasion)>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Occasion {
    pub partnership_id: String,
    pub thing_id: String,
    /// A number of accord.partners.v1.ReminderKind.
    pub kind: i32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Open {
    /// The fact that set the time.
    event_id: String,
    remind_at: Timestamp,
    due_at: Timestamp,
    partners: BTreeSet<String>,
}

/// A reminder that is to be given.
#[derive(Debug, Clone, PartialEq)]
pub struct Due {
    pub occasion: Occasion,
    pub partner_id: String,
    /// The fact that set the time.
    pub event_id: String,
    pub remind_at: Timestamp,
    pub due_at: Timestamp,
}

impl Occasion {
    pub fn kind(&self) -> ReminderKind {
        ReminderKind::try_from(self.kind).unwrap_or_default()
    }
}

impl Occasions {
    /// What has come, the earliest first.
    pub fn due(&self, now: Timestamp) -> impl Iterator<Item = Due> {
        let come = self.by_time.iter().take_while(move |(remind_at, _)| *remind_at <= now);
        come.filter_map(|(_, occasion)| self.open.get_key_value(occasion)).flat_map(|(occasion, open)| {
            open.partners.iter().map(|partner_id| Due {
                occasion: occasion.clone(),
                partner_id: partner_id.clone(),
                event_id: open.event_id.clone(),
                remind_at: open.remind_at,
                due_at: open.due_at,
            })
        })
    }

    /// The event's own id names the reminders that follow from it.
    pub(super) fn remember(&mut self, event: &Event, event_id: &str) {
        match event {
            Event::ProposalOpened(it) => {
                let occasion = occasion(&it.partnership_id, &it.proposal_id, ReminderKind::DeadlineSoon);
                self.wait(occasion, open(event_id, it.closes_at.as_ref(), BEFORE_A_DEADLINE, &it.eligible));
            }
            Event::PositionTaken(it) => self.spoken(&it.partnership_id, &it.proposal_id, &it.partner_id),
            Event::ProposalAdopted(it) => self.end(&it.partnership_id, &it.proposal_id),
            Event::ProposalRejected(it) => self.end(&it.partnership_id, &it.proposal_id),
            Event::ProposalWithdrawn(it) => self.end(&it.partnership_id, &it.proposal_id),
            Event::Recused(it) => self.spoken(&it.partnership_id, &it.proposal_id, &it.partner_id),
            Event::EligibilityEnded(it) => self.spoken(&it.partnership_id, &it.proposal_id, &it.partner_id),
            Event::FallbackBegun(it) => {
                let occasion = occasion(&it.partnership_id, &it.proposal_id, ReminderKind::DeadlineSoon);
                let silent: Vec<_> =
                    self.open.get(&occasion).into_iter().flat_map(|it| &it.partners).cloned().collect();
                self.wait(occasion, open(event_id, it.closes_at.as_ref(), BEFORE_A_DEADLINE, &silent));
            }
            Event::MeetingScheduled(it) => {
                let occasion = occasion(&it.partnership_id, &it.meeting_id, ReminderKind::MeetingSoon);
                self.wait(occasion, open(event_id, it.starts_at.as_ref(), BEFORE_A_MEETING, &it.invited));
            }
            Event::MeetingRescheduled(it) => {
                let occasion = occasion(&it.partnership_id, &it.meeting_id, ReminderKind::MeetingSoon);
                self.wait(occasion, open(event_id, it.starts_at.as_ref(), BEFORE_A_MEETING, &it.invited));
            }
            Event::MeetingCancelled(it) => self.end(&it.partnership_id, &it.meeting_id),
            Event::AttendanceRecorded(it) => self.end(&it.partnership_id, &it.meeting_id),
            event => self.remember_work(event, event_id),
        }
    }

    /// It is answered within two weeks, by those that are there to read it when it can be read.
    pub(super) fn expect(&mut self, it: Expected, readable_at: Option<&prost_types::Timestamp>) {
        let Expected { partnership_id, expectation_id, event_id, partners } = it;
        let occasion = occasion(&partnership_id, &expectation_id, ReminderKind::ExpectationUnanswered);
        let due_at = moment::read(readable_at).and_then(|it| it.checked_add(TO_ANSWER_IT).ok()).map(moment::on_wire);
        self.wait(occasion, open(&event_id, due_at.as_ref(), SignedDuration::ZERO, &partners));
    }

    fn remember_work(&mut self, event: &Event, event_id: &str) {
        match event {
            Event::ActionAssigned(it) => {
                self.action(&it.partnership_id, &it.action_id, event_id, &it.due_on, &it.assigned_to);
            }
            Event::ActionRenegotiated(it) => {
                self.action(&it.partnership_id, &it.action_id, event_id, &it.due_on, &it.assigned_to);
            }
            Event::ActionCompleted(it) => self.pause(&it.partnership_id, &it.action_id),
            Event::ActionReturned(it) => self.resume(&it.partnership_id, &it.action_id),
            Event::ActionVerified(it) => self.end(&it.partnership_id, &it.action_id),
            Event::UpdatePosted(it) => {
                let occasion = occasion(&it.partnership_id, &it.update_id, ReminderKind::AcknowledgementOverdue);
                self.wait(occasion, open(event_id, it.acknowledge_by.as_ref(), SignedDuration::ZERO, &it.affects));
            }
            Event::UpdateAcknowledged(it) => self.spoken(&it.partnership_id, &it.update_id, &it.partner_id),
            Event::RoundOpened(it) => {
                let occasion = occasion(&it.partnership_id, &it.round_id, ReminderKind::FeedbackSoon);
                self.wait(occasion, open(event_id, it.closes_at.as_ref(), BEFORE_A_DEADLINE, &it.raters));
            }
            Event::FeedbackGiven(it) => self.spoken(&it.partnership_id, &it.round_id, &it.partner_id),
            Event::FeedbackReleased(it) => self.end(&it.partnership_id, &it.round_id),
            Event::ExpectationAnswered(it) => {
                self.spoken(&it.partnership_id, &it.expectation_id, &it.partner_id);
            }
            Event::PartnershipClosed(it) => self.over(&it.partnership_id),
            Event::MemberRemoved(it) => self.gone(&it.partnership_id, &it.partner_id),
            Event::MemberLeft(it) => self.gone(&it.partnership_id, &it.partner_id),
            Event::ReminderGiven(it) => {
                self.heard(&occasion(&it.partnership_id, &it.about_id, it.kind()), &it.partner_id);
            }
            _ => (),
        }
    }

    /// It is due when its day is over: soon before that, overdue from then on.
    fn action(&mut self, partnership_id: &str, action_id: &str, event_id: &str, due_on: &str, assigned_to: &str) {
        let due_at = due_on.parse().ok().map(end_of).map(moment::on_wire);
        let partners = [assigned_to.to_owned()];
        for (kind, ahead) in
            [(ReminderKind::ActionSoon, BEFORE_AN_ACTION), (ReminderKind::ActionOverdue, SignedDuration::ZERO)]
        {
            let occasion = occasion(partnership_id, action_id, kind);
            self.wait(occasion, open(event_id, due_at.as_ref(), ahead, &partners));
        }
    }

    /// Done, says who did it: nobody is reminded unless it is returned.
    fn pause(&mut self, partnership_id: &str, thing_id: &str) {
        for occasion in self.of(partnership_id, thing_id) {
            if let Some(open) = self.open.get(&occasion) {
                self.by_time.remove(&(open.remind_at, occasion));
            }
        }
    }

    fn resume(&mut self, partnership_id: &str, thing_id: &str) {
        for occasion in self.of(partnership_id, thing_id) {
            if let Some(open) = self.open.get(&occasion) {
                self.by_time.insert((open.remind_at, occasion));
            }
        }
    }

    /// In the place of what was said of the same occasion before.
    fn wait(&mut self, occasion: Occasion, open: Option<Open>) {
        self.forget(&occasion);
        if let Some(open) = open.filter(|it| !it.partners.is_empty()) {
            self.by_time.insert((open.remind_at, occasion.clone()));
            self.open.insert(occasion, open);
        }
    }

    /// A partner has done what it was to be reminded of, whatever the reminder.
    fn spoken(&mut self, partnership_id: &str, thing_id: &str, partner_id: &str) {
        for occasion in self.of(partnership_id, thing_id) {
            self.heard(&occasion, partner_id);
        }
    }

    fn heard(&mut self, occasion: &Occasion, partner_id: &str) {
        let Some(open) = self.open.get_mut(occasion) else { return };
        open.partners.remove(partner_id);
        if open.partners.is_empty() {
            self.forget(occasion);
        }
    }

    /// A partner that does not belong any more is reminded of nothing.
    fn gone(&mut self, partnership_id: &str, partner_id: &str) {
        let first = occasion(partnership_id, "", ReminderKind::Unspecified);
        let here = self.open.range(first..).take_while(|(it, _)| it.partnership_id == partnership_id);
        let asked = here.filter(|(_, open)| open.partners.contains(partner_id)).map(|(it, _)| it.clone());
        for occasion in asked.collect::<Vec<_>>() {
            self.heard(&occasion, partner_id);
        }
    }

    /// Nothing is done any more in a partnership that has ended.
    fn over(&mut self, partnership_id: &str) {
        let first = occasion(partnership_id, "", ReminderKind::Unspecified);
        let here = self.open.range(first..).map(|(it, _)| it).take_while(|it| it.partnership_id == partnership_id);
        for occasion in here.cloned().collect::<Vec<_>>() {
            self.forget(&occasion);
        }
    }

    /// Nobody is to be reminded of it any more.
    fn end(&mut self, partnership_id: &str, thing_id: &str) {
        for occasion in self.of(partnership_id, thing_id) {
            self.forget(&occasion);
        }
    }

    fn forget(&mut self, occasion: &Occasion) {
        if let Some(open) = self.open.remove(occasion) {
            self.by_time.remove(&(open.remind_at, occasion.clone()));
        }
    }

    fn of(&self, partnership_id: &str, thing_id: &str) -> Vec<Occasion> {
        let first = occasion(partnership_id, thing_id, ReminderKind::Unspecified);
        let is_of = |it: &&Occasion| it.partnership_id == partnership_id && it.thing_id == thing_id;
        self.open.range(first..).map(|(occasion, _)| occasion).take_while(is_of).cloned().collect()
    }
}

fn open(
    event_id: &str,
    due_at: Option<&prost_types::Timestamp>,
    ahead: SignedDuration,
    partners: &[String],
) -> Option<Open> {
    let due_at = moment::read(due_at)?;
    Some(Open {
        event_id: event_id.to_owned(),
        remind_at: due_at.saturating_sub(ahead).unwrap_or(due_at),
        due_at,
        partners: partners.iter().cloned().collect(),
    })
}

fn occasion(partnership_id: &str, thing_id: &str, kind: ReminderKind) -> Occasion {
    Occasion { partnership_id: partnership_id.to_owned(), thing_id: thing_id.to_owned(), kind: kind.into() }
}
