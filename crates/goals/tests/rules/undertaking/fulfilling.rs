//! Saying that what was promised is done, and looking whether it is.

use contract::{goals::*, partners::Evidence};
use goals::undertaking::{Rejection, Undertaking};
use kernel::scenario::{Outcome, given as history, nothing};

use super::{invalid, noon, promised};
use crate::{messages::*, messages_undertaking::*};

#[test]
fn who_promised_it_says_that_it_is_done() {
    fulfilling(fulfil()).then(fulfilled());
}

#[test]
fn nobody_else_says_that_it_is_done() {
    for other in [COOPERATIVE, INSURER, BRANCH] {
        promised([]).by(other).when_knowing(members(), fulfil()).then_rejected(Rejection::NotTheGiver);
    }
    nothing::<Undertaking>().by(BANK).when_knowing(members(), fulfil()).then_rejected(Rejection::NotFound);
}

#[test]
fn one_that_has_left_may_still_do_what_it_promised() {
    promised([]).by(BANK).when_knowing(without(BANK), fulfil()).then(fulfilled());
}

#[test]
fn it_is_done_on_a_day_between_the_promise_and_today() {
    for day in ["2026-01-14", "2026-01-16", "yesterday"] {
        invalid(fulfilling(FulfilUndertaking { fulfilled_on: day.into(), ..fulfil() }), "fulfilled_on");
    }
    let late = FulfilUndertaking { fulfilled_on: "2026-05-01".into(), ..fulfil() };
    let said = UndertakingFulfilled { fulfilled_on: "2026-05-01".into(), ..fulfilled() };
    promised([overdue().into()]).by(BANK).at(noon("2026-05-02")).when_knowing(members(), late).then(said);
}

#[test]
fn evidence_can_be_found_and_compared() {
    let with = |evidence| fulfilling(FulfilUndertaking { evidence: Some(evidence), ..fulfil() });
    invalid(with(Evidence { uri: "a list".into(), ..evidence() }), "evidence.uri");
    invalid(with(Evidence { uri: "mailto:somebody@example.org".into(), ..evidence() }), "evidence.uri");
    invalid(with(Evidence { sha256: "A".repeat(64), ..evidence() }), "evidence.sha256");
    invalid(with(Evidence { size_bytes: 0, ..evidence() }), "evidence.size_bytes");
    invalid(with(Evidence { media_type: "pdf".into(), ..evidence() }), "evidence.media_type");
    let bare = FulfilUndertaking { evidence: None, ..fulfil() };
    fulfilling(bare).then(UndertakingFulfilled { evidence: None, ..fulfilled() });
}

#[test]
fn a_quantity_is_delivered_where_one_was_promised() {
    for delivered in ["0", "-2", "all"] {
        invalid(fulfilling(FulfilUndertaking { delivered: delivered.into(), ..fulfil() }), "delivered");
    }
    let uncounted = UndertakingGiven { quantity: String::new(), unit: String::new(), ..given() };
    invalid(history::<Undertaking, _>([uncounted]).by(BANK).when_knowing(members(), fulfil()), "delivered");
    let less = FulfilUndertaking { delivered: "35.50".into(), ..fulfil() };
    fulfilling(less).then(UndertakingFulfilled { delivered: "35.5".into(), ..fulfilled() });
}

#[test]
fn it_is_done_once() {
    let done = || promised([fulfilled().into()]).by(BANK);
    done().when_knowing(members(), fulfil()).then_nothing();
    let state = UndertakingState::Fulfilled;
    let other = FulfilUndertaking { note: "Ten of them".into(), ..fulfil() };
    done().when_knowing(members(), other.clone()).then_rejected(Rejection::State { state });
    let over = promised([fulfilled().into(), confirmed().into()]).by(BANK);
    over.when_knowing(members(), other.clone()).then_rejected(Rejection::State { state: UndertakingState::Confirmed });
    let gone = promised([released().into()]).by(BANK);
    gone.when_knowing(members(), other).then_rejected(Rejection::State { state: UndertakingState::Released });
}

#[test]
fn whom_it_was_given_to_confirms_it() {
    confirming(COOPERATIVE).then(confirmed());
    confirming(INSURER).then_rejected(Rejection::NotTheReceiver);
    let twice = promised([fulfilled().into(), confirmed().into()]).by(COOPERATIVE);
    twice.when_knowing(members(), confirm()).then_nothing();
}

