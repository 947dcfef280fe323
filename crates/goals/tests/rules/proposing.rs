//! What proposing a goal leads to, in plain given-when-then.

use contract::goals::*;
use goals::tree::{GoalTree, Partnership, Rejection, Voices, decisions::GOALS_MAX};
use kernel::{
    Reject,
    reject::Kind,
    scenario::{Outcome as Outcomes, Scenario, given, nothing},
};

use crate::messages::*;

#[test]
fn a_member_proposes_a_goal() {
    proposing(nothing(), propose_goal()).then(goal_proposed());
}

#[test]
fn what_is_left_unnamed_gets_ids() {
    let unnamed = ProposeGoal {
        goal_id: String::new(),
        targets: vec![Target { target_id: String::new(), ..target() }, target()],
        ..propose_goal()
    };
    proposing(nothing(), unnamed).then(GoalProposed {
        goal_id: fresh("goal"),
        targets: vec![Target { target_id: fresh("target/0"), ..target() }, target()],
        ..goal_proposed()
    });
}

#[test]
fn a_goal_is_proposed_once() {
    proposing(given([goal_proposed()]), propose_goal()).then_nothing();
    let spelled_otherwise = ProposeGoal {
        title: " More women borrow ".into(),
        targets: vec![Target { target_id: String::new(), baseline: "1000.00".into(), ..target() }],
        ..propose_goal()
    };
    proposing(given([goal_proposed()]), spelled_otherwise).then_nothing();
}

#[test]
fn a_late_repeat_leads_to_nothing_even_when_the_goal_could_not_be_proposed_any_more() {
    let history = || given::<GoalTree, _>([goal_proposed()]).and(child_proposed()).and(goal_rejected());
    proposing(history(), propose_child()).then_nothing();
    let next_year = "2027-01-15T12:00:00Z".parse().expect("a time");
    proposing(history().at(next_year), propose_goal()).then_nothing();
}

#[test]
fn another_goal_cannot_take_the_id() {
    let others = [
        ProposeGoal { title: "More men borrow".into(), ..propose_goal() },
        ProposeGoal { level: Level::Impact.into(), ..propose_goal() },
        ProposeGoal { targets: vec![], ..propose_goal() },
        ProposeGoal { targets: vec![Target { value: "3001".into(), ..target() }], ..propose_goal() },
    ];
    for other in others {
        proposing(given([goal_proposed()]), other).then_rejected(Rejection::IdTaken);
    }
}

#[test]
fn a_goal_needs_a_title_and_a_level() {
    invalid(ProposeGoal { title: " ".into(), ..propose_goal() }, "title");
    invalid(ProposeGoal { level: 0, ..propose_goal() }, "level");
    invalid(ProposeGoal { level: 99, ..propose_goal() }, "level");
}

#[test]
fn a_target_needs_numbers_and_dates() {
    let with = |target| ProposeGoal { targets: vec![target], ..propose_goal() };
    invalid(with(Target { value: String::new(), ..target() }), "targets.value");
    invalid(with(Target { value: "many".into(), ..target() }), "targets.value");
    invalid(with(Target { baseline: "few".into(), ..target() }), "targets.baseline");
    invalid(with(Target { kind: 0, ..target() }), "targets.kind");
    invalid(with(Target { starts_on: "2026-02-30".into(), ..target() }), "targets.starts_on");
    invalid(with(Target { due_on: String::new(), ..target() }), "targets.due_on");
    invalid(with(Target { due_on: "2026-01-01".into(), ..target() }), "targets.due_on");
}

#[test]
fn a_target_to_reach_needs_a_baseline_that_differs() {
    let with = |baseline: &str, kind: TargetKind| ProposeGoal {
        targets: vec![Target { baseline: baseline.into(), kind: kind.into(), ..target() }],
        ..propose_goal()
    };
    invalid(with("", TargetKind::Reach), "targets.baseline");
    proposing(nothing(), with("3000.0", TargetKind::Reach)).then_rejected(Rejection::TargetEqualsBaseline);
    assert!(proposing(nothing(), with("", TargetKind::KeepAtOrBelow)).decision().is_ok());
    assert!(proposing(nothing(), with("3000", TargetKind::KeepAtOrAbove)).decision().is_ok());
}

