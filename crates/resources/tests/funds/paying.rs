//! What planning, moving and cancelling a payment leads to, and when it is late by whom.

use contract::resources::{event::Kind as Event, *};
use jiff::{Timestamp, civil::Date};
use kernel::{
    Invalid, Reject,
    scenario::{Scenario, context, given, nothing},
};
use resources::{
    disbursement::{
        Disbursement as Payment, Rejection,
        decisions::{Around, Budget, Payments},
    },
    figures::Paid,
    reactions::funds::lapse,
    views::disbursements::finish,
};

use crate::{messages::*, messages_planning::*};

#[test]
fn the_provider_plans_a_payment_once() {
    nothing::<Payment>().by(FUNDER).when_knowing(around(), plan()).then(planned());
    waiting().by(FUNDER).when_knowing(around(), plan()).then_nothing();
    let other = PlanDisbursement { amount_minor: 1, ..plan() };
    waiting().by(FUNDER).when_knowing(around(), other).then_rejected(Rejection::IdTaken);
    waiting().by(LENDER).when_knowing(around(), plan()).then_rejected(Rejection::IdTaken);
}

#[test]
fn ids_are_made_where_none_are_given() {
    let unnamed = Condition { condition_id: String::new(), ..condition() };
    let command = PlanDisbursement { disbursement_id: String::new(), conditions: vec![unnamed.clone()], ..plan() };
    nothing::<Payment>().by(FUNDER).when_knowing(around(), command).then(DisbursementPlanned {
        disbursement_id: context().fresh("disbursement"),
        conditions: vec![Condition { condition_id: context().fresh("condition/0"), ..unnamed }],
        ..planned()
    });
}

#[test]
fn a_payment_is_between_members_of_an_active_partnership() {
    let refused = |around: Around, command: PlanDisbursement, rejection: Rejection| {
        nothing::<Payment>().by(FUNDER).when_knowing(around, command).then_rejected(rejection);
    };
    refused(Around { is_active: false, ..around() }, plan(), Rejection::PartnershipNotActive);
    refused(Around { knows_goals: false, ..around() }, plan(), Rejection::NoGoal);
    let to = |it: &str| PlanDisbursement { receiver_partner_id: it.into(), ..plan() };
    refused(around(), to(FUNDER), Rejection::SamePartner);
    refused(around(), to(STRANGER), Rejection::NotAMember { field: "receiver_partner_id" });
}

#[test]
fn amounts_dates_currencies_and_conditions_are_real() {
    let with = |condition: Condition| PlanDisbursement { conditions: vec![condition], ..plan() };
    let bare = |kind: ConditionKind| Condition { kind: kind.into(), ..Default::default() };
    let naming = |kind: ConditionKind| Condition {
        kind: kind.into(),
        milestone_id: OTHER.into(),
        goal_id: GOAL.into(),
        indicator_id: THIRD.into(),
        ..condition()
    };
    for (command, field, problem) in [
        (PlanDisbursement { amount_minor: -1, ..plan() }, "amount_minor", "is -1; it must be above zero"),
        (PlanDisbursement { due_on: "2026-01-14".into(), ..plan() }, "due_on", "is 2026-01-14, which is past"),
        (PlanDisbursement { due_on: "soon".into(), ..plan() }, "due_on", "is not a date YYYY-MM-DD: \"soon\""),
        (PlanDisbursement { currency: "ABC".into(), ..plan() }, "currency", "is not a currency of ISO 4217: \"ABC\""),
        (
            PlanDisbursement { conditions: vec![condition(), condition()], ..plan() },
            "conditions",
            &format!("names {CONDITION} twice"),
        ),
        (with(bare(ConditionKind::Unspecified)), "conditions", "[0] has no kind"),
        (with(bare(ConditionKind::Report)), "conditions", "[0] says nothing of what is to be met"),
        (with(bare(ConditionKind::Milestone)), "conditions", "[0] names no milestone"),
        (with(bare(ConditionKind::Measurement)), "conditions", "[0] names no goal and indicator"),
        (with(naming(ConditionKind::Milestone)), "conditions", "[0] names an indicator, and is of a milestone"),
        (with(naming(ConditionKind::Measurement)), "conditions", "[0] names a milestone, and is of a measurement"),
        (with(naming(ConditionKind::Other)), "conditions", "[0] names a milestone or an indicator, and is of neither"),
    ] {
        let rejection = Rejection::from(Invalid::new(field, problem));
        nothing::<Payment>().by(FUNDER).when_knowing(around(), command).then_rejected(rejection);
    }
}

