//! Planned payments with all that was said of them; how far each is paid, and how late, is added when it is asked for.

use contract::{
    log::{Envelope, envelope::Fact},
    resources::{
        Condition, ConditionStanding, ConditionState, Disbursement, DisbursementPlanned, DisbursementState,
        Event as Heard, ListDisbursements, Reschedule, event::Kind as Event,
    },
};
use jiff::civil::Date;
use runtime::views::{Fold, View};

use super::place;
use crate::figures::Paid;

const RESCHEDULES_MAX: usize = 20;

pub(super) struct Disbursements;

impl View for Disbursements {
    fn name(&self) -> &'static str {
        super::DISBURSEMENTS
    }

    fn version(&self) -> u32 {
        1
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        let Some(Fact::Resources(Heard { kind: Some(event) })) = &fact.fact else { return };
        match event {
            Event::DisbursementPlanned(it) => {
                let planned = Disbursement { revision: fact.revision, ..planned(it) };
                fold.put(place(&it.partnership_id, &it.disbursement_id), planned);
            }
            Event::DisbursementRescheduled(it) => change(fold, fact, &it.disbursement_id, |disbursement, day| {
                disbursement.due_on.clone_from(&it.due_on);
                if disbursement.reschedules.len() == RESCHEDULES_MAX {
                    disbursement.reschedules.remove(0);
                }
                let (due_on, was_due_on) = (it.due_on.clone(), it.was_due_on.clone());
                disbursement.reschedules.push(Reschedule { due_on, was_due_on, reason: it.reason.clone(), on: day });
            }),
            Event::DisbursementCancelled(it) => change(fold, fact, &it.disbursement_id, |disbursement, day| {
                disbursement.set_state(DisbursementState::Cancelled);
                disbursement.cancelled_on = day;
                disbursement.cancelled_because.clone_from(&it.reason);
            }),
            // Whether it is overdue is seen from its day and what is paid.
            Event::DisbursementOverdue(it) => change(fold, fact, &it.disbursement_id, |_, _| ()),
            event => condition(event, fact, fold),
        }
    }
}

fn condition(event: &Event, fact: &Envelope, fold: &mut Fold<'_>) {
    match event {
        Event::ConditionMet(it) => turn(fold, fact, (&it.disbursement_id, &it.condition_id), |standing, _| {
            standing.set_state(ConditionState::Met);
            standing.met_on.clone_from(&it.met_on);
            standing.met_by.clone_from(&it.partner_id);
            standing.note.clone_from(&it.note);
            standing.evidence.clone_from(&it.evidence);
        }),
        Event::ConditionContested(it) => turn(fold, fact, (&it.disbursement_id, &it.condition_id), |standing, day| {
            *standing = ConditionStanding {
                contested_by: it.partner_id.clone(),
                contested_because: it.reason.clone(),
                contested_on: day,
                contested_met_by: it.was_met_by.clone(),
                ..open(standing.condition.clone().unwrap_or_default(), &standing.set_by)
            };
        }),
        Event::ConditionWaived(it) => turn(fold, fact, (&it.disbursement_id, &it.condition_id), |standing, _| {
            standing.set_state(ConditionState::Waived);
            standing.met_on.clone_from(&it.waived_on);
            standing.note.clone_from(&it.reason);
        }),
        _ => (),
    }
}

fn change(fold: &mut Fold<'_>, fact: &Envelope, id: &str, change: impl FnOnce(&mut Disbursement, String)) {
    fold.change(place(&fact.partnership, id), |disbursement: &mut Disbursement| {
        change(disbursement, fact.recorded_on().to_string());
        disbursement.revision = fact.revision;
    });
}

fn turn(
    fold: &mut Fold<'_>,
    fact: &Envelope,
    (disbursement_id, condition_id): (&str, &str),
    turn: impl FnOnce(&mut ConditionStanding, String),
) {
    change(fold, fact, disbursement_id, |disbursement, day| {
        let is_named = |it: &Condition| it.condition_id == condition_id;
        let mut all = disbursement.conditions.iter_mut();
        if let Some(it) = all.find(|it| it.condition.as_ref().is_some_and(is_named)) {
            turn(it, day);
        }
    });
}

fn planned(it: &DisbursementPlanned) -> Disbursement {
    let DisbursementPlanned {
        partnership_id,
        disbursement_id,
        provider_partner_id,
        receiver_partner_id,
        amount_minor,
        currency,
        due_on,
        budget_line_id,
        conditions,
    } = it.clone();
    let conditions = conditions.into_iter().map(|it| open(it, &provider_partner_id)).collect();
    Disbursement {
        partnership_id,
        disbursement_id,
        provider_partner_id,
        receiver_partner_id,
        amount_minor,
        currency,
        first_due_on: due_on.clone(),
        due_on,
        budget_line_id,
        conditions,
        state: DisbursementState::Planned.into(),
        ..Default::default()
    }
}

fn open(condition: Condition, set_by: &str) -> ConditionStanding {
    ConditionStanding {
        condition: Some(condition),
        state: ConditionState::Open.into(),
        set_by: set_by.to_owned(),
        ..Default::default()
    }
}

/// How far it is paid by now, how late that is, and by whom.
pub fn finish(it: &mut Disbursement, paid: &Paid, today: Date) {
    (it.paid_minor, it.confirmed_minor) = (paid.reported, paid.confirmed);
    if it.state() == DisbursementState::Cancelled {
        return;
    }
    let Ok(due) = it.due_on.parse::<Date>() else { return };
    let (are_met, met_on) = conditions_met(it);
    let end = paid.wholly_on.unwrap_or(today);
    it.paid_on = paid.wholly_on.map(|it| it.to_string()).unwrap_or_default();
    it.set_state(if paid.wholly_on.is_some() { DisbursementState::Paid } else { DisbursementState::Planned });
    it.overdue = paid.wholly_on.is_none() && due < today;
    it.days_late = days(due, end);
    // Until all conditions were met, it waited for them; once they were, for its provider.
    let waited_until = if are_met { met_on.unwrap_or(due).min(end) } else { end };
    it.days_for_conditions = days(due, waited_until);
    it.days_for_payment = it.days_late - it.days_for_conditions;
    it.waits_for = match () {
        () if paid.wholly_on.is_some() => String::new(),
        () if it.amount_minor <= paid.reported => it.receiver_partner_id.clone(),
        () if !are_met => it.receiver_partner_id.clone(),
        () => it.provider_partner_id.clone(),
    };
}

/// Whether all conditions are met or waived, and since which day; None: there are none.
fn conditions_met(it: &Disbursement) -> (bool, Option<Date>) {
    let are_met = it.conditions.iter().all(|it| matches!(it.state(), ConditionState::Met | ConditionState::Waived));
    (are_met, it.conditions.iter().filter_map(|it| it.met_on.parse().ok()).max())
}

fn days(from: Date, until: Date) -> u32 {
    until.since(from).map_or(0, |it| u32::try_from(it.get_days()).unwrap_or(0))
}

pub fn is_asked_for(question: &ListDisbursements, it: &Disbursement) -> bool {
    let is_any_or = |asked: &String, is: &String| asked.is_empty() || asked == is;
    // Dates of one form compare as text.
    (question.state() == DisbursementState::Unspecified || question.state() == it.state())
        && is_any_or(&question.provider_partner_id, &it.provider_partner_id)
        && is_any_or(&question.receiver_partner_id, &it.receiver_partner_id)
        && (!question.overdue || it.overdue)
        && (question.due_until.is_empty() || it.due_on <= question.due_until)
        && is_any_or(&question.budget_line_id, &it.budget_line_id)
}
