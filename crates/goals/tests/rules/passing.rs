//! What the clock says: of targets and milestones whose day has passed, and of goals that are to be closed.

use contract::{
    evaluation::{self, ProgressRecorded, TargetLost, TargetReached},
    goals::*,
    log::{Envelope, envelope::Fact},
    partners,
};
use goals::{
    memory::{Due, Memory},
    reactions::{closing, no_longer_closing, passed},
    tree::{GoalTree, Measured},
};
use jiff::civil::{Date, date};
use kernel::scenario::{Scenario, event_id, given};
use runtime::Memory as _;

use crate::{messages::*, messages_revising::*};

#[test]
fn a_target_not_reached_is_missed_once_the_figures_of_its_last_period_must_be_in() {
    let memory = remembering([goal_proposed().into(), goal_adopted().into()]);
    assert_eq!(due(&memory, date(2027, 1, 30)), []);
    let missed = Due::Target(TARGET.into(), date(2027, 1, 30));
    assert_eq!(due(&memory, date(2027, 1, 31)), [missed.clone(), Due::Closure(date(2027, 1, 30))]);
    assert_eq!(missed.at(), "2027-01-31T00:00:00Z".parse().expect("a moment"));
    missing("2027-01-31T00:00:00Z", false).then(target_missed());
    missing("2027-01-30T23:59:59Z", false).then_nothing();
    missing("2027-01-31T00:00:00Z", true).then_nothing();
}

#[test]
fn a_target_is_missed_once_unless_its_day_is_moved() {
    let history = [goal_proposed().into(), goal_adopted().into(), target_missed().into()];
    let closure = Due::Closure(date(2027, 1, 30));
    assert_eq!(due(&remembering(history.clone()), date(2027, 2, 15)), [closure]);
    let moved = Target { due_on: "2027-06-30".into(), ..target() };
    let revised = GoalRevised { targets: vec![moved], ..goal_revised() };
    let memory = remembering(history.into_iter().chain([revision_proposed().into(), revised.into()]));
    let again = [Due::Target(TARGET.into(), date(2027, 7, 30)), Due::Closure(date(2027, 7, 30))];
    assert_eq!(due(&memory, date(2027, 7, 31)), again);
}

#[test]
fn a_target_reached_in_time_is_not_missed_and_one_lost_again_is() {
    let mut memory = remembering([goal_proposed().into(), goal_adopted().into()]);
    let closure = Due::Closure(date(2027, 1, 30));
    hear(&mut memory, reached("3000"));
    assert_eq!(due(&memory, date(2027, 1, 31)), std::slice::from_ref(&closure));
    hear(&mut memory, lost("2900"));
    assert_eq!(due(&memory, date(2027, 1, 31)), [Due::Target(TARGET.into(), date(2027, 1, 30)), closure]);
}

#[test]
fn the_members_are_not_asked_for_being_due_what_they_did_not_want_for_being_reached() {
    let mut memory = remembering([goal_proposed().into(), goal_adopted().into()]);
    hear(&mut memory, reached("3000"));
    memory.remember(&own(2, by_itself(ClosureBasis::TargetsReached, Outcome::Achieved).into()));
    memory.remember(&own(3, closure_rejected().into()));
    assert_eq!(due(&memory, date(2027, 6, 1)), []);
    hear(&mut memory, lost("2900"));
    assert_eq!(due(&memory, date(2027, 6, 1)).len(), 2, "it is missed, and due");
}

#[test]
fn nothing_falls_due_in_a_partnership_that_is_over() {
    let mut memory = remembering([goal_proposed().into(), goal_adopted().into()]);
    let dissolved = partners::PartnershipDissolved { partnership_id: TOGETHER.into(), ..Default::default() };
    let fact = Some(Fact::Partners(partners::Event { kind: Some(dissolved.into()) }));
    memory.remember(&Envelope { fact, ..Default::default() });
    hear(&mut memory, progress("2000"));
    assert_eq!(due(&memory, date(2030, 1, 1)), []);
}

