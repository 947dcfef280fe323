//! Calling a meeting, moving it, calling it off, and what it is to be about.

use contract::{
    moment,
    partners::{
        AddAgendaItem, AgendaItemAdded, AgendaPoint, CancelMeeting, MeetingCancelled, MeetingRescheduled,
        MeetingScheduled, RescheduleMeeting, ScheduleMeeting,
    },
};
use jiff::{SignedDuration, Timestamp};
use kernel::{Aggregate, Context, Decide, Decision, Invalid, parse};

use super::super::{rejection::Rejection, state::Meeting};
use crate::members::Members;

const AHEAD_MAX: SignedDuration = SignedDuration::from_hours(731 * 24);
/// What came with the call, and what was added since.
const AGENDA_ITEMS_MAX: usize = 100;

impl Decide<ScheduleMeeting> for Meeting {
    type Known = Members;

    fn target(command: &ScheduleMeeting) -> (&str, &str) {
        (&command.partnership_id, &command.meeting_id)
    }

    fn decide(&self, command: &ScheduleMeeting, members: &Members, context: &Context) -> Decision<Self> {
        let call = call(command, members, context)?;
        match self {
            Meeting::Unscheduled => Ok(vec![call.into()]),
            // Whoever belongs by now: it is the same call.
            Meeting::Scheduled(it) if it.called == MeetingScheduled { invited: it.called.invited.clone(), ..call } => {
                Ok(vec![])
            }
            Meeting::Scheduled(_) => Err(Rejection::IdTaken),
        }
    }
}

impl Decide<AddAgendaItem> for Meeting {
    type Known = ();

    fn target(command: &AddAgendaItem) -> (&str, &str) {
        (&command.partnership_id, &command.meeting_id)
    }

    fn thing(command: &AddAgendaItem, context: &Context) -> String {
        context.or_fresh(&command.item_id, "agenda_item")
    }

    fn decide(&self, command: &AddAgendaItem, _: &(), context: &Context) -> Decision<Self> {
        let AddAgendaItem { command_id: _, validate_only: _, partnership_id, meeting_id, item_id: _, text, minutes } =
            command;
        let item = AgendaItemAdded {
            partnership_id: partnership_id.clone(),
            meeting_id: meeting_id.clone(),
            item_id: Meeting::thing(command, context),
            added_by: context.partner.clone(),
            text: parse::filled("text", text)?.to_owned(),
            minutes: *minutes,
        };
        let scheduled = self.scheduled()?;
        match scheduled.items.get(&item.item_id) {
            Some(already) if *already == item => return Ok(vec![]),
            Some(_) => return Err(Rejection::ItemTaken),
            None => scheduled.before_it_begins(context.now)?,
        }
        if AGENDA_ITEMS_MAX <= scheduled.called.agenda.len() + scheduled.items.len() {
            let problem = format!("has {AGENDA_ITEMS_MAX} items on its agenda, and more are not taken");
            return Err(Invalid::new("meeting_id", problem).into());
        }
        Ok(vec![item.into()])
    }
}

impl Decide<RescheduleMeeting> for Meeting {
    type Known = Members;

    fn target(command: &RescheduleMeeting) -> (&str, &str) {
        (&command.partnership_id, &command.meeting_id)
    }

    fn decide(&self, command: &RescheduleMeeting, members: &Members, context: &Context) -> Decision<Self> {
        let RescheduleMeeting {
            command_id: _,
            validate_only: _,
            partnership_id,
            meeting_id,
            starts_at,
            minutes_long,
            place,
            reason,
            // The desk has compared it.
            expected_revision: _,
        } = command;
        let starts_at = coming(starts_at.as_ref(), context)?;
        let scheduled = self.scheduled()?;
        scheduled.before_it_begins(context.now)?;
        let minutes_long = if *minutes_long == 0 { scheduled.minutes_long } else { *minutes_long };
        let place = if place.trim().is_empty() { &scheduled.place } else { place.trim() };
        if (starts_at, minutes_long, place) == (scheduled.starts_at, scheduled.minutes_long, &scheduled.place) {
            return Ok(vec![]);
        }
        let reason = reason.trim();
        if reason.is_empty() && context.partner != scheduled.called.scheduled_by {
            return Err(Invalid::new("reason", "is missing: another member scheduled the meeting").into());
        }
        Ok(vec![
            MeetingRescheduled {
                partnership_id: partnership_id.clone(),
                meeting_id: meeting_id.clone(),
                rescheduled_by: context.partner.clone(),
                starts_at: Some(moment::on_wire(starts_at)),
                minutes_long,
                place: place.to_owned(),
                reason: reason.to_owned(),
                invited: members.everyone().cloned().collect(),
            }
            .into(),
        ])
    }
}

impl Decide<CancelMeeting> for Meeting {
    type Known = ();

    fn target(command: &CancelMeeting) -> (&str, &str) {
        (&command.partnership_id, &command.meeting_id)
    }

    fn decide(&self, command: &CancelMeeting, _: &(), context: &Context) -> Decision<Self> {
        let CancelMeeting { command_id: _, validate_only: _, partnership_id, meeting_id, reason } = command;
        let reason = parse::filled("reason", reason)?.to_owned();
        let scheduled = self.scheduled()?;
        if scheduled.is_cancelled {
            return Ok(vec![]);
        }
        scheduled.before_it_begins(context.now)?;
        let (partnership_id, meeting_id) = (partnership_id.clone(), meeting_id.clone());
        Ok(vec![MeetingCancelled { partnership_id, meeting_id, cancelled_by: context.partner.clone(), reason }.into()])
    }
}

fn call(command: &ScheduleMeeting, members: &Members, context: &Context) -> Result<MeetingScheduled, Invalid> {
    let ScheduleMeeting {
        command_id: _,
        validate_only: _,
        partnership_id,
        meeting_id,
        title,
        starts_at,
        minutes_long,
        place,
        agenda,
    } = command;
    Ok(MeetingScheduled {
        partnership_id: partnership_id.clone(),
        meeting_id: context.or_fresh(meeting_id, Meeting::KIND),
        scheduled_by: context.partner.clone(),
        title: parse::filled("title", title)?.to_owned(),
        starts_at: Some(moment::on_wire(coming(starts_at.as_ref(), context)?)),
        minutes_long: *minutes_long,
        place: parse::filled("place", place)?.to_owned(),
        agenda: agenda.iter().map(point).collect::<Result<_, _>>()?,
        invited: members.everyone().cloned().collect(),
    })
}

fn point(AgendaPoint { text, minutes }: &AgendaPoint) -> Result<AgendaPoint, Invalid> {
    Ok(AgendaPoint { text: parse::filled("agenda.text", text)?.to_owned(), minutes: *minutes })
}

/// A moment that a meeting can begin at.
fn coming(starts_at: Option<&prost_types::Timestamp>, context: &Context) -> Result<Timestamp, Invalid> {
    let invalid = |problem: String| Invalid::new("starts_at", problem);
    match moment::read(starts_at) {
        None => Err(invalid("is missing or out of range".into())),
        Some(at) if at <= context.now => Err(invalid(format!("is {at}, which is past"))),
        Some(at) if AHEAD_MAX < at.duration_since(context.now) => {
            Err(invalid(format!("is {at}, more than two years ahead")))
        }
        Some(at) => Ok(at),
    }
}