#[test]
fn a_payment_is_from_an_accepted_line_of_its_provider_and_currency() {
    let from_line = || PlanDisbursement { budget_line_id: LINE.into(), ..plan() };
    let line = || Budget { payer_partner_id: FUNDER.into(), currency: "GBP".into(), is_accepted: true };
    let refused = |budget: Option<Budget>, rejection: Rejection| {
        let around = Around { budget, ..around() };
        nothing::<Payment>().by(FUNDER).when_knowing(around, from_line()).then_rejected(rejection);
    };
    refused(None, Rejection::NoBudgetLine);
    refused(Some(Budget { is_accepted: false, ..line() }), Rejection::BudgetNotAccepted);
    refused(
        Some(Budget { payer_partner_id: INSURER.into(), ..line() }),
        Rejection::BudgetDoesNotFit { differs: "payer" },
    );
    refused(Some(Budget { currency: "USD".into(), ..line() }), Rejection::BudgetDoesNotFit { differs: "currency" });
    nothing::<Payment>()
        .by(FUNDER)
        .when_knowing(Around { budget: Some(line()), ..around() }, from_line())
        .then(DisbursementPlanned { budget_line_id: LINE.into(), ..planned() });
}

#[test]
fn the_provider_moves_a_payment_and_both_days_are_kept() {
    waiting().by(FUNDER).when_knowing(unpaid(), reschedule()).then(rescheduled());
    waiting().and(rescheduled()).by(FUNDER).when_knowing(unpaid(), reschedule()).then_nothing();
    waiting().by(LENDER).when_knowing(unpaid(), reschedule()).then_rejected(Rejection::NotTheProvider);
    let past = RescheduleDisbursement { due_on: "2026-01-01".into(), ..reschedule() };
    let problem = Invalid::new("due_on", "is 2026-01-01, which is past");
    waiting().by(FUNDER).when_knowing(unpaid(), past).then_rejected(problem.into());
    waiting().and(cancelled()).by(FUNDER).when_knowing(unpaid(), reschedule()).then_rejected(Rejection::Cancelled);
    waiting().by(FUNDER).when_knowing(wholly(), reschedule()).then_rejected(Rejection::WhollyPaid);
    nothing::<Payment>().by(FUNDER).when_knowing(unpaid(), reschedule()).then_rejected(Rejection::NotFound);
}

#[test]
fn what_is_paid_is_not_cancelled() {
    waiting().by(FUNDER).when_knowing(unpaid(), cancel()).then(cancelled());
    waiting().and(cancelled()).by(FUNDER).when_knowing(unpaid(), cancel()).then_nothing();
    waiting().by(LENDER).when_knowing(unpaid(), cancel()).then_rejected(Rejection::NotTheProvider);
    let in_part = Payments(Paid { reported: 1, ..Paid::default() });
    for paid in [in_part, wholly()] {
        waiting().by(FUNDER).when_knowing(paid, cancel()).then_rejected(Rejection::PaymentMade);
    }
}

