//! The grant: two instalments, the second on a verified report, and what both sides say of each.

use contract::resources::{
    Condition, ConditionKind, ConditionState, ConfirmTransaction, ContestCondition, DisbursementState, LinkTransaction,
    MeetCondition, PlanDisbursement, RecordTransaction, SetBudget, TransactionType, WaiveCondition,
};

use crate::ground::{Ground, fresh, partner, partnership, refused};

pub(crate) struct Grant {
    pub(crate) line: String,
    pub(crate) first: String,
    pub(crate) second: String,
    report: String,
}

/// Ten thousand dollars for the season: six at once, four on a report.
pub(crate) async fn plan(ground: &Ground) -> Grant {
    let set = SetBudget {
        command_id: fresh(),
        partnership_id: partnership(),
        title: "Seasonal loan fund".into(),
        period_from: "2026-01-01".into(),
        period_until: "2026-12-31".into(),
        amount_minor: 1_000_000,
        currency: "USD".into(),
        payer_partner_id: partner("funder"),
        ..Default::default()
    };
    let backwards = SetBudget { command_id: fresh(), period_until: "2025-12-31".into(), ..set.clone() };
    let said = refused(&ground.funder, backwards).await;
    assert!(said.contains("period_until"), "{said}");
    let line = ground.funder.ask(set).await.unwrap().id;
    let report = fresh();
    let condition = Condition {
        condition_id: report.clone(),
        kind: ConditionKind::Report.into(),
        description: "A report of the first half, verified".into(),
        ..Default::default()
    };
    let plan = |amount_minor, due_on: &str, conditions| PlanDisbursement {
        command_id: fresh(),
        partnership_id: partnership(),
        receiver_partner_id: partner("lender"),
        amount_minor,
        currency: "USD".into(),
        due_on: due_on.into(),
        budget_line_id: line.clone(),
        conditions,
        ..Default::default()
    };
    let first = ground.funder.ask(plan(600_000, "2026-02-01", vec![])).await.unwrap().id;
    let second = ground.funder.ask(plan(400_000, "2026-06-01", vec![condition])).await.unwrap().id;
    Grant { line, first, second, report }
}

/// Paid in time; both sides report it, and it counts once.
pub(crate) async fn first_instalment(ground: &Ground, grant: &Grant) {
    ground.on("2026-02-02").await;
    let paid = paid(&grant.first, 600_000, "2026-01-30");
    let reported = ground.funder.ask(paid.clone()).await.unwrap().id;
    let own = ConfirmTransaction {
        command_id: fresh(),
        partnership_id: partnership(),
        transaction_id: reported.clone(),
        ..Default::default()
    };
    let said = refused(&ground.funder, own).await;
    assert!(said.contains("receiver"), "nobody confirms its own payment: {said}");
    // The lender's bookkeeper did not look, and reports the same transfer.
    let again = RecordTransaction { command_id: fresh(), transaction_id: fresh(), reference: "L-17".into(), ..paid };
    let again = RecordTransaction { disbursement_id: String::new(), ..again };
    let doubled = ground.lender.ask(again).await.unwrap().id;
    let link = LinkTransaction {
        command_id: fresh(),
        partnership_id: partnership(),
        transaction_id: doubled,
        same_as: reported,
        ..Default::default()
    };
    ground.lender.ask(link).await.unwrap();
    let payment = ground.payment(&grant.first).await;
    assert_eq!((payment.state(), payment.confirmed_minor, payment.days_late), (DisbursementState::Paid, 600_000, 0));
}

/// Due on the first of June, paid on the thirteenth of July: thirty days for the report, twelve by the funder.
pub(crate) async fn second_instalment(ground: &Ground, grant: &Grant) {
    ground.on("2026-06-02").await;
    let payment = ground.until(async || ground.payment(&grant.second).await, |it| it.overdue).await;
    assert_eq!((payment.waits_for.as_str(), payment.days_for_payment), (partner("lender").as_str(), 0));
    ground.on("2026-06-20").await;
    ground.lender.ask(meet(grant, "2026-06-20", "Sent to all")).await.unwrap();
    let waive = WaiveCondition {
        command_id: fresh(),
        partnership_id: partnership(),
        disbursement_id: grant.second.clone(),
        condition_id: grant.report.clone(),
        reason: "We need the money".into(),
        ..Default::default()
    };
    let said = refused(&ground.lender, waive).await;
    assert!(said.contains("set"), "only who set a condition waives it: {said}");
    ground.on("2026-06-25").await;
    let contest = ContestCondition {
        command_id: fresh(),
        partnership_id: partnership(),
        disbursement_id: grant.second.clone(),
        condition_id: grant.report.clone(),
        reason: "Nobody has verified its figures".into(),
        ..Default::default()
    };
    ground.funder.ask(contest).await.unwrap();
    let payment = ground.payment(&grant.second).await;
    assert_eq!(payment.conditions[0].state(), ConditionState::Open);
    ground.on("2026-07-01").await;
    ground.auditor.ask(meet(grant, "2026-07-01", "Sampled 40 of 400 files")).await.unwrap();
    let payment = ground.payment(&grant.second).await;
    assert_eq!(payment.waits_for, partner("funder"), "it waits for who pays now");
    assert_eq!(payment.conditions[0].met_by, partner("auditor"));
    ground.on("2026-07-14").await;
    let transaction_id = ground.funder.ask(paid(&grant.second, 400_000, "2026-07-13")).await.unwrap().id;
    let (command_id, partnership_id) = (fresh(), partnership());
    let confirm = ConfirmTransaction { command_id, partnership_id, transaction_id, ..Default::default() };
    ground.lender.ask(confirm).await.unwrap();
}

fn meet(grant: &Grant, met_on: &str, note: &str) -> MeetCondition {
    MeetCondition {
        command_id: fresh(),
        partnership_id: partnership(),
        disbursement_id: grant.second.clone(),
        condition_id: grant.report.clone(),
        met_on: met_on.into(),
        note: note.into(),
        ..Default::default()
    }
}

fn paid(disbursement_id: &str, amount_minor: i64, value_date: &str) -> RecordTransaction {
    RecordTransaction {
        command_id: fresh(),
        partnership_id: partnership(),
        transaction_id: fresh(),
        r#type: TransactionType::Disbursement.into(),
        provider_partner_id: partner("funder"),
        receiver_partner_id: partner("lender"),
        amount_minor,
        currency: "USD".into(),
        value_date: value_date.into(),
        disbursement_id: disbursement_id.into(),
        ..Default::default()
    }
}
