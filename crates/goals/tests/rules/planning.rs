//! What planning joint work leads to, in plain given-when-then.

use contract::goals::*;
use goals::{
    activity::{Activity, Around, Rejection},
    tree::Partnership,
};
use kernel::{
    Reject,
    reject::Kind,
    scenario::{Outcome as Outcomes, given, nothing},
};

use crate::messages::*;

#[test]
fn a_member_plans_work_towards_an_adopted_goal() {
    planning(plan_activity()).then(activity_planned());
}

#[test]
fn an_activity_left_unnamed_gets_an_id() {
    let unnamed = PlanActivity { activity_id: String::new(), ..plan_activity() };
    planning(unnamed).then(ActivityPlanned { activity_id: fresh("activity"), ..activity_planned() });
}

#[test]
fn an_activity_is_planned_once() {
    let planned = || given::<Activity, _>([activity_planned()]).by(BANK);
    planned().when_knowing(around(), plan_activity()).then_nothing();
    let closed = Around { goal: Some(GoalState::Closed), ..around() };
    planned().when_knowing(closed, plan_activity()).then_nothing();
    let other = PlanActivity { title: "Training of cashiers".into(), ..plan_activity() };
    planned().when_knowing(around(), other).then_rejected(Rejection::IdTaken);
}

#[test]
fn work_is_planned_towards_adopted_goals_only() {
    let states = [GoalState::Listed, GoalState::Proposed, GoalState::Rejected, GoalState::Closing, GoalState::Closed];
    for state in states {
        let around = Around { goal: Some(state), ..around() };
        let outcome = nothing::<Activity>().by(BANK).when_knowing(around, plan_activity());
        outcome.then_rejected(Rejection::GoalNotActive(state));
    }
    let no_goal = Around { goal: None, ..around() };
    nothing::<Activity>().by(BANK).when_knowing(no_goal, plan_activity()).then_rejected(Rejection::GoalNotFound);
}

#[test]
fn what_a_plan_must_say() {
    invalid(PlanActivity { title: " ".into(), ..plan_activity() }, "title");
    invalid(PlanActivity { lead_partner_id: String::new(), ..plan_activity() }, "lead_partner_id");
    invalid(PlanActivity { places: vec![" ".into()], ..plan_activity() }, "places");
    let no_goal = Around { goal: None, ..around() };
    let command = PlanActivity { goal_id: String::new(), ..plan_activity() };
    let refused = nothing::<Activity>().by(BANK).when_knowing(no_goal, command).decision().expect_err("refused");
    assert_eq!(refused.refusal().field, Some("goal_id"));
}

#[test]
fn a_plan_says_in_which_season_and_who_brings_what() {
    let trainers = ActivityInput {
        what: " Trainers ".into(),
        quantity: "2.50".into(),
        unit: "full time".into(),
        partner_id: COOPERATIVE.into(),
        allocation_id: INDICATOR.into(),
    };
    let seasonal =
        PlanActivity { season: " long rains 2026 ".into(), inputs: vec![trainers.clone()], ..plan_activity() };
    planning(seasonal).then(ActivityPlanned {
        season: "long rains 2026".into(),
        inputs: vec![ActivityInput { what: "Trainers".into(), quantity: "2.5".into(), ..trainers.clone() }],
        ..activity_planned()
    });
    let with = |input| PlanActivity { inputs: vec![input], ..plan_activity() };
    invalid(with(ActivityInput { what: " ".into(), ..trainers.clone() }), "inputs.what");
    for quantity in ["0", "-1", "many"] {
        invalid(with(ActivityInput { quantity: quantity.into(), ..trainers.clone() }), "inputs.quantity");
    }
    let rejection = Rejection::NotAMember { field: "inputs.partner_id", partner_id: STRANGER.into() };
    planning(with(ActivityInput { partner_id: STRANGER.into(), ..trainers })).then_rejected(rejection);
}

#[test]
fn nothing_is_planned_in_a_partnership_that_is_not_active() {
    let closing = Around { partnership: Partnership::Forming, ..around() };
    let outcome = nothing::<Activity>().by(BANK).when_knowing(closing, plan_activity());
    outcome.then_rejected(Rejection::PartnershipNotActive);
}

#[test]
fn dates_are_dates_in_order() {
    invalid(PlanActivity { starts_on: "spring".into(), ..plan_activity() }, "starts_on");
    invalid(PlanActivity { ends_on: "2026-13-01".into(), ..plan_activity() }, "ends_on");
    invalid(PlanActivity { ends_on: "2026-01-31".into(), ..plan_activity() }, "ends_on");
    let undated = PlanActivity { starts_on: String::new(), ends_on: String::new(), ..plan_activity() };
    assert!(planning(undated).decision().is_ok());
}

