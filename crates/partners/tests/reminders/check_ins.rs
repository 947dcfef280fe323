//! Check-ins.

use super::*;

#[test]
fn members_are_reminded_to_check_in_a_week_before_each_period_ends() {
    let mut world = World::new();
    assert_eq!(world.due("2026-03-24T23:59:59Z"), []);
    assert_eq!(world.due("2026-03-25T00:00:00Z"), to_check_in(["a", "b", "c"]));
    world.hear(checked_in("b", "2026-01-01", "2026-03-31"));
    assert_eq!(world.due("2026-03-25T00:00:00Z"), to_check_in(["a", "c"]));
    world.remind("2026-03-25T00:00:00Z");
    assert_eq!(world.due("2026-06-23T23:59:59Z"), []);
    assert_eq!(world.due("2026-06-24T00:00:00Z"), to_check_in(["a", "b", "c"]));
    // A late one, for the period before, is no check-in for this one.
    world.hear(checked_in("a", "2026-01-01", "2026-03-31"));
    assert_eq!(world.due("2026-06-24T00:00:00Z"), to_check_in(["a", "b", "c"]));
}

#[test]
fn a_check_in_ahead_of_the_reminder_makes_it_needless() {
    let mut world = World::new();
    for partner_id in ["a", "b", "c"] {
        world.hear(checked_in(partner_id, "2026-01-01", "2026-03-31"));
    }
    assert_eq!(world.due("2026-06-23T00:00:00Z"), []);
}

#[test]
fn who_joins_as_a_period_ends_checks_in_for_the_next() {
    let world = World::active_at("2026-03-30T00:00:00Z");
    assert_eq!(world.due("2026-04-01T00:00:00Z"), []);
    assert_eq!(world.due("2026-06-24T00:00:00Z"), to_check_in(["a", "b", "c"]));
}

#[test]
fn neither_observers_nor_drafts_check_in() {
    let world = World::new();
    assert!(world.due("2030-01-01T00:00:00Z").iter().all(|(_, _, partner_id)| partner_id != "observer"));
    let mut draft = World::default();
    draft.hear(formed());
    draft.hear(accepted("a"));
    assert_eq!(draft.due("2030-01-01T00:00:00Z"), []);
}
