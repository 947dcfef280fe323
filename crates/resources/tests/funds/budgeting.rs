//! What setting, accepting and dropping a line of the budget leads to.

use contract::resources::{event::Kind as Event, *};
use kernel::{
    Invalid, Reject,
    scenario::{Scenario, given, nothing},
};
use resources::{
    budget::{
        Line, Rejection,
        decisions::{Around, Planned},
    },
    views::budget::{budget, done},
};

use crate::{messages::*, messages_planning::*};

#[test]
fn a_line_that_its_payer_sets_counts_at_once_and_anothers_once_it_is_accepted() {
    nothing::<Line>().by(FUNDER).when_knowing(around(), set_budget()).then(BudgetSet {
        partner_id: FUNDER.into(),
        accepted: true,
        ..budget_set()
    });
    nothing::<Line>().by(LENDER).when_knowing(around(), set_budget()).then(budget_set());
    proposed().by(FUNDER).when(accept()).then(budget_accepted());
    proposed().and(budget_accepted()).by(FUNDER).when(accept()).then_nothing();
}

#[test]
fn who_pays_and_says_the_same_has_accepted_it_by_that() {
    proposed().by(FUNDER).when_knowing(around(), set_budget()).then(BudgetSet {
        partner_id: FUNDER.into(),
        accepted: true,
        ..budget_set()
    });
    proposed().by(LENDER).when_knowing(around(), set_budget()).then_nothing();
}

#[test]
fn nobody_binds_another() {
    for by in [LENDER, INSURER] {
        proposed().by(by).when(accept()).then_rejected(Rejection::NotThePayer);
    }
    let more = SetBudget { amount_minor: 200_000_000, ..set_budget() };
    proposed()
        .and(budget_accepted())
        .by(LENDER)
        .when_knowing(around(), more.clone())
        .then(BudgetSet { amount_minor: 200_000_000, ..budget_set() });
    proposed().by(INSURER).when_knowing(around(), more).then_rejected(Rejection::NotYours);
}

#[test]
fn what_was_accepted_counts_until_other_terms_are() {
    let more = BudgetSet { amount_minor: 200_000_000, ..budget_set() };
    let events: [Event; 3] = [budget_set().into(), budget_accepted().into(), more.into()];
    let accepted = |events: &[Event]| {
        let memory = after(events.iter().cloned());
        let line = memory.funds.of(TOGETHER).unwrap().plans.line(resources::figures::Id::of(LINE)).cloned();
        line.and_then(|it| it.accepted).map(|it| it.value.minor)
    };
    assert_eq!(accepted(&events[..1]), None);
    assert_eq!(accepted(&events), Some(100_000_000));
}

#[test]
fn a_line_is_of_members_goals_and_real_periods_amounts_and_currencies() {
    let refused = |around: Around, rejection: Rejection| {
        nothing::<Line>().by(LENDER).when_knowing(around, set_budget()).then_rejected(rejection);
    };
    refused(Around { is_active: false, ..around() }, Rejection::PartnershipNotActive);
    refused(Around { voices: vec![], ..around() }, Rejection::NotAMember { field: "payer_partner_id" });
    refused(Around { knows_goal: false, ..around() }, Rejection::NoGoal);
    refused(Around { knows_activity: false, ..around() }, Rejection::NoActivity);
    for (command, field, problem) in [
        (
            SetBudget { period_until: "2025-12-31".into(), ..set_budget() },
            "period_until",
            "is 2025-12-31, before the start on 2026-01-01",
        ),
        (SetBudget { amount_minor: -5, ..set_budget() }, "amount_minor", "is -5; it must be above zero"),
        (SetBudget { currency: "ABC".into(), ..set_budget() }, "currency", "is not a currency of ISO 4217: \"ABC\""),
        (SetBudget { title: "\u{200b}".into(), ..set_budget() }, "title", "is missing"),
    ] {
        let rejection = Rejection::from(Invalid::new(field, problem));
        nothing::<Line>().by(LENDER).when_knowing(around(), command).then_rejected(rejection);
    }
}

