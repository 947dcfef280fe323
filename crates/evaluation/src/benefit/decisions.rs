//! Recording a benefit, and what others say of it.

use contract::evaluation::{
    BenefitConfirmed, BenefitDisputed, BenefitKind, BenefitRecorded, BenefitWithdrawn, ConfirmBenefit, DisputeBenefit,
    RecordBenefit, WithdrawBenefit,
};
use kernel::{Aggregate, Context, Decide, Decision, Invalid, Members, parse};
use rust_decimal::Decimal;

use super::{
    rejection::Rejection,
    state::{Answer, Benefit},
};

/// Whether the partnership is active, or closing: what was gained is recorded until it is closed.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct IsOpen(pub bool);

/// What a benefit is recorded beside.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Around {
    pub is_open: IsOpen,
    /// The smallest group of people that may be told of.
    pub people_minimum: u32,
}

impl Decide<RecordBenefit> for Benefit {
    type Known = Around;

    fn target(command: &RecordBenefit) -> (&str, &str) {
        (&command.partnership_id, &command.benefit_id)
    }

    fn decide(&self, command: &RecordBenefit, around: &Around, context: &Context) -> Decision<Self> {
        let recorded = recorded(command, context)?;
        match &self.recorded {
            Some(known) if **known == recorded => Ok(vec![]),
            Some(_) => Err(Rejection::IdTaken),
            None if !around.is_open.0 => Err(Rejection::PartnershipNotActive),
            None if is_small_group(&recorded, around.people_minimum) => {
                Err(Rejection::GroupTooSmall { minimum: around.people_minimum })
            }
            None => Ok(vec![recorded.into()]),
        }
    }
}

impl Decide<ConfirmBenefit> for Benefit {
    type Known = Members;

    fn target(command: &ConfirmBenefit) -> (&str, &str) {
        (&command.partnership_id, &command.benefit_id)
    }

    fn decide(&self, command: &ConfirmBenefit, members: &Members, context: &Context) -> Decision<Self> {
        let ConfirmBenefit { command_id: _, validate_only: _, partnership_id, benefit_id, note } = command;
        let recorded = self.answered_by(members, context)?;
        let confirmed = BenefitConfirmed {
            partnership_id: partnership_id.clone(),
            benefit_id: benefit_id.clone(),
            partner_id: recorded.partner_id.clone(),
            confirmed_by: context.partner.clone(),
            note: note.trim().to_owned(),
        };
        match self.answers.get(&context.partner) {
            Some(Answer::Confirms(known)) if *known == confirmed => Ok(vec![]),
            _ => Ok(vec![confirmed.into()]),
        }
    }
}

impl Decide<DisputeBenefit> for Benefit {
    type Known = Members;

    fn target(command: &DisputeBenefit) -> (&str, &str) {
        (&command.partnership_id, &command.benefit_id)
    }

    fn decide(&self, command: &DisputeBenefit, members: &Members, context: &Context) -> Decision<Self> {
        let DisputeBenefit { command_id: _, validate_only: _, partnership_id, benefit_id, reason } = command;
        let reason = parse::filled("reason", reason)?;
        let recorded = self.answered_by(members, context)?;
        let disputed = BenefitDisputed {
            partnership_id: partnership_id.clone(),
            benefit_id: benefit_id.clone(),
            partner_id: recorded.partner_id.clone(),
            disputed_by: context.partner.clone(),
            reason: reason.to_owned(),
        };
        match self.answers.get(&context.partner) {
            Some(Answer::Disputes(known)) if *known == disputed => Ok(vec![]),
            _ => Ok(vec![disputed.into()]),
        }
    }
}

impl Decide<WithdrawBenefit> for Benefit {
    type Known = ();

    fn target(command: &WithdrawBenefit) -> (&str, &str) {
        (&command.partnership_id, &command.benefit_id)
    }

    fn decide(&self, command: &WithdrawBenefit, _: &(), context: &Context) -> Decision<Self> {
        let WithdrawBenefit { command_id: _, validate_only: _, partnership_id, benefit_id, reason } = command;
        let reason = parse::filled("reason", reason)?;
        let recorded = self.recorded.as_deref().ok_or(Rejection::NotFound)?;
        if recorded.partner_id != context.partner {
            return Err(Rejection::NotYours);
        }
        if self.is_withdrawn {
            return Ok(vec![]);
        }
        let withdrawn = BenefitWithdrawn {
            partnership_id: partnership_id.clone(),
            benefit_id: benefit_id.clone(),
            partner_id: context.partner.clone(),
            reason: reason.to_owned(),
        };
        Ok(vec![withdrawn.into()])
    }
}