#[test]
fn nobody_confirms_or_returns_its_own_nor_an_affiliates() {
    for own in [BANK, BRANCH] {
        confirming(own).then_rejected(Rejection::OwnUndertaking);
        let of_all = || history::<Undertaking, _>([Event::from(to_all()), fulfilled().into()]).by(own);
        of_all().when_knowing(members(), confirm()).then_rejected(Rejection::OwnUndertaking);
        of_all().when_knowing(members(), give_back()).then_rejected(Rejection::OwnUndertaking);
    }
}

#[test]
fn any_other_member_with_a_voice_confirms_what_was_promised_to_all() {
    let of_all = |by: &str| history::<Undertaking, _>([Event::from(to_all()), fulfilled().into()]).by(by);
    of_all(INSURER)
        .when_knowing(members(), confirm())
        .then(FulfilmentConfirmed { confirmed_by: INSURER.into(), ..confirmed() });
    of_all(AUDITOR).when_knowing(members(), confirm()).then_rejected(Rejection::NotTheReceiver);
    of_all(STRANGER).when_knowing(members(), confirm()).then_rejected(Rejection::NotTheReceiver);
    let done = history::<Undertaking, _>([to_all()]).by(BANK).when_knowing(members(), fulfil());
    done.then(UndertakingFulfilled { asked_to_confirm: vec![COOPERATIVE.into(), INSURER.into()], ..fulfilled() });
}

#[test]
fn where_whom_it_was_given_to_has_left_another_member_or_that_one_confirms_it() {
    let done = |by: &str| promised([fulfilled().into()]).by(by);
    for by in [INSURER, COOPERATIVE] {
        done(by)
            .when_knowing(without(COOPERATIVE), confirm())
            .then(FulfilmentConfirmed { confirmed_by: by.into(), ..confirmed() });
    }
    let asked = promised([]).by(BANK).when_knowing(without(COOPERATIVE), fulfil());
    asked.then(UndertakingFulfilled { asked_to_confirm: vec![INSURER.into()], ..fulfilled() });
}

#[test]
fn where_whom_it_was_given_to_has_joined_the_givers_organisation_another_member_confirms_it() {
    let mut one = members();
    one.organisations.insert(COOPERATIVE.into(), BANK.into());
    let done = |by: &str| promised([fulfilled().into()]).by(by);
    done(COOPERATIVE).when_knowing(one.clone(), confirm()).then_rejected(Rejection::OwnUndertaking);
    done(INSURER)
        .when_knowing(one, confirm())
        .then(FulfilmentConfirmed { confirmed_by: INSURER.into(), ..confirmed() });
}

#[test]
fn what_is_not_done_is_neither_confirmed_nor_returned() {
    let state = UndertakingState::Open;
    promised([]).by(COOPERATIVE).when_knowing(members(), confirm()).then_rejected(Rejection::State { state });
    promised([]).by(COOPERATIVE).when_knowing(members(), give_back()).then_rejected(Rejection::State { state });
    nothing::<Undertaking>().by(COOPERATIVE).when_knowing(members(), confirm()).then_rejected(Rejection::NotFound);
}

#[test]
fn what_is_returned_is_open_again_and_can_be_done_again() {
    let done = || promised([fulfilled().into()]).by(COOPERATIVE);
    done().when_knowing(members(), give_back()).then(returned());
    invalid(done().when_knowing(members(), ReturnFulfilment { reason: " ".into(), ..give_back() }), "reason");
    let back = |by: &str| promised([fulfilled().into(), returned().into()]).by(by);
    back(COOPERATIVE).when_knowing(members(), give_back()).then_nothing();
    let state = UndertakingState::Open;
    let other = ReturnFulfilment { reason: "None were there".into(), ..give_back() };
    back(COOPERATIVE).when_knowing(members(), other).then_rejected(Rejection::State { state });
    back(COOPERATIVE).when_knowing(members(), confirm()).then_rejected(Rejection::State { state });
    back(BANK).when_knowing(members(), fulfil()).then(fulfilled());
}

#[test]
fn what_is_confirmed_is_not_returned() {
    let over = promised([fulfilled().into(), confirmed().into()]).by(COOPERATIVE);
    over.when_knowing(members(), give_back()).then_rejected(Rejection::State { state: UndertakingState::Confirmed });
}

type Event = event::Kind;

fn fulfilling(command: FulfilUndertaking) -> Outcome<Undertaking> {
    promised([]).by(BANK).when_knowing(members(), command)
}

fn confirming(by: &str) -> Outcome<Undertaking> {
    promised([fulfilled().into()]).by(by).when_knowing(members(), confirm())
}
