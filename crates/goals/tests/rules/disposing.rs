//! What becomes of work that is under way towards a goal that is closed.

use contract::goals::*;
use goals::tree::{GoalTree, Rejection, UnderWay};
use kernel::{
    Reject,
    scenario::{Scenario, event_id, given},
};

use crate::messages::*;

const PROMISE: &str = "00000000-0000-7000-8000-000000000051";

#[test]
fn to_drop_a_goal_one_says_what_becomes_of_all_that_is_under_way() {
    let refused = dropping(vec![]).expect_err("refused");
    let expected = Rejection::WorkUnderWay { work_id: ACTIVITY.into(), title: "Training".into(), others: 1 };
    assert_eq!(refused, expected);
    let words = "\"Training\" (00000000-0000-7000-8000-000000000031), like 1 more, is under way towards this goal: \
        say in dispositions what becomes of it";
    assert_eq!(refused.to_string(), words);
    assert_eq!(refused.refusal().reason, "REASON_WORK_UNDER_WAY");
    assert!(matches!(dropping(vec![training(DispositionHow::End)]), Err(Rejection::WorkUnderWay { others: 0, .. })));
    let both = vec![training(DispositionHow::End), promise(DispositionHow::Continue)];
    match dropping(both.clone()).expect("accepted").as_slice() {
        [event::Kind::GoalClosureProposed(it)] => {
            let titles: Vec<_> = it.dispositions.iter().map(|it| it.title.as_str()).collect();
            assert_eq!(titles, ["Training", "A list of members"], "who decides reads no ids");
            let untitled = it.dispositions.iter().map(|it| Disposition { title: String::new(), ..it.clone() });
            assert_eq!(untitled.collect::<Vec<_>>(), both);
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_goal_that_is_done_may_leave_work_as_it_is() {
    active().by(BANK).when_knowing(under_way(), close_goal()).then(closure_proposed());
}

#[test]
fn work_goes_on_towards_another_adopted_goal_only() {
    let to = |goal: &str| Disposition { to_goal_id: goal.into(), ..training(DispositionHow::Move) };
    let with = |it: Disposition| dropping(vec![it, promise(DispositionHow::End)]);
    assert_eq!(field(with(to("")).expect_err("refused")), Some("dispositions.to_goal_id"));
    assert_eq!(field(with(to(GOAL)).expect_err("refused")), Some("dispositions.to_goal_id"));
    assert_eq!(with(to(STRANGER)), Err(Rejection::TakerNotFound(STRANGER.into())));
    assert_eq!(with(to(CHILD)), Err(Rejection::TakerNotAdopted(GoalState::Proposed)));
    let other = active().and(adopted_child()).by(BANK);
    let closes = CloseGoal { dispositions: vec![to(CHILD)], ..close_goal() };
    assert!(other.when_knowing(under_way(), closes).decision().is_ok());
}

#[test]
fn dispositions_name_what_is_there_once_and_as_it_can_be() {
    let with = |it: Vec<Disposition>| field(dropping(it).expect_err("refused"));
    let end = || training(DispositionHow::End);
    assert_eq!(with(vec![end(), end()]), Some("dispositions.work_id"));
    let unknown = Disposition { work_id: STRANGER.into(), ..end() };
    assert_eq!(with(vec![unknown]), Some("dispositions.work_id"));
    let as_another_kind = Disposition { kind: WorkKind::Undertaking.into(), ..end() };
    assert_eq!(with(vec![as_another_kind]), Some("dispositions.work_id"));
    assert_eq!(with(vec![training(DispositionHow::Continue)]), Some("dispositions.how"));
    assert_eq!(with(vec![training(DispositionHow::Unspecified)]), Some("dispositions.how"));
    let end_somewhere = Disposition { to_goal_id: CHILD.into(), ..end() };
    assert_eq!(with(vec![end_somewhere]), Some("dispositions.to_goal_id"));
}

#[test]
fn what_was_decided_is_in_the_fact_that_closes_the_goal() {
    let moved = vec![Disposition { to_goal_id: CHILD.into(), ..training(DispositionHow::Move) }];
    let proposed = || GoalClosureProposed { dispositions: moved.clone(), ..closure_proposed() };
    let closed = GoalClosed { dispositions: moved.clone(), proposed_event_id: event_id(3), ..goal_closed() };
    let closing = active().and(proposed()).and(adopted_child()).by_service("goals");
    closing.when(conclude(3, true)).then(closed);
    let gone = active().and(proposed()).by_service("goals");
    match gone.when(conclude(3, true)).decision().expect("accepted").as_slice() {
        [event::Kind::GoalClosureRejected(it)] => assert!(it.why.contains("no adopted goal any more"), "{}", it.why),
        other => panic!("{other:?}"),
    }
}

fn dropping(dispositions: Vec<Disposition>) -> Result<Vec<event::Kind>, Rejection> {
    let drop = CloseGoal { outcome: Outcome::Dropped.into(), dispositions, ..close_goal() };
    active().by(BANK).when_knowing(under_way(), drop).decision()
}

/// The goal adopted, and another that serves it still before the members.
fn active() -> Scenario<GoalTree> {
    given([goal_proposed()]).and(goal_adopted()).and(child_proposed())
}

fn adopted_child() -> GoalAdopted {
    GoalAdopted { goal_id: CHILD.into(), targets: vec![], ..goal_adopted() }
}

fn under_way() -> Vec<UnderWay> {
    vec![
        UnderWay { work_id: ACTIVITY.into(), kind: WorkKind::Activity, title: "Training".into() },
        UnderWay { work_id: PROMISE.into(), kind: WorkKind::Undertaking, title: "A list of members".into() },
    ]
}

fn training(how: DispositionHow) -> Disposition {
    Disposition {
        kind: WorkKind::Activity.into(),
        work_id: ACTIVITY.into(),
        how: how.into(),
        to_goal_id: String::new(),
        title: String::new(),
        to_goal_title: String::new(),
    }
}

fn promise(how: DispositionHow) -> Disposition {
    Disposition { kind: WorkKind::Undertaking.into(), work_id: PROMISE.into(), ..training(how) }
}

fn field(rejection: Rejection) -> Option<&'static str> {
    rejection.refusal().field
}