#[test]
fn who_works_has_a_voice() {
    let rejected = |field, command| {
        planning(command).then_rejected(Rejection::NotAMember { field, partner_id: STRANGER.into() });
    };
    rejected("lead_partner_id", PlanActivity { lead_partner_id: STRANGER.into(), ..plan_activity() });
    let supporting = vec![COOPERATIVE.into(), STRANGER.into()];
    rejected("supporting_partner_ids", PlanActivity { supporting_partner_ids: supporting, ..plan_activity() });
}

#[test]
fn a_partner_has_one_part_in_the_work() {
    for partner in [BANK, COOPERATIVE] {
        let supporting_partner_ids = vec![COOPERATIVE.into(), partner.into()];
        invalid(PlanActivity { supporting_partner_ids, ..plan_activity() }, "supporting_partner_ids");
    }
}

#[test]
fn the_operator_lists_what_a_source_says() {
    let bare = PlanActivity {
        goal_id: String::new(),
        lead_partner_id: String::new(),
        supporting_partner_ids: vec![],
        labels: vec!["channel=21000".into()],
        source: SOURCE.into(),
        ..plan_activity()
    };
    listing(bare.clone()).then(ActivityPlanned {
        goal_id: String::new(),
        lead_partner_id: String::new(),
        supporting_partner_ids: vec![],
        labels: vec!["channel=21000".into()],
        source: SOURCE.into(),
        planned_by: String::new(),
        ..activity_planned()
    });
    let towards_a_listed_goal = PlanActivity { goal_id: GOAL.into(), ..bare.clone() };
    let around = Around { goal: Some(GoalState::Listed), ..draft() };
    assert!(nothing::<Activity>().when_knowing(around, towards_a_listed_goal.clone()).decision().is_ok());
    listing(towards_a_listed_goal).then_rejected(Rejection::GoalNotFound);
    let nowhere = Around { partnership: Partnership::Unknown, ..draft() };
    nothing::<Activity>().when_knowing(nowhere, bare).then_rejected(Rejection::NoPartnership);
}

#[test]
fn a_source_binds_nobody() {
    let named = PlanActivity { source: SOURCE.into(), goal_id: String::new(), ..plan_activity() };
    let rejection = Rejection::NotAMember { field: "lead_partner_id", partner_id: BANK.into() };
    listing(named).then_rejected(rejection);
}

#[test]
fn sources_and_labels_are_the_operators() {
    let denied = |outcome: Outcomes<Activity>, field| {
        let refusal = outcome.decision().expect_err("refused").refusal();
        let says = (refusal.kind, refusal.reason, refusal.field);
        assert_eq!(says, (Kind::Denied, "REASON_SOURCE_IS_THE_OPERATORS", Some(field)));
    };
    denied(planning(PlanActivity { source: SOURCE.into(), ..plan_activity() }), "source");
    denied(planning(PlanActivity { labels: vec!["channel=21000".into()], ..plan_activity() }), "labels");
    denied(listing(plan_activity()), "source");
}

#[test]
fn a_label_is_a_key_and_a_value() {
    for label in ["21000", "=21000"] {
        let command = PlanActivity { labels: vec![label.into()], source: SOURCE.into(), ..plan_activity() };
        assert_eq!(listing(command).decision().expect_err("refused").refusal().field, Some("labels"));
    }
}

#[test]
fn refusals_say_what_tools_act_on() {
    let refusal = Rejection::GoalNotActive(GoalState::Closing).refusal();
    assert_eq!((refusal.kind, refusal.reason, refusal.field), (Kind::NotNow, "REASON_GOAL_STATE", Some("goal_id")));
    assert_eq!(refusal.metadata, [("state", "GOAL_STATE_CLOSING".to_owned())]);
    let refusal = Rejection::NotAMember { field: "lead_partner_id", partner_id: STRANGER.into() }.refusal();
    let says = (refusal.kind, refusal.reason, refusal.field);
    assert_eq!(says, (Kind::NotNow, "REASON_NOT_A_MEMBER", Some("lead_partner_id")));
    let refusal = Rejection::IdTaken.refusal();
    assert_eq!((refusal.kind, refusal.field), (Kind::AlreadyExists, Some("activity_id")));
}

fn planning(command: PlanActivity) -> Outcomes<Activity> {
    nothing::<Activity>().by(BANK).when_knowing(around(), command)
}

/// By the operator, into a draft.
fn listing(command: PlanActivity) -> Outcomes<Activity> {
    nothing::<Activity>().when_knowing(draft(), command)
}

fn around() -> Around {
    Around {
        partnership: Partnership::Active,
        goal: Some(GoalState::Active),
        voices: vec![BANK.into(), COOPERATIVE.into()],
    }
}

fn draft() -> Around {
    Around { partnership: Partnership::Forming, goal: None, voices: vec![] }
}

#[track_caller]
fn invalid(command: PlanActivity, field: &str) {
    match planning(command).decision() {
        Err(Rejection::Invalid(invalid)) => assert_eq!(invalid.field, field),
        other => panic!("{field} should be refused: {other:?}"),
    }
}