impl Benefit {
    /// What the caller may answer: another organisation's, as long as it stands.
    fn answered_by(&self, members: &Members, context: &Context) -> Result<&BenefitRecorded, Rejection> {
        let recorded = self.recorded.as_deref().ok_or(Rejection::NotFound)?;
        match () {
            () if members.are_one(&recorded.partner_id, &context.partner) => Err(Rejection::Own),
            () if self.is_withdrawn => Err(Rejection::Withdrawn),
            () => Ok(recorded),
        }
    }
}

/// Of so few people that somebody would be known by it.
fn is_small_group(it: &BenefitRecorded, minimum: u32) -> bool {
    it.kind() == BenefitKind::People && it.quantity.parse().is_ok_and(|people: Decimal| people < minimum.into())
}

fn recorded(command: &RecordBenefit, context: &Context) -> Result<BenefitRecorded, Invalid> {
    let RecordBenefit {
        command_id: _,
        validate_only: _,
        partnership_id,
        benefit_id,
        kind,
        title,
        period_start,
        period_end,
        amount_minor: _,
        currency: _,
        quantity: _,
        unit: _,
        basis,
        basis_note,
    } = command;
    let (start, end) = (parse::date("period_start", period_start)?, parse::date("period_end", period_end)?);
    parse::in_order("period_end", Some(start), Some(end))?;
    if context.today() < end {
        return Err(Invalid::new("period_end", format!("is {end}, in the future: record what was gained already")));
    }
    let Worth { amount_minor, currency, quantity, unit } = Worth::parse(command)?;
    Ok(BenefitRecorded {
        partnership_id: partnership_id.clone(),
        benefit_id: context.or_fresh(benefit_id, Benefit::KIND),
        partner_id: context.partner.clone(),
        kind: *kind,
        title: parse::filled("title", title)?.to_owned(),
        period_start: start.to_string(),
        period_end: end.to_string(),
        amount_minor,
        currency,
        quantity,
        unit,
        basis: *basis,
        basis_note: parse::filled("basis_note", basis_note)?.to_owned(),
    })
}

/// Money in its currency, or anything else in its unit; or neither, where it cannot be said.
#[derive(Default)]
struct Worth {
    amount_minor: i64,
    currency: String,
    quantity: String,
    unit: String,
}

impl Worth {
    fn parse(command: &RecordBenefit) -> Result<Self, Invalid> {
        let RecordBenefit { amount_minor, currency, quantity, unit, .. } = command;
        let (is_money, unit) = (command.kind() == BenefitKind::Money, unit.trim());
        match () {
            () if is_money && !quantity.is_empty() => {
                Err(Invalid::new("quantity", "is given, and the benefit is money"))
            }
            () if is_money && !unit.is_empty() => Err(Invalid::new("unit", "is given, and the benefit is money")),
            () if !is_money && *amount_minor != 0 => {
                Err(Invalid::new("amount_minor", "is given, and the benefit is not money: say a quantity and its unit"))
            }
            () if !is_money && !currency.is_empty() => {
                Err(Invalid::new("currency", "is given, and the benefit is not money"))
            }
            () if is_money => Worth::money(*amount_minor, currency),
            () => Worth::counted(quantity, unit),
        }
    }

    fn money(amount_minor: i64, currency: &str) -> Result<Self, Invalid> {
        match (amount_minor, currency) {
            (0, "") => Ok(Worth::default()),
            (0, _) => Err(Invalid::new("currency", "is given, but no amount")),
            (below, _) if below < 0 => Err(Invalid::new("amount_minor", format!("is {below}; it must be above zero"))),
            (_, currency) => {
                let currency = parse::currency("currency", parse::filled("currency", currency)?)?;
                Ok(Worth { amount_minor, currency: currency.code().to_owned(), ..Worth::default() })
            }
        }
    }

    fn counted(quantity: &str, unit: &str) -> Result<Self, Invalid> {
        match (parse::decimal_or_none("quantity", quantity)?, unit) {
            (None, "") => Ok(Worth::default()),
            (None, _) => Err(Invalid::new("unit", "is given, but no quantity")),
            (Some(it), _) if it <= Decimal::ZERO => {
                Err(Invalid::new("quantity", format!("is {it}; it must be above zero")))
            }
            (Some(it), unit) => Ok(Worth {
                quantity: it.normalize().to_string(),
                unit: parse::filled("unit", unit)?.to_owned(),
                ..Worth::default()
            }),
        }
    }
}
