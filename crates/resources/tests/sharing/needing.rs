//! Saying what is needed, anew, and no longer.

use contract::resources::*;
use kernel::{
    Invalid,
    scenario::{context, given, nothing},
};
use resources::{
    Around,
    need::{Need, Rejection},
};

use crate::messages::*;

#[test]
fn a_member_says_what_it_lacks() {
    nothing::<Need>().by(COOPERATIVE).when_knowing(around(), state()).then(stated());
    nothing::<Need>()
        .by(COOPERATIVE)
        .when_knowing(around(), StateNeed { need_id: String::new(), ..state() })
        .then(NeedStated { need_id: context().fresh("need"), ..stated() });
    given::<Need, _>([stated()]).by(COOPERATIVE).when_knowing(around(), state()).then_nothing();
    given::<Need, _>([stated()]).by(BANK).when_knowing(around(), state()).then_rejected(Rejection::IdTaken);
}

#[test]
fn it_is_checked_at_the_door() {
    let refused = |command, field, problem: &str| {
        nothing::<Need>()
            .by(COOPERATIVE)
            .when_knowing(around(), command)
            .then_rejected(Invalid::new(field, problem).into());
    };
    refused(StateNeed { title: " ".into(), ..state() }, "title", "is missing");
    refused(StateNeed { quantity: "0".into(), ..state() }, "quantity", "is 0; it must be above zero");
    refused(
        StateNeed { needed_until: "2026-01-31".into(), ..state() },
        "needed_until",
        "is 2026-01-31, before the start on 2026-02-01",
    );
    refused(StateNeed { kind: ResourceKind::Expertise.into(), ..state() }, "field", "is missing");
    let of_funds = StateNeed { kind: ResourceKind::Funds.into(), ..state() };
    refused(of_funds, "unit", "is not a currency of ISO 4217: \"tablets\"");
}

#[test]
fn what_it_serves_is_known_and_the_partnership_active() {
    let stated = |around| nothing::<Need>().by(COOPERATIVE).when_knowing(around, state());
    stated(Around { knows_goal: false, ..around() }).then_rejected(Rejection::GoalNotFound);
    stated(Around { knows_activity: false, ..around() }).then_rejected(Rejection::ActivityNotFound);
    stated(Around { is_active: false, ..around() }).then_rejected(Rejection::PartnershipNotActive);
}

#[test]
fn it_is_said_anew_by_who_said_it() {
    let revise = |quantity: &str| {
        let it = state();
        ReviseNeed {
            partnership_id: it.partnership_id,
            need_id: it.need_id,
            title: it.title,
            quantity: quantity.into(),
            place: it.place,
            needed_from: it.needed_from,
            needed_until: it.needed_until,
            terms: it.terms,
            goal_id: it.goal_id,
            ..Default::default()
        }
    };
    let events = given::<Need, _>([stated()]).by(COOPERATIVE).when_knowing(around(), revise("9")).decision().unwrap();
    let [Happened::NeedRevised(it)] = &events[..] else { panic!("it is revised: {events:?}") };
    assert_eq!((it.quantity.as_str(), it.terms()), ("9", Terms::Loan));
    given::<Need, _>([stated()]).by(COOPERATIVE).when_knowing(around(), revise("8")).then_nothing();
    given::<Need, _>([stated()]).by(BANK).when_knowing(around(), revise("9")).then_rejected(Rejection::NotYours);
    nothing::<Need>().by(COOPERATIVE).when_knowing(around(), revise("9")).then_rejected(Rejection::NotFound);
    given::<Need, Happened>([stated().into(), withdrawn().into()])
        .by(COOPERATIVE)
        .when_knowing(around(), revise("9"))
        .then_rejected(Rejection::Withdrawn);
}

#[test]
fn it_is_taken_back_by_who_said_it() {
    let withdraw = |reason: &str| WithdrawNeed {
        partnership_id: TOGETHER.into(),
        need_id: NEED.into(),
        reason: reason.into(),
        ..Default::default()
    };
    given::<Need, _>([stated()]).by(COOPERATIVE).when(withdraw("Bought")).then(withdrawn());
    given::<Need, _>([stated()]).by(BANK).when(withdraw("Bought")).then_rejected(Rejection::NotYours);
    let gone = || given::<Need, Happened>([stated().into(), withdrawn().into()]).by(COOPERATIVE);
    gone().when(withdraw("Bought")).then_nothing();
    gone().when(withdraw("Found")).then_rejected(Rejection::Withdrawn);
}

fn state() -> StateNeed {
    StateNeed {
        partnership_id: TOGETHER.into(),
        need_id: NEED.into(),
        kind: ResourceKind::Equipment.into(),
        unit: "tablets".into(),
        title: "Tablets for field officers".into(),
        quantity: "8".into(),
        place: "Kisumu".into(),
        needed_from: "2026-02-01".into(),
        needed_until: "2026-02-28".into(),
        terms: Terms::Loan.into(),
        goal_id: GOAL.into(),
        ..Default::default()
    }
}

fn stated() -> NeedStated {
    let it = state();
    NeedStated {
        partnership_id: it.partnership_id,
        need_id: it.need_id,
        partner_id: COOPERATIVE.into(),
        kind: it.kind,
        unit: it.unit,
        title: it.title,
        field: it.field,
        quantity: it.quantity,
        place: it.place,
        needed_from: it.needed_from,
        needed_until: it.needed_until,
        terms: it.terms,
        goal_id: it.goal_id,
        activity_id: it.activity_id,
    }
}

fn withdrawn() -> NeedWithdrawn {
    NeedWithdrawn {
        partnership_id: TOGETHER.into(),
        need_id: NEED.into(),
        partner_id: COOPERATIVE.into(),
        reason: "Bought".into(),
    }
}
