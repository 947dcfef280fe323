//! In whatever order things happen: nobody is reminded twice of one occasion, nor of what is over.

use proptest::prelude::*;

use contract::partners::{FeedbackGiven, FeedbackReleased, RoundOpened};

use super::{
    answers::{answered, feedback, released, round, stated},
    *,
};

proptest! {
    #[test]
    fn no_order_of_facts_reminds_anybody_twice(steps in prop::collection::vec((0..24_usize, 0..4_u32), 0..60)) {
        let mut world = World::new();
        let mut now = moment_of(0);
        for (step, days) in steps {
            now += jiff::SignedDuration::from_hours(24 * i64::from(days));
            match fact(step, now) {
                Some(fact) => world.hear_at(fact, &now.to_string()),
                // Each under an id of its own, or this panics.
                None => world.remind(&now.to_string()),
            }
        }
        end(&mut world);
        let left = world.due("2040-01-01T00:00:00Z");
        prop_assert!(left.iter().all(|(kind, _, _)| *kind == ReminderKind::CheckInDue), "left: {left:?}");

        let mut refolded = Memory::default();
        world.log.iter().for_each(|fact| refolded.remember(fact));
        let snapshot = postcard::to_stdvec(&world.memory).unwrap();
        prop_assert_eq!(&postcard::from_bytes::<Memory>(&snapshot).unwrap(), &refolded);
    }
}

fn moment_of(day: i64) -> Timestamp {
    "2026-01-15T12:00:00Z".parse::<Timestamp>().unwrap() + jiff::SignedDuration::from_hours(24 * day)
}

/// One thing of each kind, with ids of their own. None: the clock reminds.
fn fact(step: usize, now: Timestamp) -> Option<Kind> {
    let in_days = |days: i64| (now + jiff::SignedDuration::from_hours(24 * days)).to_string();
    let on_day = |days: i64| in_days(days)[..10].to_owned();
    Some(match step {
        0 => ProposalOpened { proposal_id: "proposal".into(), ..opened(&in_days(3)) }.into(),
        1 => PositionTaken { proposal_id: "proposal".into(), ..position("a") }.into(),
        2 => PositionTaken { proposal_id: "proposal".into(), ..position("b") }.into(),
        3 => adopted().into(),
        4 => MeetingScheduled { meeting_id: "meeting".into(), ..scheduled(&in_days(4)) }.into(),
        5 => MeetingRescheduled { meeting_id: "meeting".into(), ..moved(&in_days(2)) }.into(),
        6 => cancelled().into(),
        7 => ActionAssigned { action_id: "action".into(), ..assigned(&on_day(5)) }.into(),
        8 => ActionRenegotiated { action_id: "action".into(), ..put_off(&on_day(6)) }.into(),
        9 => ActionCompleted { partnership_id: "p".into(), action_id: "action".into(), ..Default::default() }.into(),
        10 => ActionReturned { partnership_id: "p".into(), action_id: "action".into(), ..Default::default() }.into(),
        11 => verified().into(),
        12 => UpdatePosted { update_id: "update".into(), ..posted(&in_days(7)) }.into(),
        13 => UpdateAcknowledged { update_id: "update".into(), ..acknowledged("b") }.into(),
        14 => checked_in("a", "2026-01-01", "2026-03-31").into(),
        15 => stated("of all", "a", "").into(),
        16 => released().into(),
        17 => answered("of all", "b").into(),
        18 => stated("of one", "c", "b").into(),
        19 => RoundOpened { round_id: "round".into(), ..round(&in_days(4)) }.into(),
        20 => FeedbackGiven { round_id: "round".into(), ..feedback("b") }.into(),
        _ => return None,
    })
}

/// Everything is over.
fn end(world: &mut World) {
    world.hear(adopted());
    world.hear(cancelled());
    world.hear(verified());
    world.hear(FeedbackReleased { partnership_id: "p".into(), round_id: "round".into(), ..Default::default() });
    for partner_id in ["b", "c"] {
        world.hear(answered("of all", partner_id));
        world.hear(answered("of one", partner_id));
        world.hear(UpdateAcknowledged { update_id: "update".into(), ..acknowledged(partner_id) });
    }
}

fn adopted() -> ProposalAdopted {
    ProposalAdopted { partnership_id: "p".into(), proposal_id: "proposal".into(), ..Default::default() }
}

fn cancelled() -> MeetingCancelled {
    MeetingCancelled { partnership_id: "p".into(), meeting_id: "meeting".into(), ..Default::default() }
}

fn verified() -> ActionVerified {
    ActionVerified { partnership_id: "p".into(), action_id: "action".into(), ..Default::default() }
}
