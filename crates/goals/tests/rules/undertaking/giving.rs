//! Promising something to another partner, or to all.

use contract::goals::*;
use goals::{
    tree::Partnership,
    undertaking::{Around, Rejection, Undertaking},
};
use kernel::scenario::{Outcome, nothing};

use super::{invalid, noon, promised};
use crate::{messages::*, messages_undertaking::*};

#[test]
fn a_member_promises_another_something_by_a_day() {
    giving(give()).then(given());
}

#[test]
fn a_promise_may_be_to_all_and_towards_no_goal() {
    let command = GiveUndertaking { to_partner_id: String::new(), goal_id: String::new(), ..give() };
    giving(command).then(UndertakingGiven { goal_id: String::new(), ..to_all() });
}

#[test]
fn a_promise_may_be_to_one_without_a_voice() {
    let to_the_auditor = GiveUndertaking { to_partner_id: AUDITOR.into(), ..give() };
    giving(to_the_auditor).then(UndertakingGiven { to_partner_id: AUDITOR.into(), ..given() });
}

#[test]
fn an_undertaking_left_unnamed_gets_an_id() {
    let unnamed = GiveUndertaking { undertaking_id: String::new(), ..give() };
    giving(unnamed).then(UndertakingGiven { undertaking_id: fresh("undertaking"), ..given() });
}

#[test]
fn nothing_is_promised_to_who_takes_no_part() {
    let to_a_stranger = GiveUndertaking { to_partner_id: STRANGER.into(), ..give() };
    giving(to_a_stranger).then_rejected(Rejection::NotAMember { field: "to_partner_id", partner_id: STRANGER.into() });
    let gone = Around { members: without(COOPERATIVE), ..around() };
    nothing::<Undertaking>()
        .by(BANK)
        .when_knowing(gone, give())
        .then_rejected(Rejection::NotAMember { field: "to_partner_id", partner_id: COOPERATIVE.into() });
}

#[test]
fn nobody_promises_something_to_its_own_organisation() {
    for own in [BANK, BRANCH] {
        giving(GiveUndertaking { to_partner_id: own.into(), ..give() }).then_rejected(Rejection::PromisedToItself);
    }
}

#[test]
fn it_is_due_today_or_later() {
    invalid(giving(GiveUndertaking { due_on: "2026-01-14".into(), ..give() }), "due_on");
    invalid(giving(GiveUndertaking { due_on: "spring".into(), ..give() }), "due_on");
    giving(GiveUndertaking { due_on: TODAY.into(), ..give() })
        .then(UndertakingGiven { due_on: TODAY.into(), ..given() });
}

#[test]
fn what_a_promise_must_say() {
    invalid(giving(GiveUndertaking { what: " ".into(), ..give() }), "what");
    invalid(giving(GiveUndertaking { unit: String::new(), ..give() }), "unit");
    invalid(giving(GiveUndertaking { quantity: String::new(), ..give() }), "unit");
    for quantity in ["0", "-1", "many"] {
        invalid(giving(GiveUndertaking { quantity: quantity.into(), ..give() }), "quantity");
    }
    let bare = GiveUndertaking { quantity: String::new(), unit: String::new(), ..give() };
    giving(bare).then(UndertakingGiven { quantity: String::new(), unit: String::new(), ..given() });
    giving(GiveUndertaking { quantity: "40.0".into(), ..give() }).then(given());
}

#[test]
fn something_is_promised_towards_adopted_goals_only() {
    for state in [GoalState::Listed, GoalState::Proposed, GoalState::Rejected, GoalState::Closing, GoalState::Closed] {
        let around = Around { goals: vec![(GOAL.into(), state)], ..around() };
        let outcome = nothing::<Undertaking>().by(BANK).when_knowing(around, give());
        outcome.then_rejected(Rejection::GoalNotActive(state));
    }
    let none = Around { goals: vec![], ..around() };
    nothing::<Undertaking>().by(BANK).when_knowing(none, give()).then_rejected(Rejection::GoalNotFound);
}

#[test]
fn an_activitys_goal_is_the_undertakings() {
    let of_activity = || Around { activity_goal_id: Some(GOAL.into()), ..around() };
    let giving = |around, goal_id: &str| {
        let command = GiveUndertaking { goal_id: goal_id.into(), activity_id: ACTIVITY.into(), ..give() };
        nothing::<Undertaking>().by(BANK).when_knowing(around, command)
    };
    for goal_id in ["", GOAL] {
        giving(of_activity(), goal_id).then(UndertakingGiven { activity_id: ACTIVITY.into(), ..given() });
    }
    invalid(giving(of_activity(), CHILD), "goal_id");
    giving(around(), GOAL).then_rejected(Rejection::ActivityNotFound);
}

#[test]
fn nothing_new_is_promised_in_a_partnership_that_is_not_active() {
    for partnership in [Partnership::Unknown, Partnership::Forming] {
        let around = Around { partnership, ..around() };
        let outcome = nothing::<Undertaking>().by(BANK).when_knowing(around, give());
        outcome.then_rejected(Rejection::PartnershipNotActive);
    }
}

#[test]
fn a_promise_is_made_once() {
    promised([]).by(BANK).when_knowing(around(), give()).then_nothing();
    // Also after its day, with nobody left, and with its goal closed.
    let later = Around { goals: vec![], members: without(COOPERATIVE), ..around() };
    promised([]).by(BANK).at(noon("2026-07-01")).when_knowing(later, give()).then_nothing();
    let other = GiveUndertaking { quantity: "50".into(), ..give() };
    let taken = || Rejection::IdTaken { field: "undertaking_id" };
    promised([]).by(BANK).when_knowing(around(), other).then_rejected(taken());
    promised([]).by(INSURER).when_knowing(around(), give()).then_rejected(taken());
}

fn giving(command: GiveUndertaking) -> Outcome<Undertaking> {
    nothing::<Undertaking>().by(BANK).when_knowing(around(), command)
}