#[test]
fn the_clock_says_once_that_a_payment_is_overdue() {
    let late = || waiting().by_service("clock").at("2026-02-02T00:00:00Z".parse().unwrap());
    let overdue = DisbursementOverdue {
        partnership_id: TOGETHER.into(),
        disbursement_id: PAYMENT.into(),
        provider_partner_id: FUNDER.into(),
        receiver_partner_id: LENDER.into(),
        due_on: "2026-02-01".into(),
        first_due_on: "2026-02-01".into(),
        amount_minor: 25_000_000,
        confirmed_minor: 0,
        currency: "GBP".into(),
        conditions_open: 1,
    };
    late().when_knowing(unpaid(), lapse_it()).then(overdue.clone());
    late().and(overdue).when_knowing(unpaid(), lapse_it()).then_nothing();
    late().when_knowing(wholly(), lapse_it()).then_nothing();
    late().and(rescheduled()).when_knowing(unpaid(), lapse_it()).then_nothing();
    late().and(cancelled()).when_knowing(unpaid(), lapse_it()).then_nothing();
    waiting().by_service("clock").when_knowing(unpaid(), lapse_it()).then_nothing();
    waiting().by(FUNDER).when_knowing(unpaid(), lapse_it()).then_rejected(Rejection::NotForCallers);
}

#[test]
fn what_falls_due_is_what_is_neither_paid_nor_moved_nor_said() {
    let due = |events: Vec<Event>| {
        let memory = after(events);
        let now: Timestamp = "2026-02-02T00:00:00Z".parse().unwrap();
        memory.funds.lapsed(now).map(|it| lapse(&it)).collect::<Vec<_>>()
    };
    let paying = TransactionRecorded { disbursement_id: PAYMENT.into(), ..recorded() };
    assert_eq!(due(vec![planned().into()]), vec![lapse_it()]);
    assert_eq!(due(vec![planned().into(), paying.clone().into()]), vec![lapse_it()], "nobody has confirmed it");
    assert_eq!(due(vec![planned().into(), paying.clone().into(), confirmed().into()]), vec![]);
    assert_eq!(due(vec![planned().into(), rescheduled().into()]), vec![]);
    assert_eq!(due(vec![planned().into(), cancelled().into()]), vec![]);
    // The lender's report, which names no payment, is linked to the one that does: that confirms it.
    let others = TransactionRecorded { transaction_id: OTHER.into(), recorded_by: LENDER.into(), ..recorded() };
    let mut events: Vec<Event> = vec![planned().into(), paying.into(), others.into(), linked().into()];
    assert_eq!(due(events.clone()), vec![]);
    events.push(unlinked().into());
    assert_eq!(due(events), vec![lapse_it()]);
}

#[test]
fn lateness_is_split_into_what_waits_for_conditions_and_what_waits_for_payment() {
    let view = |met_on: &str| Disbursement {
        provider_partner_id: FUNDER.into(),
        receiver_partner_id: LENDER.into(),
        amount_minor: 100,
        due_on: "2026-02-01".into(),
        state: DisbursementState::Planned.into(),
        conditions: vec![ConditionStanding {
            state: if met_on.is_empty() { ConditionState::Open } else { ConditionState::Met }.into(),
            met_on: met_on.into(),
            ..Default::default()
        }],
        ..Default::default()
    };
    let late = |met_on: &str, paid: Paid, today: &str| {
        let mut it = view(met_on);
        finish(&mut it, &paid, today.parse().unwrap());
        (it.days_late, it.days_for_conditions, it.days_for_payment, it.waits_for)
    };
    let paid_on = |day: &str| Paid { reported: 100, confirmed: 100, wholly_on: day.parse::<Date>().ok() };
    let reported = Paid { reported: 100, ..Paid::default() };
    let none = Paid::default();
    assert_eq!(late("", none, "2026-01-20"), (0, 0, 0, LENDER.into()));
    assert_eq!(late("", none, "2026-02-11"), (10, 10, 0, LENDER.into()));
    assert_eq!(late("2026-02-05", none, "2026-02-11"), (10, 4, 6, FUNDER.into()));
    assert_eq!(late("2026-01-05", none, "2026-02-11"), (10, 0, 10, FUNDER.into()));
    assert_eq!(late("2026-02-05", paid_on("2026-02-08"), "2026-03-11"), (7, 4, 3, String::new()));
    assert_eq!(late("2026-01-05", paid_on("2026-01-30"), "2026-03-11"), (0, 0, 0, String::new()));
    assert_eq!(late("2026-01-05", reported, "2026-01-31"), (0, 0, 0, LENDER.into()), "it is to confirm");
    assert_eq!(late("2026-02-20", paid_on("2026-02-08"), "2026-03-11"), (7, 7, 0, String::new()), "paid before met");
}

