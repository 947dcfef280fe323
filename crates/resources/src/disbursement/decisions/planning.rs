//! Planning a payment, moving it, cancelling it, and saying that its day has passed.

use contract::resources::{
    CancelDisbursement, Condition, ConditionKind, DisbursementCancelled, DisbursementOverdue, DisbursementPlanned,
    DisbursementRescheduled, LapseDisbursement, PlanDisbursement, RescheduleDisbursement,
};
use kernel::{Aggregate, Context, Decide, Decision, Invalid, parse};

use super::{
    super::{
        rejection::Rejection,
        state::{Disbursement, Planned, Stand},
    },
    Payments,
};

/// What must be known of the partnership to plan a payment in it.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Around {
    pub is_active: bool,
    /// Its members with a voice.
    pub voices: Vec<String>,
    /// Whether all goals that conditions name are the partnership's.
    pub knows_goals: bool,
    /// The line that is named, where there is one.
    pub budget: Option<Budget>,
}

#[derive(Debug, Default, Clone, PartialEq)]
pub struct Budget {
    pub payer_partner_id: String,
    pub currency: String,
    /// It counts: accepted, and not dropped.
    pub is_accepted: bool,
}

impl Decide<PlanDisbursement> for Disbursement {
    type Known = Around;

    fn target(command: &PlanDisbursement) -> (&str, &str) {
        (&command.partnership_id, &command.disbursement_id)
    }

    fn decide(&self, command: &PlanDisbursement, around: &Around, context: &Context) -> Decision<Self> {
        let planned = planned(command, context)?;
        if let Disbursement::Planned(already) = self {
            return if already.at_first == planned { Ok(vec![]) } else { Err(Rejection::IdTaken) };
        }
        not_past(&planned.due_on, context)?;
        let receiver = &planned.receiver_partner_id;
        match () {
            () if !around.is_active => Err(Rejection::PartnershipNotActive),
            () if *receiver == context.partner => Err(Rejection::SamePartner),
            () if !around.voices.contains(receiver) => Err(Rejection::NotAMember { field: "receiver_partner_id" }),
            () if !around.knows_goals => Err(Rejection::NoGoal),
            () => {
                check_budget(&planned, around.budget.as_ref())?;
                Ok(vec![planned.into()])
            }
        }
    }
}

impl Decide<RescheduleDisbursement> for Disbursement {
    type Known = Payments;

    fn target(command: &RescheduleDisbursement) -> (&str, &str) {
        (&command.partnership_id, &command.disbursement_id)
    }

    fn decide(&self, command: &RescheduleDisbursement, paid: &Payments, context: &Context) -> Decision<Self> {
        let RescheduleDisbursement {
            command_id: _,
            validate_only: _,
            partnership_id,
            disbursement_id,
            due_on,
            reason,
            expected_revision: _,
        } = command;
        let due_on = parse::date("due_on", due_on)?.to_string();
        let reason = parse::filled("reason", reason)?.to_owned();
        let planned = self.planned()?;
        planned.check_provider(context)?;
        match () {
            () if planned.is_cancelled => return Err(Rejection::Cancelled),
            () if planned.due_on == due_on => return Ok(vec![]),
            () if planned.is_wholly(paid) => return Err(Rejection::WhollyPaid),
            () => not_past(&due_on, context)?,
        }
        Ok(vec![
            DisbursementRescheduled {
                partnership_id: partnership_id.clone(),
                disbursement_id: disbursement_id.clone(),
                due_on,
                was_due_on: planned.due_on.clone(),
                first_due_on: planned.at_first.due_on.clone(),
                reason,
                partner_id: context.partner.clone(),
            }
            .into(),
        ])
    }
}

impl Decide<CancelDisbursement> for Disbursement {
    type Known = Payments;

    fn target(command: &CancelDisbursement) -> (&str, &str) {
        (&command.partnership_id, &command.disbursement_id)
    }

    fn decide(&self, command: &CancelDisbursement, paid: &Payments, context: &Context) -> Decision<Self> {
        let CancelDisbursement { command_id: _, validate_only: _, partnership_id, disbursement_id, reason } = command;
        let reason = parse::filled("reason", reason)?.to_owned();
        let planned = self.planned()?;
        planned.check_provider(context)?;
        match () {
            () if planned.is_cancelled => Ok(vec![]),
            () if paid.0.reported != 0 => Err(Rejection::PaymentMade),
            () => Ok(vec![
                DisbursementCancelled {
                    partnership_id: partnership_id.clone(),
                    disbursement_id: disbursement_id.clone(),
                    partner_id: context.partner.clone(),
                    reason,
                }
                .into(),
            ]),
        }
    }
}

impl Decide<LapseDisbursement> for Disbursement {
    type Known = Payments;

    fn target(command: &LapseDisbursement) -> (&str, &str) {
        (&command.partnership_id, &command.disbursement_id)
    }

