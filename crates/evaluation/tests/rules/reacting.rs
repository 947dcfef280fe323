//! What is remembered of facts, what is looked up from it, and what follows from others' facts.

use contract::{
    evaluation::*,
    goals::{self, GoalAdopted, GoalClosed},
    log::{Envelope, envelope::Fact},
};
use evaluation::{
    Evaluation,
    indicator::{Definition, PartnershipExists},
    measurement::Around,
    memory::Memory,
    reactions::{openings, progress, recounts},
};
use kernel::scenario::context;
use runtime::{Memory as _, Recall, Room, keys::Keys, standing::Standing};
use tempfile::TempDir;

use crate::messages::*;

const OTHER_TARGET: &str = "00000000-0000-7000-8000-000000000012";

#[test]
fn every_target_of_an_adopted_goal_is_followed() {
    let second = goals::Target { target_id: OTHER_TARGET.into(), ..target() };
    let adopted = GoalAdopted {
        partnership_id: TOGETHER.into(),
        goal_id: GOAL.into(),
        targets: vec![target(), second.clone()],
        ..Default::default()
    };
    let expected = [open_target(), OpenTarget { target: Some(second), ..open_target() }];
    assert_eq!(openings(&adopted).collect::<Vec<_>>(), expected);
}

#[test]
fn a_verified_value_counts_in_every_open_target_of_its_indicator() {
    let memory = remembering([target_opened().into(), other_opened().into(), foreign_opened().into()]);
    let second = RecordProgress { target_id: OTHER_TARGET.into(), ..record_progress() };
    assert_eq!(progress(&memory, &measurement_verified()), [record_progress(), second]);
    assert_eq!(progress(&Memory::default(), &measurement_verified()), []);
}

#[test]
fn a_note_on_people_with_several_partners_recounts_every_open_target_of_its_indicator() {
    let memory = remembering([target_opened().into(), other_opened().into(), foreign_opened().into()]);
    let noted = OverlapNoted {
        partnership_id: TOGETHER.into(),
        indicator_id: INDICATOR.into(),
        period_end: "2025-12-31".into(),
        ..Default::default()
    };
    let recounted: Vec<_> = recounts(&memory, &noted).map(|it| (it.target_id, it.period_end)).collect();
    let of = |target: &str| (target.to_owned(), "2025-12-31".to_owned());
    assert_eq!(recounted, [of(TARGET), of(OTHER_TARGET)]);
    assert_eq!(recounts(&Memory::default(), &noted).count(), 0);
}

#[test]
fn a_period_before_the_start_moves_nothing() {
    let memory = remembering([target_opened().into()]);
    let ending = |period_end: &str| MeasurementVerified { period_end: period_end.into(), ..measurement_verified() };
    assert_eq!(progress(&memory, &ending("2025-06-30")), []);
    assert_eq!(progress(&memory, &ending("2025-07-01")).len(), 1);
}

#[test]
fn targets_of_a_closed_goal_stand_still() {
    let mut memory = remembering([target_opened().into(), other_opened().into()]);
    hear_closed(&mut memory);
    let left: Vec<_> = progress(&memory, &measurement_verified()).into_iter().map(|it| it.target_id).collect();
    assert_eq!(left, [OTHER_TARGET]);
}

#[test]
fn a_goal_closed_before_its_targets_are_opened_stays_closed() {
    let mut memory = Memory::default();
    hear_closed(&mut memory);
    remember(&mut memory, target_opened().into());
    assert_eq!(progress(&memory, &measurement_verified()), []);
}

#[test]
fn a_decision_is_told_how_its_indicator_is_measured() {
    let memory = remembering([indicator_defined().into(), target_opened().into()]);
    let standing = Standing::default();
    let folder = TempDir::new().unwrap();
    let keys = Keys::open(folder.path()).unwrap();
    let room: Room<Evaluation> = Room { memory: &memory, standing: &standing, keys: &keys };
    let context = context();
    let around = Around::recall(&room, &report_measurement(), &context);
    assert_eq!((around.definition, around.people_minimum, around.is_locked), (a_number(), 10, false));
    assert_eq!(Option::<Definition>::recall(&room, &open_target(), &context), a_number());
    assert_eq!(Option::<Definition>::recall(&room, &record_progress(), &context), a_number());
    let elsewhere = ReportMeasurement { partnership_id: GOAL.into(), ..report_measurement() };
    assert_eq!(Around::recall(&room, &elsewhere, &context).definition, None);
    let unknown = RecordProgress { target_id: OTHER_TARGET.into(), ..record_progress() };
    assert_eq!(Option::<Definition>::recall(&room, &unknown, &context), None);
    assert_eq!(PartnershipExists::recall(&room, &define_indicator(), &context), PartnershipExists(false));
}

fn other_opened() -> TargetOpened {
    TargetOpened { target_id: OTHER_TARGET.into(), goal_id: TOGETHER.into(), ..target_opened() }
}

/// Of another partnership, under the same indicator id.
fn foreign_opened() -> TargetOpened {
    TargetOpened { partnership_id: GOAL.into(), target_id: AUDITOR.into(), ..target_opened() }
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

fn hear_closed(memory: &mut Memory) {
    let closed = GoalClosed { partnership_id: TOGETHER.into(), goal_id: GOAL.into(), ..Default::default() };
    let fact = Some(Fact::Goals(goals::Event { kind: Some(closed.into()) }));
    memory.remember(&Envelope { fact, ..Default::default() });
}