#[test]
fn a_line_is_dropped_by_its_sides_when_nothing_is_planned_from_it() {
    let dropped = |by: &str| BudgetDropped {
        partnership_id: TOGETHER.into(),
        line_id: LINE.into(),
        partner_id: by.into(),
        reason: "Another fund pays".into(),
    };
    for by in [LENDER, FUNDER] {
        proposed().by(by).when(drop_it()).then(dropped(by));
    }
    proposed().by(INSURER).when(drop_it()).then_rejected(Rejection::NotYours);
    proposed().by(FUNDER).when_knowing(Planned { count: 2 }, drop_it()).then_rejected(Rejection::PaymentsPlanned(2));
    nothing::<Line>().by(FUNDER).when(drop_it()).then_rejected(Rejection::NotFound);
    let gone = || proposed().and(dropped(LENDER));
    gone().by(FUNDER).when(accept()).then_rejected(Rejection::Dropped);
    gone().by(LENDER).when_knowing(around(), set_budget()).then_rejected(Rejection::Dropped);
}

#[test]
fn currency_and_payer_stay_while_payments_are_planned() {
    let around = Around { planned: Planned { count: 1 }, ..around() };
    let in_dollars = SetBudget { currency: "USD".into(), ..set_budget() };
    let accepted = || proposed().and(budget_accepted());
    accepted().by(FUNDER).when_knowing(around, in_dollars).then_rejected(Rejection::PaymentsOtherwise("GBP".into()));
    accepted()
        .and(BudgetSet { currency: "USD".into(), ..budget_set() })
        .by(FUNDER)
        .when_knowing(Planned { count: 1 }, accept())
        .then_rejected(Rejection::PaymentsOtherwise("GBP".into()));
}

#[test]
fn refusals_name_the_reason_and_the_field() {
    for (rejection, reason, field) in [
        (Rejection::NotThePayer, "REASON_NOT_THE_PAYER", Some("line_id")),
        (Rejection::NotYours, "REASON_NOT_YOUR_BUDGET_LINE", Some("line_id")),
        (Rejection::Dropped, "REASON_BUDGET_STATE", Some("line_id")),
        (Rejection::PaymentsPlanned(1), "REASON_PAYMENTS_PLANNED", Some("line_id")),
    ] {
        let refusal = rejection.refusal();
        assert_eq!((refusal.reason, refusal.field), (reason, field), "{rejection}");
    }
}

#[test]
fn a_budget_is_held_against_what_is_planned_paid_and_spent() {
    let paying = TransactionRecorded { disbursement_id: PAYMENT.into(), amount_minor: 10_000_000, ..recorded() };
    let spent = TransactionRecorded {
        transaction_id: OTHER.into(),
        r#type: TransactionType::Expenditure.into(),
        amount_minor: 3_000_000,
        budget_line_id: LINE.into(),
        ..recorded()
    };
    let memory = after::<Event>([
        budget_set().into(),
        budget_accepted().into(),
        DisbursementPlanned { budget_line_id: LINE.into(), ..planned() }.into(),
        paying.into(),
        spent.into(),
    ]);
    let terms = BudgetTerms { amount_minor: 100_000_000, currency: "GBP".into(), ..Default::default() };
    let line = BudgetLine {
        line_id: LINE.into(),
        state: BudgetState::Accepted.into(),
        accepted: Some(terms),
        ..Default::default()
    };
    let asked_for = BudgetTerms { amount_minor: 7, currency: "USD".into(), ..Default::default() };
    let other = BudgetLine {
        line_id: THIRD.into(),
        state: BudgetState::Proposed.into(),
        proposed: Some(asked_for),
        ..Default::default()
    };
    let all = budget(&GetBudget::default(), vec![line, other], &done(memory.funds.of(TOGETHER).unwrap()));
    let it = &all.lines[0];
    assert_eq!((it.planned_minor, it.paid_minor, it.confirmed_minor), (25_000_000, 10_000_000, 0));
    assert_eq!((it.spent_minor, it.remaining_minor, it.unplanned_minor), (3_000_000, 90_000_000, 75_000_000));
    let totals: Vec<_> =
        all.totals.iter().map(|it| (it.currency.as_str(), it.accepted_minor, it.proposed_minor)).collect();
    assert_eq!(totals, vec![("GBP", 100_000_000, 0), ("USD", 0, 7)]);
}

fn proposed() -> Scenario<Line> {
    given::<Line, Event>([budget_set().into()])
}

fn around() -> Around {
    Around {
        is_active: true,
        voices: [FUNDER, LENDER, INSURER].map(str::to_owned).to_vec(),
        knows_goal: true,
        knows_activity: true,
        planned: Planned::default(),
    }
}

fn accept() -> AcceptBudget {
    AcceptBudget { partnership_id: TOGETHER.into(), line_id: LINE.into(), ..Default::default() }
}

fn drop_it() -> DropBudget {
    DropBudget {
        partnership_id: TOGETHER.into(),
        line_id: LINE.into(),
        reason: "Another fund pays".into(),
        ..Default::default()
    }
}
