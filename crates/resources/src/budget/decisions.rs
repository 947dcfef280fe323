//! What a request about a line of the budget leads to: nobody binds another to pay.

use contract::resources::{AcceptBudget, BudgetAccepted, BudgetDropped, BudgetSet, DropBudget, SetBudget};
use kernel::{Aggregate, Context, Decide, Decision, Invalid, parse};

use super::{
    rejection::Rejection,
    state::{Line, Terms},
};

/// What must be known of the partnership to set a line of its budget.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Around {
    pub is_active: bool,
    /// Its members with a voice.
    pub voices: Vec<String>,
    /// Whether the goal and the activity named are the partnership's; true where none is named.
    pub knows_goal: bool,
    pub knows_activity: bool,
    pub planned: Planned,
}

/// The payments planned from a line and not cancelled.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Planned {
    pub count: usize,
}

impl Decide<SetBudget> for Line {
    type Known = Around;

    fn target(command: &SetBudget) -> (&str, &str) {
        (&command.partnership_id, &command.line_id)
    }

    fn decide(&self, command: &SetBudget, around: &Around, context: &Context) -> Decision<Self> {
        let set = set(command, context)?;
        if let Line::Set(terms) = self {
            if terms.latest().is_some_and(|it| say_the_same(it, &set)) && !terms.is_accepted_by(&set) {
                return Ok(vec![]);
            }
            if !terms.is_of(&context.partner) {
                return Err(Rejection::NotYours);
            }
        }
        match () {
            () if *self == Line::Dropped => Err(Rejection::Dropped),
            () if !around.is_active => Err(Rejection::PartnershipNotActive),
            () if !around.voices.contains(&set.payer_partner_id) => {
                Err(Rejection::NotAMember { field: "payer_partner_id" })
            }
            () if !around.knows_goal => Err(Rejection::NoGoal),
            () if !around.knows_activity => Err(Rejection::NoActivity),
            () => {
                self.check_planned(&set, &around.planned)?;
                Ok(vec![set.into()])
            }
        }
    }
}

impl Decide<AcceptBudget> for Line {
    type Known = Planned;

    fn target(command: &AcceptBudget) -> (&str, &str) {
        (&command.partnership_id, &command.line_id)
    }

    fn decide(&self, command: &AcceptBudget, planned: &Planned, context: &Context) -> Decision<Self> {
        let AcceptBudget { command_id: _, validate_only: _, partnership_id, line_id, expected_revision: _ } = command;
        let terms = self.terms()?;
        let latest = terms.latest().ok_or(Rejection::NotFound)?;
        if latest.payer_partner_id != context.partner {
            return Err(Rejection::NotThePayer);
        }
        if terms.proposed.is_none() {
            return Ok(vec![]);
        }
        self.check_planned(latest, planned)?;
        Ok(vec![
            BudgetAccepted {
                partnership_id: partnership_id.clone(),
                line_id: line_id.clone(),
                payer_partner_id: context.partner.clone(),
                amount_minor: latest.amount_minor,
                currency: latest.currency.clone(),
            }
            .into(),
        ])
    }
}

impl Decide<DropBudget> for Line {
    type Known = Planned;

    fn target(command: &DropBudget) -> (&str, &str) {
        (&command.partnership_id, &command.line_id)
    }

    fn decide(&self, command: &DropBudget, planned: &Planned, context: &Context) -> Decision<Self> {
        let DropBudget { command_id: _, validate_only: _, partnership_id, line_id, reason } = command;
        let reason = parse::filled("reason", reason)?.to_owned();
        if !self.terms()?.is_of(&context.partner) {
            return Err(Rejection::NotYours);
        }
        if 0 < planned.count {
            return Err(Rejection::PaymentsPlanned(planned.count));
        }
        let dropped = BudgetDropped {
            partnership_id: partnership_id.clone(),
            line_id: line_id.clone(),
            partner_id: context.partner.clone(),
            reason,
        };
        Ok(vec![dropped.into()])
    }
}

impl Line {
    fn terms(&self) -> Result<&Terms, Rejection> {
        match self {
            Line::Unset => Err(Rejection::NotFound),
            Line::Dropped => Err(Rejection::Dropped),
            Line::Set(terms) => Ok(terms),
        }
    }

    /// Planned payments are in the line's currency and of its payer.
    fn check_planned(&self, set: &BudgetSet, planned: &Planned) -> Result<(), Rejection> {
        let Line::Set(terms) = self else { return Ok(()) };
        let Some(accepted) = terms.accepted.as_ref().filter(|_| 0 < planned.count) else { return Ok(()) };
        match accepted.currency == set.currency && accepted.payer_partner_id == set.payer_partner_id {
            true => Ok(()),
            false => Err(Rejection::PaymentsOtherwise(accepted.currency.clone())),
        }
    }
}

/// Whoever says so.
fn say_the_same(one: &BudgetSet, other: &BudgetSet) -> bool {
    *one == BudgetSet { partner_id: one.partner_id.clone(), accepted: one.accepted, ..other.clone() }
}

fn set(command: &SetBudget, context: &Context) -> Result<BudgetSet, Invalid> {
    let SetBudget {
        command_id: _,
        validate_only: _,
        partnership_id,
        line_id,
        title,
        period_from,
        period_until,
        amount_minor,
        currency,
        payer_partner_id,
        goal_id,
        activity_id,
        expected_revision: _,
    } = command;
    let (from, until) = (parse::date("period_from", period_from)?, parse::date("period_until", period_until)?);
    parse::in_order("period_until", Some(from), Some(until))?;
    if *amount_minor <= 0 {
        return Err(Invalid::new("amount_minor", format!("is {amount_minor}; it must be above zero")));
    }
    Ok(BudgetSet {
        partnership_id: partnership_id.clone(),
        line_id: context.or_fresh(line_id, Line::KIND),
        title: parse::filled("title", title)?.to_owned(),
        period_from: from.to_string(),
        period_until: until.to_string(),
        amount_minor: *amount_minor,
        currency: parse::currency("currency", currency)?.code().to_owned(),
        payer_partner_id: payer_partner_id.clone(),
        goal_id: goal_id.clone(),
        activity_id: activity_id.clone(),
        partner_id: context.partner.clone(),
        accepted: *payer_partner_id == context.partner,
    })
}
