//! What calling a meeting, holding it and telling of it leads to.

mod agenda;
mod attendance;
mod calling;
mod minutes;
mod once_each;

use contract::{
    moment,
    partners::{
        AddAgendaItem, AgendaItemAdded, AgendaPoint, ApproveMinutes, AttendanceRecorded, CancelMeeting, Evidence,
        MeetingCancelled, MeetingRescheduled, MeetingScheduled, MinutesAgreed, MinutesApproved, MinutesRecorded,
        MinutesReturned, RecordAttendance, RecordMinutes, RescheduleMeeting, ReturnMinutes, ScheduleMeeting,
    },
};
use jiff::{SignedDuration, Timestamp};
use kernel::{
    Invalid, Reject,
    scenario::{Scenario, context, given, nothing},
};
use partners::{
    meeting::{Meeting, Rejection},
    members::Members,
    scenario::{key, sealed},
};

#[test]
fn refusals_name_the_reason_and_the_field() {
    let starts_at = start();
    for (rejection, reason, field) in [
        (Rejection::NotFound, "REASON_NOT_FOUND", Some("meeting_id")),
        (Rejection::IdTaken, "REASON_ID_TAKEN", Some("meeting_id")),
        (Rejection::ItemTaken, "REASON_ID_TAKEN", Some("item_id")),
        (Rejection::Begun { starts_at }, "REASON_MEETING_BEGUN", None),
        (Rejection::NotBegun { starts_at }, "REASON_MEETING_NOT_BEGUN", None),
        (Rejection::Cancelled, "REASON_MEETING_CANCELLED", None),
        (Rejection::NotAMember { partner_id: "x".into() }, "REASON_NOT_A_MEMBER", Some("present")),
        (Rejection::AttendanceMissing, "REASON_ATTENDANCE_MISSING", None),
        (Rejection::NoMinutes, "REASON_MINUTES_STATE", None),
        (Rejection::MinutesWait, "REASON_MINUTES_STATE", None),
        (Rejection::MinutesAgreed, "REASON_MINUTES_STATE", None),
        (Rejection::MinutesReturned, "REASON_MINUTES_STATE", None),
        (Rejection::MinutesVersion { named: 1, current: 2 }, "REASON_MINUTES_VERSION", Some("version")),
        (Rejection::OwnMinutes, "REASON_OWN_MINUTES", None),
        (Rejection::NotPresent, "REASON_NOT_PRESENT", None),
        (Rejection::NoVoice, "REASON_NOT_A_MEMBER", None),
    ] {
        let refusal = rejection.refusal();
        assert_eq!((refusal.reason, refusal.field), (reason, field), "{rejection}");
    }
}

fn now() -> Timestamp {
    context().now
}

/// The meeting is a week from now.
fn start() -> Timestamp {
    now() + SignedDuration::from_hours(7 * 24)
}

fn just_before(at: Timestamp) -> Timestamp {
    at - SignedDuration::from_nanos(1)
}

fn members() -> Members {
    Members { voices: names(["a", "b", "c", "d"]), others: names(["auditor", "observer"]) }
}

fn names<const N: usize>(names: [&str; N]) -> Vec<String> {
    names.map(str::to_owned).to_vec()
}

fn called() -> Scenario<Meeting> {
    given::<Meeting, _>([scheduled()])
}

/// Held by these, at the moment it began.
fn held<const N: usize>(present: [&str; N]) -> Scenario<Meeting> {
    called().and(attended(present)).at(start())
}

/// With minutes of a's.
fn told<const N: usize>(present: [&str; N]) -> Scenario<Meeting> {
    held(present).and(recorded(1, &present))
}

fn schedule() -> ScheduleMeeting {
    ScheduleMeeting {
        partnership_id: "partnership".into(),
        meeting_id: "meeting".into(),
        title: "Spring meeting".into(),
        starts_at: Some(moment::on_wire(start())),
        minutes_long: 90,
        place: "Herat".into(),
        agenda: vec![AgendaPoint { text: "Seed loans".into(), minutes: 30 }],
        ..Default::default()
    }
}

