//! Released, taken over, settled at an exit, and what becomes of it when its goal is dropped.

use contract::goals::*;
use goals::undertaking::{Rejection, Towards, Undertaking};
use kernel::{
    Members,
    scenario::{Outcome, Scenario, given as history, nothing},
};

use super::{invalid, promised};
use crate::{messages::*, messages_undertaking::*};

const ACTIVE: Towards = Towards(Some(GoalState::Active));

#[test]
fn whom_it_was_given_to_releases_it() {
    releasing(COOPERATIVE).then(released());
    promised([released().into()]).by(COOPERATIVE).when_knowing(members(), release()).then_nothing();
    invalid(
        promised([]).by(COOPERATIVE).when_knowing(members(), ReleaseUndertaking { reason: " ".into(), ..release() }),
        "reason",
    );
}

#[test]
fn nobody_else_releases_it() {
    releasing(INSURER).then_rejected(Rejection::NotTheReceiver);
    for own in [BANK, BRANCH] {
        releasing(own).then_rejected(Rejection::OwnUndertaking);
    }
    let of_all = history::<Undertaking, _>([to_all()]).by(COOPERATIVE);
    of_all.when_knowing(members(), release()).then_rejected(Rejection::PromisedToAll);
    // Not even where whom it was given to has left: the exit settles it.
    let outcome = promised([]).by(INSURER).when_knowing(without(COOPERATIVE), release());
    outcome.then_rejected(Rejection::NotTheReceiver);
}

#[test]
fn what_is_done_is_confirmed_or_returned_not_released() {
    let refused = |more: Vec<event::Kind>, state| {
        let outcome = promised(more).by(COOPERATIVE).when_knowing(members(), release());
        outcome.then_rejected(Rejection::State { state });
    };
    refused(vec![fulfilled().into()], UndertakingState::Fulfilled);
    refused(vec![fulfilled().into(), confirmed().into()], UndertakingState::Confirmed);
    let other = UndertakingReleased { reason: "No need".into(), ..released() };
    refused(vec![other.into()], UndertakingState::Released);
}

#[test]
fn a_member_takes_over_what_a_leaver_promised() {
    promised([]).by(INSURER).when_knowing(without(BANK), take_over()).then(handed_over());
    let leaving = Members { leaving: vec![BANK.into()], ..members() };
    promised([]).by(INSURER).when_knowing(leaving.clone(), take_over()).then(handed_over());
    promised([handed_over().into()]).by(INSURER).when_knowing(leaving, take_over()).then_nothing();
}

#[test]
fn what_is_promised_by_one_that_stays_is_not_taken_over() {
    promised([]).by(INSURER).when_knowing(members(), take_over()).then_rejected(Rejection::GiverStays);
}

#[test]
fn nobody_takes_over_what_was_promised_to_itself() {
    let mut gone = without(BANK);
    gone.organisations.insert(INSURER.into(), COOPERATIVE.into());
    for own in [COOPERATIVE, INSURER] {
        promised([]).by(own).when_knowing(gone.clone(), take_over()).then_rejected(Rejection::PromisedToTaker);
    }
}

#[test]
fn only_what_is_open_is_taken_over() {
    let refused = |more: Vec<event::Kind>, state| {
        let outcome = promised(more).by(INSURER).when_knowing(without(BANK), take_over());
        outcome.then_rejected(Rejection::State { state });
    };
    refused(vec![fulfilled().into()], UndertakingState::Fulfilled);
    refused(vec![released().into()], UndertakingState::Released);
}

#[test]
fn who_has_taken_it_over_does_it_and_the_one_before_no_longer() {
    let over = |by: &str| promised([asked().into(), handed_over().into()]).by(by);
    over(INSURER)
        .when_knowing(without(BANK), fulfil())
        .then(UndertakingFulfilled { fulfilled_by: INSURER.into(), ..fulfilled() });
    over(BANK).when_knowing(without(BANK), fulfil()).then_rejected(Rejection::NotTheGiver);
    let dropped = Rejection::RenegotiationState { state: RenegotiationState::Dropped };
    over(COOPERATIVE).when_knowing(without(BANK), agree()).then_rejected(Rejection::OwnRenegotiation);
    over(INSURER).when_knowing(without(BANK), agree()).then_rejected(dropped);
}