#[test]
fn a_proposed_target_is_not_due_in_the_past() {
    let past = Target { starts_on: "2025-01-01".into(), due_on: "2026-01-14".into(), ..target() };
    invalid(ProposeGoal { targets: vec![past.clone()], ..propose_goal() }, "targets.due_on");
    let today = Target { due_on: "2026-01-15".into(), ..past.clone() };
    assert!(proposing(nothing(), ProposeGoal { targets: vec![today], ..propose_goal() }).decision().is_ok());
    assert!(listing(ProposeGoal { targets: vec![past], ..list_goal() }).decision().is_ok());
}

#[test]
fn target_ids_are_unique_in_the_tree() {
    invalid(ProposeGoal { targets: vec![target(), target()], ..propose_goal() }, "targets.target_id");
    let second = ProposeGoal { goal_id: CHILD.into(), ..propose_goal() };
    proposing(given([goal_proposed()]), second).then_rejected(Rejection::TargetIdTaken(TARGET.into()));
}

#[test]
fn a_goal_serves_one_of_its_own_or_a_higher_level() {
    proposing(given([goal_proposed()]), propose_child()).then(child_proposed());
    let beside = ProposeGoal { level: Level::Outcome.into(), ..propose_child() };
    let proposed = GoalProposed { level: Level::Outcome.into(), ..child_proposed() };
    proposing(given([goal_proposed()]), beside).then(proposed);
    let too_high = ProposeGoal { level: Level::Impact.into(), ..propose_child() };
    proposing(given([goal_proposed()]), too_high).then_rejected(Rejection::ParentLower);
}

#[test]
fn goals_stand_at_most_ten_deep() {
    let goal = |n: usize| GoalProposed {
        goal_id: format!("goal-{n}"),
        parent_goal_id: n.checked_sub(1).map(|n| format!("goal-{n}")).unwrap_or_default(),
        targets: vec![],
        ..goal_proposed()
    };
    let under =
        |n: usize| ProposeGoal { parent_goal_id: format!("goal-{n}"), level: Level::Outcome.into(), ..propose_child() };
    assert!(proposing(given((0..10).map(goal)), under(8)).decision().is_ok());
    proposing(given((0..10).map(goal)), under(9)).then_rejected(Rejection::TooDeep);
}

#[test]
fn a_parent_is_there_first() {
    proposing(nothing(), propose_child()).then_rejected(Rejection::ParentMissing);
    let its_own = ProposeGoal { parent_goal_id: GOAL.into(), ..propose_goal() };
    proposing(nothing(), its_own).then_rejected(Rejection::Circle);
}

#[test]
fn nothing_serves_a_goal_that_is_over() {
    let rejected = given([goal_proposed()]).and(goal_rejected());
    proposing(rejected, propose_child()).then_rejected(Rejection::ParentOver(GoalState::Rejected));
    let closed = given([goal_proposed()]).and(goal_adopted()).and(closure_proposed()).and(goal_closed());
    proposing(closed, propose_child()).then_rejected(Rejection::ParentOver(GoalState::Closed));
    let closing = given([goal_proposed()]).and(goal_adopted()).and(closure_proposed());
    proposing(closing, propose_child()).then(child_proposed());
}

#[test]
fn members_propose_once_the_partnership_is_active() {
    let forming = || nothing::<GoalTree>().by(BANK);
    forming()
        .when_knowing(knowing(Partnership::Forming), propose_goal())
        .then_rejected(Rejection::PartnershipNotActive);
    forming().when_knowing(knowing(Partnership::Unknown), propose_goal()).then_rejected(Rejection::NoPartnership);
}

#[test]
fn the_operator_lists_what_a_source_says_even_in_a_draft() {
    let listed = GoalProposed { source: SOURCE.into(), proposed_by: String::new(), ..goal_proposed() };
    listing(list_goal()).then(listed);
    nothing::<GoalTree>()
        .when_knowing(knowing(Partnership::Unknown), list_goal())
        .then_rejected(Rejection::NoPartnership);
}