#[test]
fn a_milestone_is_missed_once_its_day_has_passed() {
    let added = MilestoneAdded {
        partnership_id: TOGETHER.into(),
        goal_id: GOAL.into(),
        milestone_id: "m".into(),
        title: "Ten groups have met".into(),
        due_on: "2026-03-31".into(),
        owner_partner_id: String::new(),
    };
    let missed = MilestoneMissed {
        partnership_id: TOGETHER.into(),
        goal_id: GOAL.into(),
        milestone_id: "m".into(),
        due_on: "2026-03-31".into(),
    };
    let memory = remembering([goal_proposed().into(), goal_adopted().into(), added.clone().into()]);
    assert_eq!(due(&memory, date(2026, 4, 1)), [Due::Milestone("m".into(), date(2026, 3, 31))]);
    let miss = || MissMilestone {
        partnership_id: TOGETHER.into(),
        goal_id: GOAL.into(),
        milestone_id: "m".into(),
        ..Default::default()
    };
    let later = "2026-04-01T00:00:00Z".parse().expect("a moment");
    let set = || active().and(added.clone()).by_service("goals");
    set().at(later).when(miss()).then(missed.clone());
    set().when(miss()).then_nothing();
    set().and(missed.clone()).at(later).when(miss()).then_nothing();
    let memory = remembering([goal_proposed().into(), goal_adopted().into(), added.into(), missed.into()]);
    assert_eq!(due(&memory, date(2026, 4, 1)), []);
}

#[test]
fn a_goal_whose_targets_were_due_a_month_ago_is_put_to_the_members_with_its_figures() {
    let history = [goal_proposed().into(), goal_adopted().into(), target_missed().into()];
    let mut memory = remembering(history);
    hear(&mut memory, progress("2100"));
    assert_eq!(due(&memory, date(2027, 1, 30)), []);
    assert_eq!(due(&memory, date(2027, 1, 31)), [Due::Closure(date(2027, 1, 30))]);
    let closure = memory.goal(TOGETHER, GOAL).and_then(|it| it.run_out()).expect("all is due");
    assert_eq!(closure.outcome, Outcome::NotAchieved);
    assert_eq!(closure.why, "All its targets were due 30 days ago or earlier: 2100 of 3000.");
    memory.remember(&own(9, by_itself(ClosureBasis::TargetsDue, Outcome::NotAchieved).into()));
    assert_eq!(due(&memory, date(2027, 2, 28)), [], "it is before the members");
    memory.remember(&own(10, GoalClosureRejected { proposed_event_id: event_id(9), ..closure_rejected() }.into()));
    assert_eq!(due(&memory, date(2027, 2, 28)), [], "they want to go on, and are not asked again");
}

#[test]
fn figures_that_change_take_back_a_closing_that_rested_on_them() {
    let mut memory = remembering([goal_proposed().into(), goal_adopted().into()]);
    hear(&mut memory, reached("3000"));
    assert!(closing(&memory, TOGETHER, GOAL).is_some());
    memory.remember(&own(2, by_itself(ClosureBasis::TargetsReached, Outcome::Achieved).into()));
    assert_eq!(no_longer_closing(&memory, TOGETHER, GOAL), None);
    hear(&mut memory, lost("2900"));
    let taken_back = WithdrawClosure {
        partnership_id: TOGETHER.into(),
        goal_id: GOAL.into(),
        proposed_event_id: event_id(2),
        why: "The figures have changed: 2900 of 3000.".into(),
        ..Default::default()
    };
    assert_eq!(no_longer_closing(&memory, TOGETHER, GOAL), Some(taken_back.clone()));
    let withdrawn = GoalClosureWithdrawn {
        partnership_id: TOGETHER.into(),
        goal_id: GOAL.into(),
        proposed_event_id: event_id(2),
        why: taken_back.why.clone(),
    };
    let before_them = active().and(by_itself(ClosureBasis::TargetsReached, Outcome::Achieved)).by_service("goals");
    before_them.when(taken_back).then(withdrawn.clone());
    memory.remember(&own(3, withdrawn.into()));
    assert_eq!(closing(&memory, TOGETHER, GOAL), None);
    hear(&mut memory, reached("3100"));
    assert!(closing(&memory, TOGETHER, GOAL).is_some(), "reached again, they are asked again");
}

