//! How the members talk with each other, of what was due.

use super::*;

#[test]
fn a_check_in_is_due_when_its_period_is_over_for_those_that_were_members_then() {
    let mut world = World::of(&["a", "b", "c"]);
    world.hear("2026-02-01T12:00:00Z", checked_in("a", "2026-03-31"));
    for partner_id in ["b", "c"] {
        world.hear("2026-03-25T00:00:00Z", reminded(partner_id, "2026-04-01T00:00:00Z"));
    }
    world.hear("2026-03-28T12:00:00Z", left("c"));
    let [_, talk, ..] = world.measured("2026-03-31T12:00:00Z").parts;
    let none = all(&talk, Measure::CheckIns);
    assert_eq!((none.value.as_deref(), none.not_measurable.as_str()), (None, "no check-in was due yet"));
    let [_, talk, ..] = world.measured("2026-04-01T00:00:00Z").parts;
    assert_eq!(counts(&all(&talk, Measure::CheckIns)), (1, 2), "who left before owes nothing");
    assert_eq!(counts(&of(&talk, Measure::CheckIns, &["a"])), (1, 1));
    assert_eq!(counts(&of(&talk, Measure::CheckIns, &["b"])), (0, 1));
    world.hear("2026-03-30T12:00:00Z", checked_in("b", "2026-03-31"));
    let [_, talk, ..] = world.measured("2026-04-01T00:00:00Z").parts;
    assert_eq!(all(&talk, Measure::CheckIns).value.as_deref(), Some("100"));
}

#[test]
fn check_ins_of_many_periods_stay_counted() {
    let mut world = World::of(&["a", "b"]);
    for (place, year) in (2026..2046).enumerate() {
        match place % 2 {
            0 => world.hear(&format!("{year}-01-02T12:00:00Z"), checked_in("a", &format!("{year}-12-31"))),
            _ => {
                world.hear(&format!("{year}-12-24T00:00:00Z"), reminded("a", &format!("{}-01-01T00:00:00Z", year + 1)))
            }
        }
    }
    let [_, talk, ..] = world.measured("2046-01-01T00:00:00Z").parts;
    assert_eq!(counts(&of(&talk, Measure::CheckIns, &["a"])), (10, 20));
}

#[test]
fn meetings_are_held_missed_or_called_off_and_attendance_is_of_those_held() {
    let mut world = World::of(&["a", "b"]);
    for meeting_id in ["held", "missed", "off", "to come"] {
        let starts_at = if meeting_id == "to come" { at("2027-01-01T09:00:00Z") } else { at("2026-02-01T09:00:00Z") };
        world.hear(START, called(meeting_id, starts_at, &["a", "b"]));
    }
    world.hear(START, MeetingCancelled { meeting_id: "off".into(), ..Default::default() });
    world.hear("2026-02-01T12:00:00Z", present("held", &["a"]));
    let [_, talk, _, minutes] = world.measured("2026-02-02T00:00:00Z").parts;
    assert_eq!(counts(&all(&talk, Measure::Meetings)), (1, 2));
    assert_eq!(counts(&all(&talk, Measure::Attendance)), (1, 2));
    assert_eq!(counts(&of(&talk, Measure::Attendance, &["b"])), (0, 1));
    assert_eq!(counts(&all(&minutes, Measure::MinutesApproved)), (0, 1));
    // Recorded anew, and only then approved.
    world.hear("2026-02-02T12:00:00Z", present("held", &["a", "b"]));
    world.hear("2026-02-03T12:00:00Z", MinutesAgreed { meeting_id: "held".into(), ..Default::default() });
    let [_, talk, _, minutes] = world.measured("2026-02-04T00:00:00Z").parts;
    assert_eq!(counts(&all(&talk, Measure::Attendance)), (2, 2));
    assert_eq!(counts(&all(&talk, Measure::Meetings)), (1, 2));
    assert_eq!(all(&minutes, Measure::MinutesApproved).value.as_deref(), Some("100"));
}

#[test]
fn who_left_before_a_meeting_was_not_absent_from_it() {
    let mut world = World::of(&["a", "b"]);
    world.hear(START, called("held", at("2026-02-01T09:00:00Z"), &["a", "b"]));
    world.hear("2026-01-20T12:00:00Z", left("b"));
    world.hear("2026-02-01T12:00:00Z", present("held", &["a"]));
    let [_, talk, ..] = world.measured("2026-02-02T00:00:00Z").parts;
    assert_eq!(counts(&all(&talk, Measure::Attendance)), (1, 1));
}

#[test]
fn reviews_are_due_by_the_charters_cadence_and_by_none_where_it_says_none() {
    let opened = || ReviewOpened { partnership_id: "p".into(), ..Default::default() };
    let mut silent = World::of(&["a", "b"]);
    silent.hear(START, opened());
    let [_, talk, ..] = silent.measured("2026-12-31T12:00:00Z").parts;
    let reviews = all(&talk, Measure::Reviews);
    assert_eq!((reviews.value, reviews.count), (None, Some(1)));
    assert_eq!(reviews.not_measurable, "the charter does not say how often the members review");
    let mut agreed = World::agreed(&["a", "b"], Terms { review_months: 3, ..Default::default() });
    let [_, talk, ..] = agreed.measured("2026-03-31T12:00:00Z").parts;
    assert_eq!(all(&talk, Measure::Reviews).not_measurable, "no review was due yet");
    agreed.hear("2026-04-15T12:00:00Z", opened());
    let [_, talk, ..] = agreed.measured("2026-08-01T00:00:00Z").parts;
    assert_eq!(counts(&all(&talk, Measure::Reviews)), (1, 2));
}

fn checked_in(partner_id: &str, ends_on: &str) -> CheckInRecorded {
    CheckInRecorded { partner_id: partner_id.into(), ends_on: ends_on.into(), ..Default::default() }
}

fn reminded(partner_id: &str, over_at: &str) -> ReminderGiven {
    let kind = ReminderKind::CheckInDue.into();
    ReminderGiven { partner_id: partner_id.into(), kind, due_at: at(over_at), ..Default::default() }
}

fn called(meeting_id: &str, starts_at: Option<prost_types::Timestamp>, invited: &[&str]) -> MeetingScheduled {
    let invited = invited.iter().map(|it| (*it).to_owned()).collect();
    MeetingScheduled { meeting_id: meeting_id.into(), starts_at, invited, ..Default::default() }
}

fn present(meeting_id: &str, present: &[&str]) -> AttendanceRecorded {
    let present = present.iter().map(|it| (*it).to_owned()).collect();
    AttendanceRecorded { meeting_id: meeting_id.into(), present, ..Default::default() }
}