#[test]
fn sources_are_the_operators() {
    let by_a_member = proposing(nothing(), list_goal()).decision();
    let without_one = listing(propose_goal()).decision();
    for refused in [by_a_member, without_one] {
        let refusal = refused.expect_err("refused").refusal();
        let says = (refusal.kind, refusal.reason, refusal.field);
        assert_eq!(says, (Kind::Denied, "REASON_SOURCE_IS_THE_OPERATORS", Some("source")));
    }
}

#[test]
fn what_a_goal_rests_on_is_kept_with_it() {
    let told = ProposeGoal {
        assumptions: " The rains come ".into(),
        means_of_verification: "Ledgers, sampled".into(),
        people_in_need: Some(0),
        people_in_need_note: "Smallholders in Herat, census of 2024".into(),
        sdg_targets: vec!["8.10".into(), "1.A".into(), "8.10".into()],
        ..propose_goal()
    };
    proposing(nothing(), told).then(GoalProposed {
        assumptions: "The rains come".into(),
        means_of_verification: "Ledgers, sampled".into(),
        people_in_need: Some(0),
        people_in_need_note: "Smallholders in Herat, census of 2024".into(),
        sdg_targets: vec!["8.10".into(), "1.a".into()],
        ..goal_proposed()
    });
    invalid(ProposeGoal { sdg_targets: vec!["8.11".into()], ..propose_goal() }, "sdg_targets");
}

#[test]
fn a_tree_has_a_most() {
    let goals =
        (0..GOALS_MAX).map(|n| GoalProposed { goal_id: format!("goal-{n}"), targets: vec![], ..goal_proposed() });
    let refused = proposing(given(goals), propose_goal()).decision().expect_err("full");
    assert_eq!(refused.refusal().field, Some("partnership_id"));
}

#[test]
fn refusals_say_what_tools_act_on() {
    let says = |rejection: Rejection| {
        let refusal = rejection.refusal();
        (refusal.kind, refusal.reason, refusal.field)
    };
    assert_eq!(says(Rejection::ParentMissing), (Kind::NotFound, "REASON_GOAL_PARENT", Some("parent_goal_id")));
    assert_eq!(says(Rejection::ParentLower), (Kind::Invalid, "REASON_GOAL_PARENT", Some("parent_goal_id")));
    let over = Rejection::ParentOver(GoalState::Closed);
    assert_eq!(over.refusal().metadata, [("state", "GOAL_STATE_CLOSED".to_owned())]);
    assert_eq!(says(over), (Kind::NotNow, "REASON_GOAL_PARENT", Some("parent_goal_id")));
    assert_eq!(says(Rejection::IdTaken), (Kind::AlreadyExists, "REASON_ID_TAKEN", Some("goal_id")));
    let equal = (Kind::Invalid, "REASON_TARGET_EQUALS_BASELINE", Some("targets.value"));
    assert_eq!(says(Rejection::TargetEqualsBaseline), equal);
}

fn knowing(partnership: Partnership) -> (Partnership, Voices) {
    (partnership, Voices(vec![BANK.into(), COOPERATIVE.into()]))
}

fn proposing(scenario: Scenario<GoalTree>, command: ProposeGoal) -> Outcomes<GoalTree> {
    scenario.by(BANK).when_knowing(knowing(Partnership::Active), command)
}

/// By the operator, into a draft.
fn listing(command: ProposeGoal) -> Outcomes<GoalTree> {
    nothing::<GoalTree>().when_knowing(knowing(Partnership::Forming), command)
}

fn list_goal() -> ProposeGoal {
    ProposeGoal { source: SOURCE.into(), ..propose_goal() }
}

#[track_caller]
fn invalid(command: ProposeGoal, field: &str) {
    match proposing(nothing(), command).decision() {
        Err(Rejection::Invalid(invalid)) => assert_eq!(invalid.field, field),
        other => panic!("{field} should be refused: {other:?}"),
    }
}
