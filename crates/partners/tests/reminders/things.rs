//! Proposals, meetings, actions and updates.

use super::*;

#[test]
fn those_who_have_not_spoken_are_reminded_two_days_before_the_close() {
    let mut world = World::new();
    world.hear(opened("2026-02-01T12:00:00Z"));
    assert_eq!(world.due("2026-01-30T11:59:59Z"), []);
    assert_eq!(world.due("2026-01-30T12:00:00Z"), deadline(["a", "b", "c"]));
    world.hear(position("b"));
    assert_eq!(world.due("2026-01-30T12:00:00Z"), deadline(["a", "c"]));
    world.remind("2026-01-30T12:00:00Z");
    assert_eq!(world.due("2026-02-01T12:00:00Z"), []);
}

#[test]
fn nobody_is_reminded_of_a_closed_proposal() {
    let mut world = World::new();
    world.hear(opened("2026-02-01T12:00:00Z"));
    world.hear(ProposalAdopted { partnership_id: "p".into(), proposal_id: "thing".into(), ..Default::default() });
    assert_eq!(world.due("2026-02-01T12:00:00Z"), []);
}

#[test]
fn everyone_invited_is_reminded_of_a_meeting_the_day_before_wherever_it_is_moved() {
    let mut world = World::new();
    world.hear(scheduled("2026-02-01T12:00:00Z"));
    let everyone = |world: &World, at| world.due(at).len();
    assert_eq!((everyone(&world, "2026-01-31T11:59:59Z"), everyone(&world, "2026-01-31T12:00:00Z")), (0, 2));
    world.hear(moved("2026-02-11T12:00:00Z"));
    assert_eq!((everyone(&world, "2026-01-31T12:00:00Z"), everyone(&world, "2026-02-10T12:00:00Z")), (0, 2));
    world.remind("2026-02-10T12:00:00Z");
    assert_eq!(everyone(&world, "2026-02-12T12:00:00Z"), 0);

    // Put off and then back: that is another occasion, and they are told again.
    world.hear(moved("2026-02-12T12:00:00Z"));
    world.hear(moved("2026-02-11T12:00:00Z"));
    assert_eq!(everyone(&world, "2026-02-10T12:00:00Z"), 2);
    world.remind("2026-02-10T12:00:00Z");
    assert_eq!(world.given.len(), 4, "each under an id of its own");
}

#[test]
fn a_meeting_that_was_called_off_or_held_needs_no_reminder() {
    let (partnership_id, meeting_id) = (String::from("p"), String::from("thing"));
    let off = MeetingCancelled {
        partnership_id: partnership_id.clone(),
        meeting_id: meeting_id.clone(),
        ..Default::default()
    };
    let held = AttendanceRecorded { partnership_id, meeting_id, ..Default::default() };
    for ended in [Kind::from(off), Kind::from(held)] {
        let mut world = World::new();
        world.hear(scheduled("2026-02-01T12:00:00Z"));
        world.hear(ended);
        assert_eq!(world.due("2026-02-01T12:00:00Z"), []);
    }
}

#[test]
fn an_action_is_reminded_of_before_and_after_its_day() {
    let mut world = World::new();
    world.hear(assigned("2026-02-01"));
    assert_eq!(world.due("2026-01-29T23:59:59Z"), []);
    assert_eq!(world.due("2026-01-30T00:00:00Z"), [(ReminderKind::ActionSoon, "thing".into(), "b".into())]);
    world.remind("2026-01-30T00:00:00Z");
    assert_eq!(world.due("2026-02-01T23:59:59Z"), []);
    assert_eq!(world.due("2026-02-02T00:00:00Z"), [(ReminderKind::ActionOverdue, "thing".into(), "b".into())]);
    world.remind("2026-02-02T00:00:00Z");
    assert_eq!(world.due("2026-03-24T00:00:00Z"), []);
}

#[test]
fn another_day_is_another_occasion() {
    let mut world = World::new();
    world.hear(assigned("2026-02-01"));
    world.remind("2026-02-02T00:00:00Z");
    assert_eq!(world.given.len(), 2);
    world.hear(put_off("2026-03-01"));
    assert_eq!(world.due("2026-02-10T00:00:00Z"), []);
    world.remind("2026-03-02T00:00:00Z");
    assert_eq!(world.given.len(), 4);
}

#[test]
fn who_says_it_is_done_is_reminded_only_if_it_is_returned() {
    let mut world = World::new();
    world.hear(assigned("2026-02-01"));
    world.remind("2026-01-30T00:00:00Z");
    let (partnership_id, action_id) = (String::from("p"), String::from("thing"));
    let done =
        ActionCompleted { partnership_id: partnership_id.clone(), action_id: action_id.clone(), ..Default::default() };
    world.hear(done.clone());
    assert_eq!(world.due("2026-02-02T00:00:00Z"), []);
    let returned =
        ActionReturned { partnership_id: partnership_id.clone(), action_id: action_id.clone(), ..Default::default() };
    world.hear(returned);
    // Of what is to come: the reminder that was given is not given again.
    assert_eq!(world.due("2026-02-02T00:00:00Z"), [(ReminderKind::ActionOverdue, "thing".into(), "b".into())]);
    world.hear(done);
    world.hear(ActionVerified { partnership_id, action_id, ..Default::default() });
    assert_eq!(world.due("2026-02-02T00:00:00Z"), []);
}

#[test]
fn those_an_update_affects_are_reminded_when_a_week_is_over() {
    let mut world = World::new();
    world.hear(posted("2026-02-01T12:00:00Z"));
    assert_eq!(world.due("2026-02-01T11:59:59Z"), []);
    world.hear(acknowledged("b"));
    let overdue = [(ReminderKind::AcknowledgementOverdue, "thing".into(), "c".into())];
    assert_eq!(world.due("2026-02-01T12:00:00Z"), overdue);
    world.hear(acknowledged("c"));
    assert_eq!(world.due("2026-02-01T12:00:00Z"), []);
}
