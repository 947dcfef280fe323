//! Other terms: asked for by one side, agreed by the other, every day ever agreed kept.

use contract::goals::*;
use goals::undertaking::{Rejection, Undertaking, decisions::RENEGOTIATIONS_MAX};
use kernel::{
    Reject,
    scenario::{Outcome, given as history, nothing},
};

use super::{invalid, noon, promised};
use crate::{messages::*, messages_undertaking::*};

#[test]
fn who_promised_it_asks_for_another_day() {
    asking(BANK, renegotiate()).then(asked());
}

#[test]
fn whom_it_was_given_to_may_ask_too() {
    let asked = RenegotiationProposed { proposed_by: COOPERATIVE.into(), asked: vec![BANK.into()], ..asked() };
    asking(COOPERATIVE, renegotiate()).then(asked);
}

#[test]
fn others_do_not_ask() {
    asking(INSURER, renegotiate()).then_rejected(Rejection::NotTheReceiver);
    asking(BRANCH, renegotiate()).then_rejected(Rejection::OwnUndertaking);
    nothing::<Undertaking>().by(BANK).when_knowing(members(), renegotiate()).then_rejected(Rejection::NotFound);
}

#[test]
fn what_and_how_much_may_be_asked_for_anew() {
    let command = RenegotiateUndertaking {
        due_on: DUE.into(),
        what: "Train the cashiers".into(),
        quantity: "30.0".into(),
        ..renegotiate()
    };
    asking(BANK, command).then(RenegotiationProposed {
        due_on: DUE.into(),
        what: "Train the cashiers".into(),
        quantity: "30".into(),
        ..asked()
    });
}

#[test]
fn terms_asked_for_are_other_terms_and_to_come() {
    invalid(asking(BANK, RenegotiateUndertaking { due_on: DUE.into(), ..renegotiate() }), "due_on");
    invalid(asking(BANK, RenegotiateUndertaking { due_on: "2026-01-14".into(), ..renegotiate() }), "due_on");
    invalid(asking(BANK, RenegotiateUndertaking { due_on: "soon".into(), ..renegotiate() }), "due_on");
    invalid(asking(BANK, RenegotiateUndertaking { reason: " ".into(), ..renegotiate() }), "reason");
    invalid(asking(BANK, RenegotiateUndertaking { quantity: "0".into(), ..renegotiate() }), "quantity");
    let uncounted = UndertakingGiven { quantity: String::new(), unit: String::new(), ..given() };
    let command = RenegotiateUndertaking { quantity: "4".into(), ..renegotiate() };
    invalid(history::<Undertaking, _>([uncounted]).by(BANK).when_knowing(members(), command), "quantity");
}

#[test]
fn one_is_open_at_a_time() {
    let other = RenegotiateUndertaking { renegotiation_id: CHILD.into(), ..renegotiate() };
    let open = promised([asked().into()]).by(COOPERATIVE);
    let rejection = Rejection::RenegotiationOpen { renegotiation_id: TERMS.into() };
    open.when_knowing(members(), other.clone()).then_rejected(rejection);
    for answered in [declined().into(), taken_back().into()] {
        let again = promised([asked().into(), answered]).by(BANK);
        again
            .when_knowing(members(), other.clone())
            .then(RenegotiationProposed { renegotiation_id: CHILD.into(), ..asked() });
    }
}

#[test]
fn terms_are_asked_for_once() {
    let open = |by: &str| promised([asked().into()]).by(by);
    open(BANK).when_knowing(members(), renegotiate()).then_nothing();
    let other = RenegotiateUndertaking { due_on: "2026-07-31".into(), ..renegotiate() };
    open(BANK).when_knowing(members(), other).then_rejected(Rejection::IdTaken { field: "renegotiation_id" });
    let agreed = promised([asked().into(), agreed().into()]).by(BANK);
    agreed.at(noon("2026-08-01")).when_knowing(members(), renegotiate()).then_nothing();
}

