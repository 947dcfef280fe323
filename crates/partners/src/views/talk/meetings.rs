//! Meetings with their agenda, who came, and what the minutes still need.

use contract::{
    log::{Envelope, envelope::Fact},
    partners::{
        AgendaItem, AgendaItemAdded, Event as Heard, Meeting, MeetingRescheduled, MeetingScheduled, MeetingState,
        Minutes, MinutesRecorded, MinutesState, event::Kind as Event,
    },
};
use runtime::{
    keys::Reader,
    views::{Fold, View},
};

use crate::{meeting::approval::Approval, sealing, views::place};

pub(super) struct Meetings;

impl View for Meetings {
    fn name(&self) -> &'static str {
        super::MEETINGS
    }

    fn version(&self) -> u32 {
        2
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        let Some(Fact::Partners(Heard { kind: Some(event) })) = &fact.fact else { return };
        match event {
            Event::MeetingScheduled(it) => fold.put(place(&it.partnership_id, &it.meeting_id), scheduled(it)),
            Event::AgendaItemAdded(it) => {
                fold.change(place(&it.partnership_id, &it.meeting_id), |meeting| add(meeting, it));
            }
            Event::MeetingRescheduled(it) => {
                fold.change(place(&it.partnership_id, &it.meeting_id), |meeting| reschedule(meeting, it));
            }
            Event::MeetingCancelled(it) => {
                fold.change(place(&it.partnership_id, &it.meeting_id), |meeting: &mut Meeting| {
                    meeting.set_state(MeetingState::Cancelled);
                    meeting.reason = it.reason.clone();
                });
            }
            Event::AttendanceRecorded(it) => {
                fold.change(place(&it.partnership_id, &it.meeting_id), |meeting: &mut Meeting| {
                    meeting.set_state(MeetingState::Held);
                    meeting.present = it.present.clone();
                });
            }
            event => project_minutes(event, fold),
        }
    }
}

/// Who may ask for a meeting may read its minutes.
pub fn open(meeting: &mut Meeting, reader: &Reader) {
    if let Some(Minutes { summary, sealed, redacted, .. }) = &mut meeting.minutes {
        sealing::show(reader, true, summary, sealed, redacted);
    }
}

fn project_minutes(event: &Event, fold: &mut Fold<'_>) {
    match event {
        Event::MinutesRecorded(it) => {
            fold.change(place(&it.partnership_id, &it.meeting_id), |meeting: &mut Meeting| {
                meeting.minutes = Some(recorded(it));
            });
        }
        Event::MinutesApproved(it) => minutes(fold, &it.partnership_id, &it.meeting_id, |minutes| {
            minutes.approved_by.push(it.partner_id.clone());
            if minutes.state() == MinutesState::Recorded {
                minutes.why = approval(minutes).still_needed();
            }
        }),
        Event::MinutesAgreed(it) => minutes(fold, &it.partnership_id, &it.meeting_id, |minutes| {
            minutes.set_state(MinutesState::Agreed);
            minutes.why = it.why.clone();
        }),
        Event::MinutesReturned(it) => minutes(fold, &it.partnership_id, &it.meeting_id, |minutes| {
            minutes.set_state(MinutesState::Returned);
            minutes.why = it.reason.clone();
        }),
        _ => (),
    }
}

fn minutes(fold: &mut Fold<'_>, partnership_id: &str, meeting_id: &str, change: impl FnOnce(&mut Minutes)) {
    fold.change(place(partnership_id, meeting_id), |meeting: &mut Meeting| {
        if let Some(minutes) = &mut meeting.minutes {
            change(minutes);
        }
    });
}

fn scheduled(it: &MeetingScheduled) -> Meeting {
    let MeetingScheduled {
        partnership_id,
        meeting_id,
        scheduled_by,
        title,
        starts_at,
        minutes_long,
        place,
        agenda,
        invited,
    } = it.clone();
    let item = |text, minutes| AgendaItem { item_id: String::new(), partner_id: scheduled_by.clone(), text, minutes };
    let agenda = agenda.into_iter().map(|it| item(it.text, it.minutes)).collect();
    Meeting {
        partnership_id,
        meeting_id,
        state: MeetingState::Scheduled.into(),
        scheduled_by,
        title,
        starts_at,
        minutes_long,
        place,
        agenda,
        invited,
        ..Default::default()
    }
}

fn add(meeting: &mut Meeting, it: &AgendaItemAdded) {
    let AgendaItemAdded { partnership_id: _, meeting_id: _, item_id, added_by, text, minutes } = it.clone();
    meeting.agenda.push(AgendaItem { item_id, partner_id: added_by, text, minutes });
}

fn reschedule(meeting: &mut Meeting, it: &MeetingRescheduled) {
    let MeetingRescheduled {
        partnership_id: _,
        meeting_id: _,
        rescheduled_by: _,
        starts_at,
        minutes_long,
        place,
        reason,
        invited,
    } = it.clone();
    meeting.starts_at = starts_at;
    meeting.minutes_long = minutes_long;
    meeting.place = place;
    meeting.reason = reason;
    meeting.invited = invited;
    meeting.times_moved += 1;
}

fn recorded(it: &MinutesRecorded) -> Minutes {
    let MinutesRecorded { partnership_id: _, meeting_id: _, version, written_by, summary, document, approvers, sealed } =
        it.clone();
    let mut minutes = Minutes {
        version,
        state: MinutesState::Recorded.into(),
        written_by,
        summary,
        document,
        approvers,
        sealed,
        ..Default::default()
    };
    minutes.why = approval(&minutes).still_needed();
    minutes
}

fn approval(minutes: &Minutes) -> Approval {
    Approval { approved: minutes.approved_by.len(), approvers: minutes.approvers.len() }
}
