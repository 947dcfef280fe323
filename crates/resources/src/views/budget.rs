//! Lines of the budget as they are agreed; what is planned, paid and spent from each is added when they are asked for.

use std::collections::BTreeMap;

use contract::{
    log::{Envelope, envelope::Fact},
    resources::{
        Budget, BudgetLine, BudgetSet, BudgetState, BudgetTerms, BudgetTotal, Event as Heard, GetBudget,
        event::Kind as Event,
    },
};
use runtime::views::{Fold, View};

use super::place;
use crate::{
    figures::{Id, Paid},
    memory::Ours,
};

pub(super) struct Lines;

impl View for Lines {
    fn name(&self) -> &'static str {
        super::BUDGET
    }

    fn version(&self) -> u32 {
        1
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        let Some(Fact::Resources(Heard { kind: Some(event) })) = &fact.fact else { return };
        match event {
            Event::BudgetSet(it) => fold.upsert(place(&it.partnership_id, &it.line_id), |line: &mut BudgetLine| {
                line.partnership_id.clone_from(&it.partnership_id);
                line.line_id.clone_from(&it.line_id);
                set(line, it);
                line.revision = fact.revision;
            }),
            Event::BudgetAccepted(it) => change(fold, fact, &it.line_id, |line| {
                line.accepted = line.proposed.take().or(line.accepted.take());
                line.set_state(BudgetState::Accepted);
            }),
            Event::BudgetDropped(it) => change(fold, fact, &it.line_id, |line| {
                line.set_state(BudgetState::Dropped);
                line.dropped_by.clone_from(&it.partner_id);
                line.reason.clone_from(&it.reason);
            }),
            _ => (),
        }
    }
}

fn change(fold: &mut Fold<'_>, fact: &Envelope, line_id: &str, change: impl FnOnce(&mut BudgetLine)) {
    fold.change(place(&fact.partnership, line_id), |line: &mut BudgetLine| {
        change(line);
        line.revision = fact.revision;
    });
}

fn set(line: &mut BudgetLine, it: &BudgetSet) {
    let BudgetSet {
        partnership_id: _,
        line_id: _,
        title,
        period_from,
        period_until,
        amount_minor,
        currency,
        payer_partner_id,
        goal_id,
        activity_id,
        partner_id,
        accepted,
    } = it.clone();
    let terms = BudgetTerms {
        title,
        period_from,
        period_until,
        amount_minor,
        currency,
        payer_partner_id,
        goal_id,
        activity_id,
        set_by: partner_id,
    };
    match accepted {
        true => (line.accepted, line.proposed) = (Some(terms), None),
        false => line.proposed = Some(terms),
    }
    let counts = line.accepted.is_some();
    line.set_state(if counts { BudgetState::Accepted } else { BudgetState::Proposed });
}

/// What is done with a line, in its currency.
#[derive(Debug, Default, Clone, Copy, PartialEq)]
pub struct Done {
    pub planned: i64,
    pub paid: Paid,
    pub spent: i64,
}

/// What is done with each line.
pub fn done(ours: &Ours) -> BTreeMap<Id, Done> {
    let mut done = BTreeMap::<Id, Done>::new();
    for (id, payment) in ours.plans.payments().filter(|(_, it)| !it.is_cancelled && !it.line.is_none()) {
        let line = done.entry(payment.line).or_default();
        let paid = ours.paid(id);
        line.planned = line.planned.saturating_add(payment.value.minor);
        line.paid.reported = line.paid.reported.saturating_add(paid.reported);
        line.paid.confirmed = line.paid.confirmed.saturating_add(paid.confirmed);
    }
    for (id, currency) in ours.plans.lines() {
        done.entry(id).or_default().spent = ours.books.spent(id, currency.as_str());
    }
    done
}

pub fn budget(question: &GetBudget, mut lines: Vec<BudgetLine>, done: &BTreeMap<Id, Done>) -> Budget {
    let mut totals = BTreeMap::<String, BudgetTotal>::new();
    for line in &mut lines {
        let it = done.get(&Id::of(&line.line_id)).copied().unwrap_or_default();
        let accepted = line.accepted.as_ref().map_or(0, |it| it.amount_minor);
        (line.planned_minor, line.spent_minor) = (it.planned, it.spent);
        (line.paid_minor, line.confirmed_minor) = (it.paid.reported, it.paid.confirmed);
        if line.state() == BudgetState::Dropped {
            continue;
        }
        line.remaining_minor = accepted.saturating_sub(it.paid.reported);
        line.unplanned_minor = accepted.saturating_sub(it.planned);
        if let Some(terms) = &line.accepted {
            add(totals.entry(terms.currency.clone()).or_default(), line, accepted);
        }
        if let Some(terms) = &line.proposed {
            let total = totals.entry(terms.currency.clone()).or_default();
            total.proposed_minor = total.proposed_minor.saturating_add(terms.amount_minor);
        }
    }
    let totals = totals.into_iter().map(|(currency, it)| BudgetTotal { currency, ..it }).collect();
    Budget { as_of: vec![], partnership_id: question.partnership_id.clone(), lines, totals }
}

fn add(total: &mut BudgetTotal, line: &BudgetLine, accepted: i64) {
    for (sum, part) in [
        (&mut total.accepted_minor, accepted),
        (&mut total.planned_minor, line.planned_minor),
        (&mut total.paid_minor, line.paid_minor),
        (&mut total.confirmed_minor, line.confirmed_minor),
        (&mut total.spent_minor, line.spent_minor),
        (&mut total.remaining_minor, line.remaining_minor),
    ] {
        *sum = sum.saturating_add(part);
    }
}
