//! One helper a message about the budget, planned payments and rates.

use contract::resources::*;

use crate::messages::*;

pub(crate) fn set_budget() -> SetBudget {
    SetBudget {
        partnership_id: TOGETHER.into(),
        line_id: LINE.into(),
        title: "Loan fund".into(),
        period_from: "2026-01-01".into(),
        period_until: "2026-12-31".into(),
        amount_minor: 100_000_000,
        currency: "GBP".into(),
        payer_partner_id: FUNDER.into(),
        goal_id: GOAL.into(),
        ..Default::default()
    }
}

/// By the lender: the funder has yet to accept it.
pub(crate) fn budget_set() -> BudgetSet {
    let SetBudget { title, period_from, period_until, payer_partner_id, goal_id, .. } = set_budget();
    BudgetSet {
        partnership_id: TOGETHER.into(),
        line_id: LINE.into(),
        title,
        period_from,
        period_until,
        amount_minor: 100_000_000,
        currency: "GBP".into(),
        payer_partner_id,
        goal_id,
        activity_id: String::new(),
        partner_id: LENDER.into(),
        accepted: false,
    }
}

pub(crate) fn budget_accepted() -> BudgetAccepted {
    BudgetAccepted {
        partnership_id: TOGETHER.into(),
        line_id: LINE.into(),
        payer_partner_id: FUNDER.into(),
        amount_minor: 100_000_000,
        currency: "GBP".into(),
    }
}

/// A milestone that is to be reached before it is paid.
pub(crate) fn condition() -> Condition {
    Condition {
        condition_id: CONDITION.into(),
        kind: ConditionKind::Milestone.into(),
        description: "The branch is open".into(),
        milestone_id: OTHER.into(),
        goal_id: GOAL.into(),
        ..Default::default()
    }
}

pub(crate) fn plan() -> PlanDisbursement {
    PlanDisbursement {
        partnership_id: TOGETHER.into(),
        disbursement_id: PAYMENT.into(),
        receiver_partner_id: LENDER.into(),
        amount_minor: 25_000_000,
        currency: "GBP".into(),
        due_on: "2026-02-01".into(),
        conditions: vec![condition()],
        ..Default::default()
    }
}

pub(crate) fn planned() -> DisbursementPlanned {
    DisbursementPlanned {
        partnership_id: TOGETHER.into(),
        disbursement_id: PAYMENT.into(),
        provider_partner_id: FUNDER.into(),
        receiver_partner_id: LENDER.into(),
        amount_minor: 25_000_000,
        currency: "GBP".into(),
        due_on: "2026-02-01".into(),
        budget_line_id: String::new(),
        conditions: vec![condition()],
    }
}

pub(crate) fn meet() -> MeetCondition {
    MeetCondition {
        partnership_id: TOGETHER.into(),
        disbursement_id: PAYMENT.into(),
        condition_id: CONDITION.into(),
        met_on: "2026-01-14".into(),
        note: "Opened with 40 clients".into(),
        ..Default::default()
    }
}

/// By the lender.
pub(crate) fn met() -> ConditionMet {
    ConditionMet {
        partnership_id: TOGETHER.into(),
        disbursement_id: PAYMENT.into(),
        condition_id: CONDITION.into(),
        met_on: "2026-01-14".into(),
        partner_id: LENDER.into(),
        note: "Opened with 40 clients".into(),
        evidence: None,
    }
}

pub(crate) fn load() -> LoadRates {
    LoadRates {
        table: "monthly".into(),
        period: RatePeriod::Month.into(),
        base: "XDR".into(),
        rates: vec![rate("2026-01-15", "AFN", "0.0106"), rate("2026-01-20", "GBP", "0.95")],
        ..Default::default()
    }
}

pub(crate) fn loaded() -> RatesLoaded {
    let LoadRates { table, period, base, .. } = load();
    RatesLoaded {
        table,
        period,
        base,
        rates: vec![rate("2026-01-01", "AFN", "0.0106"), rate("2026-01-01", "GBP", "0.95")],
    }
}

pub(crate) fn rate(date: &str, currency: &str, rate: &str) -> Rate {
    Rate { date: date.into(), currency: currency.into(), rate: rate.into() }
}
