//! How a member that joins later stands to goals that were decided before, and milestones on the way.

use contract::goals::*;
use goals::tree::{GoalTree, Rejection, Voices};
use kernel::{
    Reject,
    scenario::{Scenario, given},
};

use crate::messages::*;

const LATER: &str = "00000000-0000-7000-8000-0000000000b3";
const MILESTONE: &str = "00000000-0000-7000-8000-000000000041";

#[test]
fn a_member_that_joined_later_accepts_a_goal_or_states_its_reservation() {
    active().by(LATER).when(accept_goal()).then(goal_accepted());
    active().by(LATER).when(reserve_on_goal()).then(reservation_stated());
}

#[test]
fn a_reservation_may_become_an_acceptance_and_the_other_way_round() {
    active().and(reservation_stated()).by(LATER).when(accept_goal()).then(goal_accepted());
    active().and(goal_accepted()).by(LATER).when(reserve_on_goal()).then(reservation_stated());
    active().and(goal_accepted()).by(LATER).when(accept_goal()).then_nothing();
    active().and(reservation_stated()).by(LATER).when(reserve_on_goal()).then_nothing();
}

#[test]
fn who_could_decide_a_goal_is_bound_by_it() {
    active().by(BANK).when(accept_goal()).then_rejected(Rejection::Bound);
    active().by(COOPERATIVE).when(reserve_on_goal()).then_rejected(Rejection::Bound);
    assert_eq!(Rejection::Bound.refusal().reason, "REASON_BOUND_BY_DECISION");
}

#[test]
fn only_an_adopted_goal_is_accepted() {
    let proposed = given::<GoalTree, _>([goal_proposed()]);
    proposed.by(LATER).when(accept_goal()).then_rejected(Rejection::NotAdopted(GoalState::Proposed));
    let closed = active().and(closure_proposed()).and(goal_closed());
    closed.by(LATER).when(reserve_on_goal()).then_rejected(Rejection::NotAdopted(GoalState::Closed));
    let silent = ReserveOnGoal { reservation: " ".into(), ..reserve_on_goal() };
    assert_eq!(active().by(LATER).when(silent).decision().expect_err("refused").refusal().field, Some("reservation"));
}

#[test]
fn a_milestone_is_set_and_reached() {
    adding(active(), add_milestone()).then(milestone_added());
    adding(active().and(milestone_added()), add_milestone()).then_nothing();
    let reached = active().and(milestone_added()).by(COOPERATIVE);
    reached.when(reach_milestone()).then(milestone_reached());
    let again = active().and(milestone_added()).and(milestone_reached()).by(COOPERATIVE);
    again.when(reach_milestone()).then_nothing();
    let otherwise = ReachMilestone { note: "Seen again".into(), ..reach_milestone() };
    let again = active().and(milestone_added()).and(milestone_reached()).by(COOPERATIVE);
    again.when(otherwise).then_rejected(Rejection::MilestoneReached("2026-01-10".into()));
}

#[test]
fn a_milestone_is_of_an_adopted_goal_and_a_member_and_a_day_to_come() {
    let proposed = given::<GoalTree, _>([goal_proposed()]);
    adding(proposed, add_milestone()).then_rejected(Rejection::NotAdopted(GoalState::Proposed));
    let closing = active().and(closure_proposed());
    adding(closing, add_milestone()).then_rejected(Rejection::NotAdopted(GoalState::Closing));
    let of_a_stranger = AddMilestone { owner_partner_id: STRANGER.into(), ..add_milestone() };
    adding(active(), of_a_stranger).then_rejected(Rejection::OwnerNotAMember(STRANGER.into()));
    let past = AddMilestone { due_on: "2026-01-14".into(), ..add_milestone() };
    assert_eq!(adding(active(), past).decision().expect_err("refused").refusal().field, Some("due_on"));
    let other = AddMilestone { title: "Another".into(), ..add_milestone() };
    adding(active().and(milestone_added()), other).then_rejected(Rejection::MilestoneIdTaken);
    active().by(BANK).when(reach_milestone()).then_rejected(Rejection::MilestoneNotFound);
    let to_come = ReachMilestone { reached_on: "2026-01-16".into(), ..reach_milestone() };
    let refused = active().and(milestone_added()).by(BANK).when(to_come).decision().expect_err("refused");
    assert_eq!(refused.refusal().field, Some("reached_on"));
}

fn adding(scenario: Scenario<GoalTree>, command: AddMilestone) -> kernel::scenario::Outcome<GoalTree> {
    scenario.by(BANK).when_knowing(Voices(vec![BANK.into(), COOPERATIVE.into()]), command)
}

fn active() -> Scenario<GoalTree> {
    given([goal_proposed()]).and(goal_adopted())
}

fn accept_goal() -> AcceptGoal {
    AcceptGoal { partnership_id: TOGETHER.into(), goal_id: GOAL.into(), ..Default::default() }
}

fn reserve_on_goal() -> ReserveOnGoal {
    ReserveOnGoal {
        partnership_id: TOGETHER.into(),
        goal_id: GOAL.into(),
        reservation: "Our licence ends in June".into(),
        ..Default::default()
    }
}

fn goal_accepted() -> GoalAccepted {
    GoalAccepted { partnership_id: TOGETHER.into(), goal_id: GOAL.into(), partner_id: LATER.into(), revision: 0 }
}

fn reservation_stated() -> ReservationStated {
    ReservationStated {
        partnership_id: TOGETHER.into(),
        goal_id: GOAL.into(),
        partner_id: LATER.into(),
        reservation: "Our licence ends in June".into(),
        revision: 0,
    }
}

fn add_milestone() -> AddMilestone {
    AddMilestone {
        partnership_id: TOGETHER.into(),
        goal_id: GOAL.into(),
        milestone_id: MILESTONE.into(),
        title: "Ten groups have met".into(),
        due_on: "2026-03-31".into(),
        owner_partner_id: COOPERATIVE.into(),
        ..Default::default()
    }
}

fn milestone_added() -> MilestoneAdded {
    MilestoneAdded {
        partnership_id: TOGETHER.into(),
        goal_id: GOAL.into(),
        milestone_id: MILESTONE.into(),
        title: "Ten groups have met".into(),
        due_on: "2026-03-31".into(),
        owner_partner_id: COOPERATIVE.into(),
    }
}

fn reach_milestone() -> ReachMilestone {
    ReachMilestone {
        partnership_id: TOGETHER.into(),
        goal_id: GOAL.into(),
        milestone_id: MILESTONE.into(),
        reached_on: "2026-01-10".into(),
        note: "Minutes of ten meetings".into(),
        ..Default::default()
    }
}

fn milestone_reached() -> MilestoneReached {
    MilestoneReached {
        partnership_id: TOGETHER.into(),
        goal_id: GOAL.into(),
        milestone_id: MILESTONE.into(),
        reached_on: "2026-01-10".into(),
        note: "Minutes of ten meetings".into(),
        partner_id: COOPERATIVE.into(),
    }
}