#[test]
fn terms_left_unnamed_get_an_id() {
    let unnamed = RenegotiateUndertaking { renegotiation_id: String::new(), ..renegotiate() };
    asking(BANK, unnamed).then(RenegotiationProposed { renegotiation_id: fresh("renegotiation"), ..asked() });
}

#[test]
fn there_is_an_end_to_asking() {
    let id = |place: usize| format!("terms {place}");
    let refused = (0..RENEGOTIATIONS_MAX).flat_map(|place| {
        [
            RenegotiationProposed { renegotiation_id: id(place), ..asked() }.into(),
            RenegotiationDeclined { renegotiation_id: id(place), ..declined() }.into(),
        ]
    });
    let rejection = Rejection::TooManyRenegotiations(RENEGOTIATIONS_MAX);
    promised(refused).by(BANK).when_knowing(members(), renegotiate()).then_rejected(rejection);
}

#[test]
fn only_what_is_open_is_renegotiated() {
    let refused = |more: Vec<event::Kind>, state| {
        promised(more).by(BANK).when_knowing(members(), renegotiate()).then_rejected(Rejection::State { state });
    };
    refused(vec![fulfilled().into()], UndertakingState::Fulfilled);
    refused(vec![fulfilled().into(), confirmed().into()], UndertakingState::Confirmed);
    refused(vec![released().into()], UndertakingState::Released);
}

#[test]
fn the_other_side_agrees() {
    agreeing(COOPERATIVE).then(agreed());
    for own in [BANK, BRANCH, INSURER] {
        agreeing(own).then_rejected(Rejection::OwnRenegotiation);
    }
}

#[test]
fn who_promised_it_agrees_to_what_the_receiver_asks() {
    let by_receiver = RenegotiationProposed { proposed_by: COOPERATIVE.into(), ..asked() };
    let open = |by: &str| promised([by_receiver.clone().into()]).by(by);
    open(BANK).when_knowing(members(), agree()).then(UndertakingRenegotiated {
        proposed_by: COOPERATIVE.into(),
        agreed_by: BANK.into(),
        ..agreed()
    });
    for other in [COOPERATIVE, BRANCH, INSURER] {
        open(other).when_knowing(members(), agree()).then_rejected(Rejection::OwnRenegotiation);
    }
}

#[test]
fn another_member_agrees_for_all() {
    let of_all = |by: &str| history::<Undertaking, _>([event::Kind::from(to_all()), asked().into()]).by(by);
    of_all(INSURER)
        .when_knowing(members(), agree())
        .then(UndertakingRenegotiated { agreed_by: INSURER.into(), ..agreed() });
    of_all(AUDITOR).when_knowing(members(), agree()).then_rejected(Rejection::OwnRenegotiation);
    let asking = history::<Undertaking, _>([to_all()]).by(BANK).when_knowing(members(), renegotiate());
    asking.then(RenegotiationProposed { asked: vec![COOPERATIVE.into(), INSURER.into()], ..asked() });
}

#[test]
fn what_is_overdue_can_be_renegotiated_but_not_to_a_day_that_has_passed() {
    let late = || promised([overdue().into()]).by(BANK).at(noon("2026-04-02"));
    late().when_knowing(members(), renegotiate()).then(asked());
    let open = || promised([overdue().into(), asked().into()]).by(COOPERATIVE);
    open().at(noon("2026-06-30")).when_knowing(members(), agree()).then(agreed());
    open()
        .at(noon("2026-07-01"))
        .when_knowing(members(), agree())
        .then_rejected(Rejection::DayPassed { due_on: LATER.into() });
}

#[test]
fn the_other_side_may_keep_to_what_was_agreed() {
    let open = |by: &str| promised([asked().into()]).by(by);
    open(COOPERATIVE).when_knowing(members(), decline()).then(declined());
    open(BANK).when_knowing(members(), decline()).then_rejected(Rejection::OwnRenegotiation);
    invalid(
        open(COOPERATIVE).when_knowing(members(), DeclineRenegotiation { reason: " ".into(), ..decline() }),
        "reason",
    );
}

