//! Which answers a question about meetings, actions and the rest of talk asks for.

use contract::partners::{
    Action, ActionState, CalendarEntry, CheckIn, GetCalendar, ListActions, ListCheckIns, ListMeetings, ListRedactions,
    ListReminders, ListUpdates, ListWaiting, Meeting, MeetingState, Redaction, RedactionState, Reminder, Update,
    Waiting, WaitingKind,
};

pub(super) fn for_meeting(question: &ListMeetings, meeting: &Meeting) -> bool {
    question.state() == MeetingState::Unspecified || question.state() == meeting.state()
}

pub(super) fn for_action(question: &ListActions, action: &Action) -> bool {
    let state = question.state() == ActionState::Unspecified || question.state() == action.state();
    state && is_or_any(&question.assigned_to, &action.assigned_to) && (action.overdue || !question.overdue)
}

pub(super) fn for_update(question: &ListUpdates, update: &Update) -> bool {
    question.affects.is_empty() || update.affects.contains(&question.affects)
}

pub(super) fn for_redaction(question: &ListRedactions, redaction: &Redaction) -> bool {
    question.state() == RedactionState::Unspecified || question.state() == redaction.state()
}

pub(super) fn for_check_in(question: &ListCheckIns, check_in: &CheckIn) -> bool {
    is_or_any(&question.partner_id, &check_in.partner_id)
}

pub(super) fn for_reminder(question: &ListReminders, reminder: &Reminder) -> bool {
    is_or_any(&question.partner_id, &reminder.partner_id)
}

/// What concerns no partner by name concerns all.
pub(super) fn for_entry(question: &GetCalendar, entry: &CalendarEntry) -> bool {
    let from = question.from_on.is_empty() || question.from_on <= entry.on;
    let until = question.until_on.is_empty() || entry.on <= question.until_on;
    let concerns = entry.partner_id.is_empty() || is_or_any(&question.partner_id, &entry.partner_id);
    from && until && concerns
}

pub(super) fn for_waiting(question: &ListWaiting, waiting: &Waiting) -> bool {
    question.kind() == WaitingKind::Unspecified || question.kind() == waiting.kind()
}

fn is_or_any(asked_for: &str, it: &str) -> bool {
    asked_for.is_empty() || asked_for == it
}