fn scheduled() -> MeetingScheduled {
    MeetingScheduled {
        partnership_id: "partnership".into(),
        meeting_id: "meeting".into(),
        scheduled_by: "a".into(),
        title: "Spring meeting".into(),
        starts_at: Some(moment::on_wire(start())),
        minutes_long: 90,
        place: "Herat".into(),
        agenda: vec![AgendaPoint { text: "Seed loans".into(), minutes: 30 }],
        invited: names(["a", "b", "c", "d", "auditor", "observer"]),
    }
}

fn add(text: &str) -> AddAgendaItem {
    AddAgendaItem {
        partnership_id: "partnership".into(),
        meeting_id: "meeting".into(),
        item_id: "item".into(),
        text: text.into(),
        minutes: 15,
        ..Default::default()
    }
}

fn added(added_by: &str, text: &str) -> AgendaItemAdded {
    AgendaItemAdded {
        partnership_id: "partnership".into(),
        meeting_id: "meeting".into(),
        item_id: "item".into(),
        added_by: added_by.into(),
        text: text.into(),
        minutes: 15,
    }
}

fn attend<const N: usize>(present: [&str; N]) -> RecordAttendance {
    RecordAttendance {
        partnership_id: "partnership".into(),
        meeting_id: "meeting".into(),
        present: names(present),
        ..Default::default()
    }
}

fn attended<const N: usize>(present: [&str; N]) -> AttendanceRecorded {
    AttendanceRecorded {
        partnership_id: "partnership".into(),
        meeting_id: "meeting".into(),
        recorded_by: "a".into(),
        present: names(present),
        with_voice: with_voice(&present),
    }
}

fn with_voice(present: &[&str]) -> Vec<String> {
    present.iter().filter(|it| members().has_voice(it)).map(|it| (*it).to_owned()).collect()
}

fn record(summary: &str) -> RecordMinutes {
    RecordMinutes {
        partnership_id: "partnership".into(),
        meeting_id: "meeting".into(),
        summary: summary.into(),
        ..Default::default()
    }
}

/// Minutes written by a.
fn recorded(version: u32, present: &[&str]) -> MinutesRecorded {
    MinutesRecorded {
        partnership_id: "partnership".into(),
        meeting_id: "meeting".into(),
        version,
        written_by: "a".into(),
        summary: String::new(),
        document: None,
        approvers: with_voice(present).into_iter().filter(|it| it != "a").collect(),
        sealed: sealed("a", "Seed is bought together"),
    }
}

fn approve(version: u32) -> ApproveMinutes {
    ApproveMinutes { partnership_id: "partnership".into(), meeting_id: "meeting".into(), version, ..Default::default() }
}

fn approved(version: u32, partner_id: &str) -> MinutesApproved {
    MinutesApproved {
        partnership_id: "partnership".into(),
        meeting_id: "meeting".into(),
        version,
        partner_id: partner_id.into(),
    }
}

fn agreed(version: u32, approved: u32, approvers: u32, why: &str) -> MinutesAgreed {
    MinutesAgreed {
        partnership_id: "partnership".into(),
        meeting_id: "meeting".into(),
        version,
        approved,
        approvers,
        why: why.into(),
    }
}

fn give_back(version: u32, reason: &str) -> ReturnMinutes {
    ReturnMinutes {
        partnership_id: "partnership".into(),
        meeting_id: "meeting".into(),
        version,
        reason: reason.into(),
        ..Default::default()
    }
}

fn given_back(version: u32, partner_id: &str, reason: &str) -> MinutesReturned {
    MinutesReturned {
        partnership_id: "partnership".into(),
        meeting_id: "meeting".into(),
        version,
        partner_id: partner_id.into(),
        reason: reason.into(),
        written_by: "a".into(),
    }
}

fn cancel() -> CancelMeeting {
    CancelMeeting {
        partnership_id: "partnership".into(),
        meeting_id: "meeting".into(),
        reason: "The pass is snowed in".into(),
        ..Default::default()
    }
}

fn cancelled() -> MeetingCancelled {
    MeetingCancelled {
        partnership_id: "partnership".into(),
        meeting_id: "meeting".into(),
        cancelled_by: "b".into(),
        reason: "The pass is snowed in".into(),
    }
}
