//! Check-ins.

use contract::partners::{CheckIn, ListCheckIns, RecordCheckIn, Thing};

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_check_in_is_given_once_a_period_and_revised_until_the_next() {
    let world = World::active().await;
    let said = done(world.api.record_check_in(in_role("reporter", LENDER, check_in(&world))).await);
    let again = world.api.record_check_in(by(LENDER, check_in(&world))).await.unwrap_err();
    assert_eq!(again.code(), Code::FailedPrecondition);
    assert!(again.message().contains(&said.id), "{again}");
    let revise = RecordCheckIn { check_in_id: said.id.clone(), troubles: "Snow".into(), ..check_in(&world) };
    let revised = done(world.api.record_check_in(by(LENDER, revise.clone())).await);
    done(world.api.record_check_in(by(TRAINER, check_in(&world))).await);
    let mine = world.check_ins(&revised.as_of, LENDER).await;
    assert_eq!(mine.iter().map(|it| (it.troubles.as_str(), it.times_revised)).collect::<Vec<_>>(), [("Snow", 1)]);
    assert_eq!(mine[0].ends_on, "2026-03-31");
    denied(world.api.record_check_in(by(OBSERVER, check_in(&world))).await);

    world.clock.advance_to(moment("2026-04-02T00:00:00Z"));
    done(world.api.record_check_in(by(LENDER, check_in(&world))).await);
    let revise = RecordCheckIn { troubles: "Rain".into(), ..revise };
    let over = world.api.record_check_in(by(LENDER, revise)).await.unwrap_err();
    assert_eq!(over.code(), Code::FailedPrecondition);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_in_waits_from_its_reminder_until_it_is_given() {
    let world = World::active().await;
    let early = done(world.api.record_check_in(by(FUNDER, check_in(&world))).await);
    assert_eq!(world.waiting(LENDER, &early.as_of).await, []);
    world.clock.advance_to(moment("2026-03-25T00:00:00Z"));
    let reminded: Vec<_> = world.reminded(2).await.into_iter().map(|it| it.partner_id).collect();
    assert!(!reminded.contains(&FUNDER.to_owned()), "it has checked in");
    let waiting = [(WaitingKind::CheckIn, "Check in".to_owned())];
    assert_eq!(world.waiting(LENDER, &[]).await, waiting);
    assert_eq!(world.waiting_of(LENDER, &[]).await[0].thing_id, world.id, "what one checks in to");
    assert_eq!(world.waiting(FUNDER, &[]).await, []);
    let entries = world.calendar(&[], GetCalendar::default()).await;
    let on: Vec<_> = entries.iter().map(|it| (it.about(), it.on.as_str())).collect();
    assert_eq!(on, [(Thing::CheckIn, "2026-03-31"), (Thing::CheckIn, "2026-03-31")]);

    // One for the period before, late, is not the one that is due.
    let late = RecordCheckIn { period_on: "2025-12-31".into(), ..check_in(&world) };
    let late = done(world.api.record_check_in(by(LENDER, late)).await);
    assert_eq!(world.waiting(LENDER, &late.as_of).await, waiting);
    let given = done(world.api.record_check_in(by(LENDER, check_in(&world))).await);
    assert_eq!(world.waiting(LENDER, &given.as_of).await, []);
    assert_eq!(world.waiting(TRAINER, &given.as_of).await, waiting);
    assert_eq!(world.calendar(&given.as_of, GetCalendar::default()).await.len(), 1);
    world.stop().await;
}

impl World {
    async fn check_ins(&self, as_of: &[String], partner_id: &str) -> Vec<CheckIn> {
        let query = ListCheckIns {
            as_of: as_of.to_vec(),
            partnership_id: self.id.clone(),
            partner_id: partner_id.into(),
            ..Default::default()
        };
        self.api.list_check_ins(by(OBSERVER, query)).await.unwrap().into_inner().check_ins
    }
}

fn check_in(world: &World) -> RecordCheckIn {
    RecordCheckIn { partnership_id: world.id.clone(), going_well: "Seed is sown".into(), ..Default::default() }
}
