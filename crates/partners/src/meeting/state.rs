//! What we remember of one meeting: when it is, what it is about, who came, and its minutes.

use std::collections::BTreeMap;

use contract::{
    moment,
    partners::{
        AgendaItemAdded, AttendanceRecorded, MeetingScheduled, MinutesRecorded, MinutesState, event::Kind as Event,
    },
};
use jiff::Timestamp;
use kernel::Aggregate;

use super::{approval::Approval, rejection::Rejection};

#[derive(Debug, Default, Clone, PartialEq)]
pub enum Meeting {
    #[default]
    Unscheduled,
    Scheduled(Box<Scheduled>),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Scheduled {
    /// As it was called at first.
    pub called: MeetingScheduled,
    pub starts_at: Timestamp,
    pub minutes_long: u32,
    pub place: String,
    /// Added since, by id.
    pub items: BTreeMap<String, AgendaItemAdded>,
    pub is_cancelled: bool,
    pub attendance: Option<AttendanceRecorded>,
    /// The latest version.
    pub minutes: Option<Minutes>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Minutes {
    pub recorded: MinutesRecorded,
    pub state: MinutesState,
    pub approved_by: Vec<String>,
    /// Who gave them back, and why.
    pub returned: Option<(String, String)>,
}

impl Aggregate for Meeting {
    type Event = Event;
    type Rejection = Rejection;
    const KIND: &'static str = "meeting";

    fn evolve(&mut self, event: &Event, _: &str) {
        match (&mut *self, event) {
            (Meeting::Unscheduled, Event::MeetingScheduled(it)) => {
                *self = Meeting::Scheduled(Box::new(Scheduled::from(it)));
            }
            (Meeting::Scheduled(scheduled), event) => scheduled.evolve(event),
            _ => (),
        }
    }
}

impl Scheduled {
    /// No minutes yet: version 0.
    pub fn minutes_version(&self) -> u32 {
        self.minutes.as_ref().map_or(0, |it| it.recorded.version)
    }

    fn evolve(&mut self, event: &Event) {
        match event {
            Event::AgendaItemAdded(it) => {
                self.items.insert(it.item_id.clone(), it.clone());
            }
            Event::MeetingRescheduled(it) => {
                self.starts_at = moment::read(it.starts_at.as_ref()).unwrap_or(self.starts_at);
                self.minutes_long = it.minutes_long;
                self.place = it.place.clone();
            }
            Event::MeetingCancelled(_) => self.is_cancelled = true,
            Event::AttendanceRecorded(it) => self.attendance = Some(it.clone()),
            Event::MinutesRecorded(it) => self.minutes = Some(Minutes::from(it)),
            event => {
                if let Some(minutes) = &mut self.minutes {
                    minutes.evolve(event);
                }
            }
        }
    }
}

impl Minutes {
    pub fn approval(&self) -> Approval {
        Approval { approved: self.approved_by.len(), approvers: self.recorded.approvers.len() }
    }

    pub fn is_approved_by(&self, partner_id: &str) -> bool {
        self.approved_by.iter().any(|it| it == partner_id)
    }

    fn evolve(&mut self, event: &Event) {
        match event {
            Event::MinutesApproved(it) => self.approved_by.push(it.partner_id.clone()),
            Event::MinutesAgreed(_) => self.state = MinutesState::Agreed,
            Event::MinutesReturned(it) => {
                self.state = MinutesState::Returned;
                self.returned = Some((it.partner_id.clone(), it.reason.clone()));
            }
            _ => (),
        }
    }
}

impl From<&MeetingScheduled> for Scheduled {
    fn from(called: &MeetingScheduled) -> Self {
        Scheduled {
            called: called.clone(),
            // Decided here with a beginning in range; without one it would have begun long ago.
            starts_at: moment::read(called.starts_at.as_ref()).unwrap_or(Timestamp::MIN),
            minutes_long: called.minutes_long,
            place: called.place.clone(),
            items: BTreeMap::new(),
            is_cancelled: false,
            attendance: None,
            minutes: None,
        }
    }
}

impl From<&MinutesRecorded> for Minutes {
    fn from(recorded: &MinutesRecorded) -> Self {
        Minutes { recorded: recorded.clone(), state: MinutesState::Recorded, approved_by: Vec::new(), returned: None }
    }
}
