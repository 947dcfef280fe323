//! Who comes, changes and goes, and a charter that says how often members check in.

use contract::partners::{
    CharterAmended, MemberLeft, MemberReinstated, MemberSuspended, PartnershipClosed, RoleChanged, Terms,
};

use super::*;

#[test]
fn who_has_left_is_reminded_of_nothing_and_waited_for_by_nobody() {
    let mut world = World::new();
    world.hear(posted("2026-02-01T12:00:00Z"));
    world.hear(assigned("2026-02-01"));
    world.hear(MemberLeft { partnership_id: "p".into(), partner_id: "b".into(), items_unsettled: 1 });
    let left = [(ReminderKind::AcknowledgementOverdue, "thing".into(), "c".into())];
    assert_eq!(world.due("2026-02-03T00:00:00Z"), left);
    world.remind("2026-02-03T00:00:00Z");
    assert_eq!(world.due("2026-03-25T00:00:00Z"), to_check_in(["a", "c"]));
}

#[test]
fn who_is_suspended_is_reminded_once_it_is_reinstated() {
    let mut world = World::new();
    world.hear(MemberSuspended { partnership_id: "p".into(), partner_id: "b".into(), ..Default::default() });
    assert_eq!(world.due("2026-03-25T00:00:00Z"), to_check_in(["a", "c"]));
    world.hear(MemberReinstated { partnership_id: "p".into(), partner_id: "b".into(), ..Default::default() });
    assert_eq!(world.due("2026-03-25T00:00:00Z"), to_check_in(["a", "b", "c"]));
}

#[test]
fn a_role_with_a_voice_checks_in_one_without_does_not() {
    let role = |partner_id: &str, role: MemberRole| RoleChanged {
        partnership_id: "p".into(),
        partner_id: partner_id.into(),
        roles: vec![role.into()],
        ..Default::default()
    };
    let mut world = World::new();
    world.hear(role("observer", MemberRole::Implementing));
    world.hear(role("a", MemberRole::Observer));
    assert_eq!(world.due("2026-03-25T00:00:00Z"), to_check_in(["b", "c", "observer"]));
}

#[test]
fn the_charter_says_how_often_members_check_in() {
    let mut world = World::new();
    let terms = |check_in_months| Some(Terms { check_in_months, ..Default::default() });
    world.hear(CharterAmended { partnership_id: "p".into(), terms: terms(1), ..Default::default() });
    assert_eq!(world.memory.check_ins().months("p"), 1);
    // The reminder that stands is for the quarter; the months after it have their own.
    world.remind("2026-03-25T00:00:00Z");
    assert_eq!(world.due("2026-04-23T23:59:59Z"), []);
    assert_eq!(world.due("2026-04-24T00:00:00Z"), to_check_in(["a", "b", "c"]));
    world.hear(CharterAmended { partnership_id: "p".into(), terms: terms(0), ..Default::default() });
    assert_eq!(world.memory.check_ins().months("p"), 3);
}

#[test]
fn a_partnership_that_has_ended_checks_in_no_more() {
    let mut world = World::new();
    world.hear(PartnershipClosed { partnership_id: "p".into() });
    assert_eq!(world.due("2030-01-01T00:00:00Z"), []);
}

#[test]
fn periods_that_went_by_with_nobody_to_remind_are_over() {
    let mut world = World::new();
    world.remind("2027-05-02T00:00:00Z");
    assert_eq!(world.due("2027-06-23T00:00:00Z"), [], "one reminder for all that went by");
    assert_eq!(world.due("2027-06-24T00:00:00Z"), to_check_in(["a", "b", "c"]));
}
