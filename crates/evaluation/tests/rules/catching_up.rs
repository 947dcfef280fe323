//! What was verified before a target was followed counts, and revisions and droppings reach their targets.

use contract::{
    evaluation::*,
    goals::{self, GoalRevised},
    log::{Envelope, envelope::Fact},
};
use evaluation::{
    memory::{Memory, PERIODS_MAX},
    reactions::{catching_up, droppings, progress, revisions},
};
use runtime::Memory as _;

use crate::messages::*;

#[test]
fn what_was_verified_before_the_target_was_opened_counts_from_its_start_on() {
    let memory = remembering([
        verified(1, BANK, "2025-06-30", "900").into(),
        verified(2, BANK, "2025-12-31", "1250").into(),
        verified(3, COOPERATIVE, "2025-09-30", "10.50").into(),
    ]);
    let caught: Vec<_> =
        caught_up(&memory).into_iter().map(|it| (it.partner_id, it.period_end, it.numerator)).collect();
    let expected = [(COOPERATIVE, "2025-09-30", "10.5"), (BANK, "2025-12-31", "1250")];
    assert_eq!(caught, expected.map(|(partner, end, value)| (partner.into(), end.into(), value.into())));
    assert_eq!(caught_up(&Memory::default()), []);
    let elsewhere = catching_up(&memory, GOAL, &Some(target()));
    assert_eq!(elsewhere, []);
}

#[test]
fn a_value_is_remembered_whole() {
    let memory = remembering([measurement_verified().into()]);
    assert_eq!(caught_up(&memory), [record_progress()]);
    let snapshot = postcard::to_stdvec(&memory).unwrap();
    assert_eq!(postcard::from_bytes::<Memory>(&snapshot).unwrap(), memory);
    let ratio = MeasurementVerified {
        numerator: "-99999999999999999999.99999999".into(),
        denominator: "3.5".into(),
        ..measurement_verified()
    };
    let it = caught_up(&remembering([ratio.clone().into()])).remove(0);
    assert_eq!((it.numerator, it.denominator), (ratio.numerator, ratio.denominator));
}

#[test]
fn of_a_partner_and_period_the_last_verified_value_counts() {
    let first = verified(1, BANK, "2025-12-31", "1250");
    let correction = verified(2, BANK, "2025-12-31", "1300");
    let memory = remembering([target_opened().into(), first.clone().into(), correction.clone().into()]);
    assert_eq!(caught_up(&memory).len(), 1);
    assert_eq!(caught_up(&memory)[0].numerator, "1300");
    // The first one's turn comes when its correction may have counted already: it must not replace it.
    assert_eq!(progress(&memory, &first), []);
    assert_eq!(progress(&memory, &correction).len(), 1);
}

#[test]
fn of_each_partner_the_latest_periods_are_remembered() {
    let month = |n: usize| format!("{}-{:02}-28", 2025 + n / 12, 1 + n % 12);
    let all = 3 * PERIODS_MAX;
    // In an order that is none: 5 and the number of months have no common divisor.
    let values = (0..all).map(|n| n * 5 % all).map(|n| verified(n, BANK, &month(n), &n.to_string()).into());
    let memory = remembering(values.chain([verified(999, COOPERATIVE, "2025-07-28", "7").into()]));
    let bank: Vec<_> = caught_up(&memory).into_iter().filter(|it| it.partner_id == BANK).collect();
    let ends: Vec<_> = bank.iter().map(|it| it.period_end.clone()).collect();
    assert_eq!(ends, (all - PERIODS_MAX..all).map(month).collect::<Vec<_>>());
    assert!(caught_up(&memory).iter().any(|it| it.partner_id == COOPERATIVE));
    // What is too old to be remembered still counts when its turn comes.
    let mut memory = memory;
    remember(&mut memory, target_opened().into());
    assert_eq!(progress(&memory, &verified(1, BANK, "2025-07-28", "1")).len(), 1);
}

#[test]
fn every_target_of_a_revised_goal_is_revised_and_what_it_has_no_more_dropped() {
    let revised = GoalRevised {
        partnership_id: TOGETHER.into(),
        goal_id: GOAL.into(),
        revision: 2,
        targets: vec![target()],
        removed_target_ids: vec![AUDITOR.into()],
        ..Default::default()
    };
    let expected = ReviseTarget {
        partnership_id: TOGETHER.into(),
        goal_id: GOAL.into(),
        revision: 2,
        target: Some(target()),
        ..Default::default()
    };
    assert_eq!(revisions(&revised).collect::<Vec<_>>(), [expected]);
    let dropped =
        DropTarget { partnership_id: TOGETHER.into(), target_id: AUDITOR.into(), revision: 2, ..Default::default() };
    assert_eq!(droppings(&revised).collect::<Vec<_>>(), [dropped]);
}

#[test]
fn a_revised_target_is_moved_by_its_indicator_and_from_its_start_as_they_are_now() {
    let mut memory = remembering([target_opened().into(), revised(target()).into()]);
    assert_eq!(progress(&memory, &measurement_verified()), [record_progress()]);
    let later = goals::Target { starts_on: "2026-01-01".into(), ..target() };
    remember(&mut memory, revised(later).into());
    assert_eq!(progress(&memory, &measurement_verified()), []);
    let other = goals::Target { indicator_id: GOAL.into(), ..target() };
    remember(&mut memory, revised(other).into());
    assert_eq!(progress(&memory, &measurement_verified()), []);
    let of_other = MeasurementVerified { indicator_id: GOAL.into(), ..measurement_verified() };
    assert_eq!(progress(&memory, &of_other).len(), 1);
}

#[test]
fn a_dropped_target_is_moved_by_nothing() {
    let dropped =
        TargetDropped { partnership_id: TOGETHER.into(), target_id: TARGET.into(), goal_id: GOAL.into(), revision: 1 };
    let mut memory = remembering([target_opened().into(), dropped.into()]);
    assert_eq!(progress(&memory, &measurement_verified()), []);
    remember(&mut memory, revised(target()).into());
    assert_eq!(progress(&memory, &measurement_verified()).len(), 1);
}

fn revised(target: goals::Target) -> TargetRevised {
    TargetRevised {
        partnership_id: TOGETHER.into(),
        target_id: TARGET.into(),
        goal_id: GOAL.into(),
        target: Some(target),
        ..Default::default()
    }
}

fn verified(n: usize, partner_id: &str, period_end: &str, numerator: &str) -> MeasurementVerified {
    MeasurementVerified {
        measurement_id: format!("00000000-0000-7000-8000-{n:012}"),
        partner_id: partner_id.into(),
        period_end: period_end.into(),
        numerator: numerator.into(),
        ..measurement_verified()
    }
}

fn caught_up(memory: &Memory) -> Vec<RecordProgress> {
    catching_up(memory, TOGETHER, &Some(target()))
}

fn remembering(events: impl IntoIterator<Item = event::Kind>) -> Memory {
    let mut memory = Memory::default();
    events.into_iter().for_each(|event| remember(&mut memory, event));
    memory
}

fn remember(memory: &mut Memory, event: event::Kind) {
    let fact = Some(Fact::Evaluation(Event { kind: Some(event) }));
    memory.remember(&Envelope { fact, ..Default::default() });
}