#[test]
fn an_exit_releases_or_hands_over_what_the_leaver_promised() {
    let why = || "Agreed at the exit".to_owned();
    let released = UndertakingReleased { released_by: String::new(), reason: why(), ..released() };
    let handed_over = UndertakingHandedOver { why: why(), ..handed_over() };
    for leaver in ["", BANK] {
        settling(settle(UndertakingSettlement::Released, leaver, "")).then(released.clone());
        settling(settle(UndertakingSettlement::HandedOver, leaver, INSURER)).then(handed_over.clone());
    }
    // Whom it is owed to would owe it to itself.
    settling(settle(UndertakingSettlement::HandedOver, BANK, COOPERATIVE)).then(released);
}

#[test]
fn an_exit_hands_over_what_was_promised_to_the_leaver() {
    let command = settle(UndertakingSettlement::HandedOver, COOPERATIVE, AUDITOR);
    settling(command).then(UndertakingHandedOver {
        given_by: BANK.into(),
        to_partner_id: AUDITOR.into(),
        why: "Agreed at the exit".into(),
        ..handed_over()
    });
    let to_the_giver = settle(UndertakingSettlement::HandedOver, COOPERATIVE, BRANCH);
    let reason = "Agreed at the exit".to_owned();
    settling(to_the_giver).then(UndertakingReleased { released_by: String::new(), reason, ..released() });
}

#[test]
fn an_exit_names_one_that_can_stand_in() {
    invalid(settling(settle(UndertakingSettlement::HandedOver, BANK, "")), "to_partner_id");
    invalid(settling(settle(UndertakingSettlement::Unspecified, BANK, "")), "how");
    // It had its place when partners settled it, whatever has become of it since.
    let taken = settling(settle(UndertakingSettlement::HandedOver, BANK, STRANGER)).decision();
    assert!(matches!(taken.as_deref(), Ok([event::Kind::UndertakingHandedOver(it)]) if it.given_by == STRANGER));
}

#[test]
fn an_exit_leaves_alone_what_is_over_or_the_leavers_no_longer() {
    let release = || settle(UndertakingSettlement::Released, BANK, "");
    let after = |more: Vec<event::Kind>| promised(more).by_service("goals").when_knowing(members(), release());
    after(vec![released().into()]).then_nothing();
    after(vec![fulfilled().into(), confirmed().into()]).then_nothing();
    after(vec![handed_over().into()]).then_nothing();
}

#[test]
fn with_its_goal_dropped_it_ends_or_goes_on_as_decided() {
    let why = "The goal was dropped".to_owned();
    let released = UndertakingReleased { released_by: String::new(), reason: why, ..released() };
    for towards in [ACTIVE, Towards(None)] {
        ending(end("", false), towards).then(released.clone());
        ending(end("", true), towards).then(moved(""));
    }
    ending(end(CHILD, false), ACTIVE).then(moved(CHILD));
    ending(end(GOAL, false), ACTIVE).then_nothing();
    let awaiting = || promised([fulfilled().into()]).by_service("goals");
    awaiting().when_knowing(ACTIVE, end(CHILD, false)).then(moved(CHILD));
    awaiting().when_knowing(Towards(None), end("", false)).then(released);
}

#[test]
fn where_the_other_goal_has_ended_too_it_stands_on_its_own() {
    for gone in [Towards(None), Towards(Some(GoalState::Closed))] {
        ending(end(CHILD, false), gone).then(moved(""));
    }
}

#[test]
fn a_dropped_goal_leaves_alone_what_is_over() {
    for over in [vec![released().into()], vec![fulfilled().into(), confirmed().into()]] {
        for command in [end("", false), end("", true), end(CHILD, false)] {
            promised(over.clone()).by_service("goals").when_knowing(ACTIVE, command).then_nothing();
        }
    }
}

#[test]
fn services_alone_settle_and_end_it() {
    let command = settle(UndertakingSettlement::Released, BANK, "");
    promised([]).by(BANK).when_knowing(members(), command).then_rejected(Rejection::NotForCallers);
    promised([]).by(BANK).when_knowing(ACTIVE, end("", false)).then_rejected(Rejection::NotForCallers);
    let unknown: Scenario<Undertaking> = nothing().by_service("goals");
    unknown.when_knowing(ACTIVE, end("", false)).then_rejected(Rejection::NotFound);
}

fn releasing(by: &str) -> Outcome<Undertaking> {
    promised([]).by(by).when_knowing(members(), release())
}

fn settling(command: SettleUndertaking) -> Outcome<Undertaking> {
    promised([]).by_service("goals").when_knowing(members(), command)
}

fn ending(command: EndUndertaking, towards: Towards) -> Outcome<Undertaking> {
    promised([]).by_service("goals").when_knowing(towards, command)
}