    /// Paid, moved, cancelled or said before: nothing is overdue, or not anew.
    fn decide(&self, command: &LapseDisbursement, paid: &Payments, context: &Context) -> Decision<Self> {
        let LapseDisbursement { command_id: _, validate_only: _, partnership_id, disbursement_id, due_on } = command;
        if !context.is_service() {
            return Err(Rejection::NotForCallers);
        }
        let planned = self.planned()?;
        // Dates of one form compare as text.
        let is_past = planned.due_on == *due_on && *due_on < context.today().to_string();
        if planned.is_cancelled || planned.is_wholly(paid) || !is_past || planned.overdue_on == *due_on {
            return Ok(vec![]);
        }
        let DisbursementPlanned { provider_partner_id, receiver_partner_id, amount_minor, currency, .. } =
            planned.at_first.clone();
        let open = planned.conditions.iter().filter(|it| Stand::is_open(it)).count();
        Ok(vec![
            DisbursementOverdue {
                partnership_id: partnership_id.clone(),
                disbursement_id: disbursement_id.clone(),
                provider_partner_id,
                receiver_partner_id,
                due_on: due_on.clone(),
                first_due_on: planned.at_first.due_on.clone(),
                amount_minor,
                confirmed_minor: paid.0.confirmed,
                currency,
                conditions_open: u32::try_from(open).unwrap_or(u32::MAX),
            }
            .into(),
        ])
    }
}

impl Planned {
    fn is_wholly(&self, paid: &Payments) -> bool {
        self.at_first.amount_minor <= paid.0.confirmed
    }
}

fn planned(command: &PlanDisbursement, context: &Context) -> Result<DisbursementPlanned, Invalid> {
    let PlanDisbursement {
        command_id: _,
        validate_only: _,
        partnership_id,
        disbursement_id,
        receiver_partner_id,
        amount_minor,
        currency,
        due_on,
        budget_line_id,
        conditions,
    } = command;
    if *amount_minor <= 0 {
        return Err(Invalid::new("amount_minor", format!("is {amount_minor}; it must be above zero")));
    }
    let conditions = conditions.iter().enumerate().map(|(place, it)| condition(place, it, context));
    let conditions = conditions.collect::<Result<Vec<_>, _>>()?;
    for (place, it) in conditions.iter().enumerate() {
        if conditions[..place].iter().any(|other| other.condition_id == it.condition_id) {
            return Err(Invalid::new("conditions", format!("names {} twice", it.condition_id)));
        }
    }
    Ok(DisbursementPlanned {
        partnership_id: partnership_id.clone(),
        disbursement_id: context.or_fresh(disbursement_id, Disbursement::KIND),
        provider_partner_id: context.partner.clone(),
        receiver_partner_id: receiver_partner_id.clone(),
        amount_minor: *amount_minor,
        currency: parse::currency("currency", currency)?.code().to_owned(),
        due_on: parse::date("due_on", due_on)?.to_string(),
        budget_line_id: budget_line_id.clone(),
        conditions,
    })
}

/// What a condition names goes with its kind.
fn condition(place: usize, it: &Condition, context: &Context) -> Result<Condition, Invalid> {
    let Condition { condition_id, kind: _, description, milestone_id, goal_id, indicator_id } = it;
    let wrong = |problem: &str| Err(Invalid::new("conditions", format!("[{place}] {problem}")));
    let (has_milestone, has_goal, has_indicator) =
        (!milestone_id.is_empty(), !goal_id.is_empty(), !indicator_id.is_empty());
    match it.kind() {
        ConditionKind::Unspecified => return wrong("has no kind"),
        ConditionKind::Milestone if !has_milestone => return wrong("names no milestone"),
        ConditionKind::Measurement if !has_goal || !has_indicator => return wrong("names no goal and indicator"),
        ConditionKind::Milestone if has_indicator => return wrong("names an indicator, and is of a milestone"),
        ConditionKind::Measurement if has_milestone => return wrong("names a milestone, and is of a measurement"),
        ConditionKind::Report | ConditionKind::Other if has_milestone || has_indicator => {
            return wrong("names a milestone or an indicator, and is of neither");
        }
        ConditionKind::Report | ConditionKind::Other if description.trim().is_empty() => {
            return wrong("says nothing of what is to be met");
        }
        _ => (),
    }
    Ok(Condition {
        condition_id: context.or_fresh(condition_id, &format!("condition/{place}")),
        description: description.trim().to_owned(),
        ..it.clone()
    })
}

fn check_budget(planned: &DisbursementPlanned, budget: Option<&Budget>) -> Result<(), Rejection> {
    if planned.budget_line_id.is_empty() {
        return Ok(());
    }
    let budget = budget.ok_or(Rejection::NoBudgetLine)?;
    match () {
        () if !budget.is_accepted => Err(Rejection::BudgetNotAccepted),
        () if budget.payer_partner_id != planned.provider_partner_id => {
            Err(Rejection::BudgetDoesNotFit { differs: "payer" })
        }
        () if budget.currency != planned.currency => Err(Rejection::BudgetDoesNotFit { differs: "currency" }),
        () => Ok(()),
    }
}

fn not_past(due_on: &str, context: &Context) -> Result<(), Invalid> {
    // Dates of one form compare as text.
    match due_on < context.today().to_string().as_str() {
        true => Err(Invalid::new("due_on", format!("is {due_on}, which is past"))),
        false => Ok(()),
    }
}