#[test]
fn who_asked_takes_it_back() {
    let open = |by: &str| promised([asked().into()]).by(by);
    open(BANK).when(take_back()).then(taken_back());
    open(COOPERATIVE).when(take_back()).then_rejected(Rejection::NotTheAsker);
    promised([]).by(BANK).when(take_back()).then_rejected(Rejection::RenegotiationNotFound);
}

#[test]
fn terms_are_answered_once() {
    let ends: [(event::Kind, RenegotiationState); 5] = [
        (agreed().into(), RenegotiationState::Agreed),
        (declined().into(), RenegotiationState::Declined),
        (taken_back().into(), RenegotiationState::Withdrawn),
        (fulfilled().into(), RenegotiationState::Dropped),
        (released().into(), RenegotiationState::Dropped),
    ];
    for (end, state) in ends {
        let after = |by: &str| promised([asked().into(), end.clone()]).by(by);
        let rejection = || Rejection::RenegotiationState { state };
        match state {
            RenegotiationState::Agreed => after(COOPERATIVE).when_knowing(members(), agree()).then_nothing(),
            _ => after(COOPERATIVE).when_knowing(members(), agree()).then_rejected(rejection()),
        }
        match state {
            RenegotiationState::Declined => after(COOPERATIVE).when_knowing(members(), decline()).then_nothing(),
            _ => after(COOPERATIVE).when_knowing(members(), decline()).then_rejected(rejection()),
        }
        match state {
            RenegotiationState::Withdrawn => after(BANK).when(take_back()).then_nothing(),
            _ => after(BANK).when(take_back()).then_rejected(rejection()),
        }
    }
    promised([]).by(COOPERATIVE).when_knowing(members(), agree()).then_rejected(Rejection::RenegotiationNotFound);
}

#[test]
fn what_is_agreed_stands_when_it_is_confirmed_and_the_first_day_stays() {
    let done = promised([asked().into(), agreed().into(), fulfilled().into()]).by(COOPERATIVE);
    done.when_knowing(members(), confirm()).then(FulfilmentConfirmed { due_on: LATER.into(), ..confirmed() });
}

fn asking(by: &str, command: RenegotiateUndertaking) -> Outcome<Undertaking> {
    promised([]).by(by).when_knowing(members(), command)
}

fn agreeing(by: &str) -> Outcome<Undertaking> {
    promised([asked().into()]).by(by).when_knowing(members(), agree())
}

#[test]
fn a_giver_that_asks_to_be_released_is_once_another_member_agrees() {
    let release = || RenegotiateUndertaking { release: true, due_on: DUE.into(), ..renegotiate() };
    let asked = RenegotiationProposed { release: true, due_on: DUE.into(), ..asked() };
    promised(vec![]).by(BANK).when_knowing(members(), release()).then(asked.clone());
    let agree = AgreeRenegotiation {
        partnership_id: TOGETHER.into(),
        undertaking_id: PROMISE.into(),
        renegotiation_id: TERMS.into(),
        ..Default::default()
    };
    let before = || promised(vec![asked.clone().into()]);
    let released = UndertakingReleased {
        released_by: COOPERATIVE.into(),
        reason: "The trainer is ill".into(),
        renegotiation_id: TERMS.into(),
        ..released()
    };
    before().by(COOPERATIVE).when_knowing(members(), agree.clone()).then(released.clone());
    let late = before().by(COOPERATIVE).at("2030-01-01T00:00:00Z".parse().expect("a moment"));
    late.when_knowing(members(), agree.clone()).then(released);
    before().by(BANK).when_knowing(members(), agree).then_rejected(Rejection::OwnRenegotiation);
    let of_the_other = promised(vec![]).by(COOPERATIVE).when_knowing(members(), release()).decision();
    assert_eq!(of_the_other.expect_err("refused").refusal().field, Some("release"));
}