#[test]
fn refusals_name_the_reason_and_the_field() {
    for (rejection, reason, field) in [
        (Rejection::NotTheProvider, "REASON_NOT_THE_PROVIDER", Some("disbursement_id")),
        (Rejection::Cancelled, "REASON_DISBURSEMENT_STATE", Some("disbursement_id")),
        (Rejection::PaymentMade, "REASON_PAYMENT_MADE", Some("disbursement_id")),
        (Rejection::NotInvolved, "REASON_NOT_INVOLVED", Some("disbursement_id")),
        (Rejection::NotYourCondition, "REASON_NOT_YOUR_CONDITION", Some("condition_id")),
        (Rejection::ConditionNotFound, "REASON_NOT_FOUND", Some("condition_id")),
        (Rejection::Condition { state: ConditionState::Met }, "REASON_CONDITION_STATE", Some("condition_id")),
        (Rejection::BudgetNotAccepted, "REASON_BUDGET_STATE", Some("budget_line_id")),
        (Rejection::IdTaken, "REASON_ID_TAKEN", Some("disbursement_id")),
    ] {
        let refusal = rejection.refusal();
        assert_eq!((refusal.reason, refusal.field), (reason, field), "{rejection}");
    }
}

fn waiting() -> Scenario<Payment> {
    given::<Payment, Event>([planned().into()])
}

fn around() -> Around {
    Around {
        is_active: true,
        voices: [FUNDER, LENDER, INSURER].map(str::to_owned).to_vec(),
        knows_goals: true,
        budget: None,
    }
}

fn unpaid() -> Payments {
    Payments::default()
}

fn wholly() -> Payments {
    Payments(Paid { reported: 25_000_000, confirmed: 25_000_000, wholly_on: None })
}

fn reschedule() -> RescheduleDisbursement {
    RescheduleDisbursement {
        partnership_id: TOGETHER.into(),
        disbursement_id: PAYMENT.into(),
        due_on: "2026-03-01".into(),
        reason: "The branch opens later".into(),
        ..Default::default()
    }
}

fn rescheduled() -> DisbursementRescheduled {
    DisbursementRescheduled {
        partnership_id: TOGETHER.into(),
        disbursement_id: PAYMENT.into(),
        due_on: "2026-03-01".into(),
        was_due_on: "2026-02-01".into(),
        first_due_on: "2026-02-01".into(),
        reason: "The branch opens later".into(),
        partner_id: FUNDER.into(),
    }
}

fn cancel() -> CancelDisbursement {
    CancelDisbursement {
        partnership_id: TOGETHER.into(),
        disbursement_id: PAYMENT.into(),
        reason: "No branch".into(),
        ..Default::default()
    }
}

fn cancelled() -> DisbursementCancelled {
    DisbursementCancelled {
        partnership_id: TOGETHER.into(),
        disbursement_id: PAYMENT.into(),
        partner_id: FUNDER.into(),
        reason: "No branch".into(),
    }
}

fn lapse_it() -> LapseDisbursement {
    LapseDisbursement {
        partnership_id: TOGETHER.into(),
        disbursement_id: PAYMENT.into(),
        due_on: "2026-02-01".into(),
        ..Default::default()
    }
}
