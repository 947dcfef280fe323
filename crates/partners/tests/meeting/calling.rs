//! Calling a meeting, moving it, calling it off.

use super::*;

#[test]
fn a_member_calls_a_meeting_and_everyone_is_invited() {
    nothing::<Meeting>().by("a").when_knowing(members(), schedule()).then(scheduled());
}

#[test]
fn the_same_call_again_changes_nothing_even_when_others_have_joined() {
    let more = Members { voices: names(["a", "b", "c", "d", "e"]), ..members() };
    called().by("a").when_knowing(more, schedule()).then_nothing();
    called().by("b").when_knowing(members(), schedule()).then_rejected(Rejection::IdTaken);
    let other = ScheduleMeeting { title: "Summer meeting".into(), ..schedule() };
    called().by("a").when_knowing(members(), other).then_rejected(Rejection::IdTaken);
}

#[test]
fn a_meeting_is_in_the_future_and_not_too_far() {
    let at = |starts_at: Timestamp| ScheduleMeeting { starts_at: Some(moment::on_wire(starts_at)), ..schedule() };
    let refused = |command: ScheduleMeeting, problem: &str| {
        let rejection = Invalid::new("starts_at", problem).into();
        nothing::<Meeting>().by("a").when_knowing(members(), command).then_rejected(rejection);
    };
    refused(at(now()), "is 2026-01-15T12:00:00Z, which is past");
    refused(at(now() + SignedDuration::from_hours(732 * 24)), "is 2028-01-17T12:00:00Z, more than two years ahead");
    refused(ScheduleMeeting { starts_at: None, ..schedule() }, "is missing or out of range");
    let never = Some(prost_types::Timestamp { seconds: i64::MAX, nanos: 0 });
    refused(ScheduleMeeting { starts_at: never, ..schedule() }, "is missing or out of range");
}

#[test]
fn a_meeting_has_a_title_a_place_and_says_what_it_is_about() {
    for (command, field) in [
        (ScheduleMeeting { title: " ".into(), ..schedule() }, "title"),
        (ScheduleMeeting { place: " ".into(), ..schedule() }, "place"),
        (ScheduleMeeting { agenda: vec![AgendaPoint::default()], ..schedule() }, "agenda.text"),
    ] {
        let rejection = Invalid::new(field, "is missing").into();
        nothing::<Meeting>().by("a").when_knowing(members(), command).then_rejected(rejection);
    }
}

#[test]
fn who_called_a_meeting_moves_it_others_say_why() {
    called().by("a").when_knowing(members(), move_to(later(), "")).then(moved("a", later(), ""));
    called().by("b").when_knowing(members(), move_to(later(), "harvest")).then(moved("b", later(), "harvest"));
    let rejection = Invalid::new("reason", "is missing: another member scheduled the meeting").into();
    called().by("b").when_knowing(members(), move_to(later(), " ")).then_rejected(rejection);
}

#[test]
fn what_is_not_said_stays_as_it_was() {
    let command = RescheduleMeeting { place: "Kabul".into(), minutes_long: 60, ..move_to(start(), "") };
    let event = MeetingRescheduled { place: "Kabul".into(), minutes_long: 60, ..moved("a", start(), "") };
    called().by("a").when_knowing(members(), command).then(event);
    called().by("b").when_knowing(members(), move_to(start(), "")).then_nothing();
}

#[test]
fn a_meeting_that_has_begun_or_was_called_off_is_not_moved() {
    let at = start();
    called()
        .at(at)
        .by("a")
        .when_knowing(members(), move_to(later(), ""))
        .then_rejected(Rejection::Begun { starts_at: at });
    called().and(cancelled()).by("a").when_knowing(members(), move_to(later(), "")).then_rejected(Rejection::Cancelled);
    nothing::<Meeting>().by("a").when_knowing(members(), move_to(later(), "")).then_rejected(Rejection::NotFound);
    let past = Invalid::new("starts_at", "is 2026-01-15T12:00:00Z, which is past").into();
    called().by("a").when_knowing(members(), move_to(now(), "")).then_rejected(past);
}

#[test]
fn a_moved_meeting_begins_when_it_was_moved_to() {
    let moved = || called().and(moved("a", later(), ""));
    moved().at(start()).by("b").when(add("Prices")).then(added("b", "Prices"));
    moved().at(later()).by("b").when(add("Prices")).then_rejected(Rejection::Begun { starts_at: later() });
}

#[test]
fn any_member_calls_a_meeting_off_before_it_begins() {
    called().by("b").when(cancel()).then(cancelled());
    called().and(cancelled()).by("b").when(cancel()).then_nothing();
    called().at(just_before(start())).by("b").when(cancel()).then(cancelled());
    called().at(start()).by("b").when(cancel()).then_rejected(Rejection::Begun { starts_at: start() });
    let silent = CancelMeeting { reason: " ".into(), ..cancel() };
    called().by("b").when(silent).then_rejected(Invalid::new("reason", "is missing").into());
    nothing::<Meeting>().by("b").when(cancel()).then_rejected(Rejection::NotFound);
}

fn later() -> Timestamp {
    start() + SignedDuration::from_hours(24)
}

fn move_to(starts_at: Timestamp, reason: &str) -> RescheduleMeeting {
    RescheduleMeeting {
        partnership_id: "partnership".into(),
        meeting_id: "meeting".into(),
        starts_at: Some(moment::on_wire(starts_at)),
        reason: reason.into(),
        ..Default::default()
    }
}

fn moved(by: &str, starts_at: Timestamp, reason: &str) -> MeetingRescheduled {
    MeetingRescheduled {
        partnership_id: "partnership".into(),
        meeting_id: "meeting".into(),
        rescheduled_by: by.into(),
        starts_at: Some(moment::on_wire(starts_at)),
        minutes_long: 90,
        place: "Herat".into(),
        reason: reason.into(),
        invited: names(["a", "b", "c", "d", "auditor", "observer"]),
    }
}