#[test]
fn a_value_verified_late_takes_back_a_closing_as_not_achieved() {
    let mut memory = remembering([goal_proposed().into(), goal_adopted().into(), target_missed().into()]);
    memory.remember(&own(3, by_itself(ClosureBasis::TargetsDue, Outcome::NotAchieved).into()));
    hear(&mut memory, progress("2999"));
    assert_eq!(no_longer_closing(&memory, TOGETHER, GOAL), None);
    hear(&mut memory, reached("3000"));
    assert!(no_longer_closing(&memory, TOGETHER, GOAL).is_some());
}

#[test]
fn what_a_member_asks_is_not_taken_back_by_figures() {
    let mut memory = remembering([goal_proposed().into(), goal_adopted().into()]);
    hear(&mut memory, reached("3000"));
    memory.remember(&own(2, closure_proposed().into()));
    hear(&mut memory, lost("2900"));
    assert_eq!(no_longer_closing(&memory, TOGETHER, GOAL), None);
}

fn missing(now: &str, is_reached: bool) -> kernel::scenario::Outcome<GoalTree> {
    let miss = MissTarget {
        partnership_id: TOGETHER.into(),
        goal_id: GOAL.into(),
        target_id: TARGET.into(),
        ..Default::default()
    };
    active()
        .by_service("goals")
        .at(now.parse().expect("a moment"))
        .when_knowing(Measured { is_reached, actual: "2100".into() }, miss)
}

fn active() -> Scenario<GoalTree> {
    given([goal_proposed()]).and(goal_adopted())
}

fn due(memory: &Memory, today: Date) -> Vec<Due> {
    passed(memory, today).map(|(_, _, due)| due).collect()
}

fn target_missed() -> TargetMissed {
    TargetMissed {
        partnership_id: TOGETHER.into(),
        goal_id: GOAL.into(),
        target_id: TARGET.into(),
        due_on: "2026-12-31".into(),
        actual: "2100".into(),
    }
}

fn by_itself(basis: ClosureBasis, outcome: Outcome) -> GoalClosureProposed {
    GoalClosureProposed { basis: basis.into(), outcome: outcome.into(), ..closure_proposed() }
}

/// The facts, each under the id of its place.
fn remembering(events: impl IntoIterator<Item = event::Kind>) -> Memory {
    let mut memory = Memory::default();
    events.into_iter().enumerate().for_each(|(place, event)| memory.remember(&own(place, event)));
    memory
}

fn own(place: usize, event: event::Kind) -> Envelope {
    let fact = Some(Fact::Goals(Event { kind: Some(event) }));
    Envelope { event_id: event_id(place), fact, ..Default::default() }
}

fn hear(memory: &mut Memory, event: evaluation::event::Kind) {
    let fact = Some(Fact::Evaluation(evaluation::Event { kind: Some(event) }));
    memory.remember(&Envelope { fact, ..Default::default() });
}

fn reached(actual: &str) -> evaluation::event::Kind {
    let (partnership_id, target_id, goal_id) = (TOGETHER.into(), TARGET.into(), GOAL.into());
    TargetReached { partnership_id, target_id, goal_id, actual: actual.into() }.into()
}

fn lost(actual: &str) -> evaluation::event::Kind {
    let (partnership_id, target_id, goal_id) = (TOGETHER.into(), TARGET.into(), GOAL.into());
    TargetLost { partnership_id, target_id, goal_id, actual: actual.into() }.into()
}

fn progress(actual: &str) -> evaluation::event::Kind {
    ProgressRecorded {
        partnership_id: TOGETHER.into(),
        target_id: TARGET.into(),
        goal_id: GOAL.into(),
        actual: actual.into(),
        ..Default::default()
    }
    .into()
}
