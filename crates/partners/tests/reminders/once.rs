//! Each once, and only what has come.

use super::*;

#[test]
fn a_reminder_is_given_once() {
    nothing::<Reminder>().when(give()).then(given_to("a"));
    given::<Reminder, _>([given_to("a")]).when(give()).then_nothing();
}

#[test]
fn who_does_not_belong_any_more_is_not_reminded() {
    let mut world = World::new();
    world.hear(posted("2026-02-01T12:00:00Z"));
    world.standing = Standing::default();
    assert_eq!(world.due("2026-02-02T00:00:00Z"), []);
}

#[test]
fn what_was_given_stays_given_after_a_restart() {
    let mut world = World::new();
    world.hear(opened("2026-02-01T12:00:00Z"));
    world.hear(assigned("2026-01-31"));
    world.remind("2026-01-30T12:00:00Z");
    world.hear(posted("2026-02-03T12:00:00Z"));
    let left = world.due("2026-04-01T00:00:00Z");
    assert_eq!(left.len(), 2 + 1 + 3, "to take note, to do, to check in");

    let mut refolded = Memory::default();
    world.log.iter().for_each(|fact| refolded.remember(fact));
    assert_eq!(refolded, world.memory);
    let snapshot = postcard::to_stdvec(&world.memory).unwrap();
    world.memory = postcard::from_bytes(&snapshot).unwrap();
    assert_eq!(world.memory, refolded);
    assert_eq!(world.due("2026-04-01T00:00:00Z"), left);
}

#[test]
fn what_has_not_come_is_not_looked_at() {
    let mut world = World::new();
    for place in 0..1_000 {
        let proposal_id = format!("proposal {place}");
        world.hear(ProposalOpened { proposal_id, ..opened("2026-02-01T12:00:00Z") });
    }
    assert_eq!(world.due("2026-01-30T11:59:59Z"), []);
    assert_eq!(reminders(&world.memory, &world.standing, "2026-01-30T12:00:00Z".parse().unwrap()).count(), 3_000);
    let due =
        partners::reactions::reminders::due(&world.memory, &world.standing, "2026-01-30T12:00:00Z".parse().unwrap());
    assert_eq!(due.len(), 64, "so many a tick");
}
