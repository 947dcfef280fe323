//! What the members' decisions do to a goal, and how its closing is put to them.

use contract::goals::*;
use goals::tree::{GoalTree, Rejection};
use kernel::{
    Reject,
    reject::Kind,
    scenario::{Scenario, event_id, given, nothing},
};

use crate::messages::*;

#[test]
fn a_wanted_goal_is_adopted() {
    proposed().when(conclude(0, true)).then(goal_adopted());
}

#[test]
fn an_unwanted_goal_is_rejected() {
    proposed().when(conclude(0, false)).then(goal_rejected());
}

#[test]
fn a_goal_is_concluded_once() {
    proposed().and(goal_adopted()).when(conclude(0, true)).then_nothing();
    proposed().and(goal_adopted()).when(conclude(0, false)).then_nothing();
    proposed().and(goal_rejected()).when(conclude(0, true)).then_nothing();
}

#[test]
fn a_decision_on_something_else_changes_nothing() {
    proposed().when(conclude(7, true)).then_nothing();
    reaction().when(conclude(0, true)).then_nothing();
    let listed = given::<GoalTree, _>([GoalProposed { source: SOURCE.into(), ..goal_proposed() }]);
    listed.by_service("goals").when(conclude(0, true)).then_nothing();
}

#[test]
fn only_the_members_decision_concludes_a_goal() {
    given::<GoalTree, _>([goal_proposed()]).by(BANK).when(conclude(0, true)).then_rejected(Rejection::NotForCallers);
}

#[test]
fn a_goal_whose_parent_is_over_is_not_adopted_any_more() {
    let conclude_child = || ConcludeGoal { goal_id: CHILD.into(), ..conclude(1, true) };
    let rejected = proposed().and(child_proposed()).and(goal_rejected());
    let why = "The members want it, but the goal it serves was not wanted by the members in the meantime: \
        propose it anew under another.";
    rejected.when(conclude_child()).then(GoalRejected {
        goal_id: CHILD.into(),
        proposed_event_id: event_id(1),
        why: why.into(),
        ..goal_rejected()
    });

    let closed = proposed().and(child_proposed()).and(goal_adopted()).and(closure_proposed()).and(goal_closed());
    match closed.when(conclude_child()).decision().expect("accepted").as_slice() {
        [event::Kind::GoalRejected(it)] => assert!(it.why.contains("was closed"), "{}", it.why),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_member_proposes_to_close_an_adopted_goal() {
    active().by(BANK).when(close_goal()).then(closure_proposed());
}

#[test]
fn closing_is_proposed_once() {
    active().and(closure_proposed()).when(close_goal()).then_nothing();
    let otherwise = CloseGoal { outcome: Outcome::Dropped.into(), ..close_goal() };
    active().and(closure_proposed()).when(otherwise).then_rejected(Rejection::AlreadyProposed);
}

#[test]
fn only_an_adopted_goal_is_closed() {
    let listed = given::<GoalTree, _>([GoalProposed { source: SOURCE.into(), ..goal_proposed() }]);
    listed.when(close_goal()).then_rejected(Rejection::NotActive(GoalState::Listed));
    proposed().when(close_goal()).then_rejected(Rejection::NotActive(GoalState::Proposed));
    proposed().and(goal_rejected()).when(close_goal()).then_rejected(Rejection::NotActive(GoalState::Rejected));
    closed().when(close_goal()).then_rejected(Rejection::NotActive(GoalState::Closed));
    nothing::<GoalTree>().when(close_goal()).then_rejected(Rejection::NotFound);
}

#[test]
fn closing_needs_a_why() {
    let silent = CloseGoal { why: "\n".into(), ..close_goal() };
    let refused = active().when(silent).decision().expect_err("refused");
    assert_eq!(refused.refusal().field, Some("why"));
}

#[test]
fn the_members_close_a_goal_or_keep_it_open() {
    active().and(closure_proposed()).when(conclude(2, true)).then(goal_closed());
    active().and(closure_proposed()).when(conclude(2, false)).then(closure_rejected());
    closed().when(conclude(2, true)).then_nothing();
}

#[test]
fn a_goal_kept_open_can_be_proposed_for_closing_again() {
    active().and(closure_proposed()).and(closure_rejected()).when(close_goal()).then(closure_proposed());
}

#[test]
fn refusals_say_what_tools_act_on() {
    let refusal = Rejection::NotActive(GoalState::Proposed).refusal();
    assert_eq!((refusal.kind, refusal.reason), (Kind::NotNow, "REASON_GOAL_STATE"));
    assert_eq!(refusal.metadata, [("state", "GOAL_STATE_PROPOSED".to_owned())]);
    let refusal = Rejection::AlreadyProposed.refusal();
    assert_eq!((refusal.kind, refusal.reason), (Kind::NotNow, "REASON_ALREADY_PROPOSED"));
    let refusal = Rejection::NotFound.refusal();
    assert_eq!((refusal.kind, refusal.field), (Kind::NotFound, Some("goal_id")));
    let refusal = Rejection::NotForCallers.refusal();
    assert_eq!((refusal.kind, refusal.reason), (Kind::Denied, "REASON_NOT_FOR_CALLERS"));
}

fn reaction() -> Scenario<GoalTree> {
    nothing::<GoalTree>().by_service("goals")
}

fn proposed() -> Scenario<GoalTree> {
    reaction().and(goal_proposed())
}

fn active() -> Scenario<GoalTree> {
    proposed().and(goal_adopted())
}

fn closed() -> Scenario<GoalTree> {
    active().and(closure_proposed()).and(goal_closed())
}
