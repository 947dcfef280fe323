//! Agreeing to what was asked for, or to less; declining it; giving up what has not been delivered.

use contract::resources::{AgreeAllocation, DeclineAllocation, ReleaseAllocation, ResourceKind, event::Kind as Event};
use kernel::{Context, Decide, Decision, Members, parse};

use super::{
    super::{allocation::Stage, book::Book, rejection::Rejection, state::Offer},
    Taken, fact,
};
use crate::quantity::{Money, Quantity};

/// What must be known besides the offer to agree to what was asked of it.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Agreeing {
    pub is_active: bool,
    pub members: Members,
    /// ISO 4217.
    pub currency: String,
    /// In minor units of the currency; None: the charter has none.
    pub funds_threshold: Option<i64>,
}

impl Decide<AgreeAllocation> for Offer {
    type Known = Agreeing;

    fn target(command: &AgreeAllocation) -> (&str, &str) {
        (&command.partnership_id, &command.offer_id)
    }

    fn thing(command: &AgreeAllocation, _: &Context) -> String {
        command.allocation_id.clone()
    }

    fn decide(&self, command: &AgreeAllocation, agreeing: &Agreeing, context: &Context) -> Decision<Self> {
        let AgreeAllocation {
            command_id: _,
            validate_only: _,
            partnership_id: _,
            offer_id: _,
            allocation_id,
            quantity,
        } = command;
        let taken = self.taken(allocation_id)?;
        let (book, asked) = (taken.book, taken.allocation);
        book.check_provider(&context.partner)?;
        let quantity = match quantity.as_str() {
            "" => asked.requested,
            some => Quantity::above_zero("quantity", some)?,
        };
        match asked.stage {
            Stage::Requested => (),
            Stage::Agreed | Stage::Proposed { .. } if asked.agreed == quantity => return Ok(vec![]),
            _ => return Err(taken.state()),
        }
        if asked.requested < quantity {
            return Err(Rejection::BeyondRequested { requested: asked.requested, unit: taken.unit() });
        }
        if !agreeing.is_active {
            return Err(Rejection::PartnershipNotActive);
        }
        taken.check_still_wanted(&agreeing.members, context)?;
        // The offer may have been revised since it was asked for.
        book.check_there(asked.starts_on, asked.ends_on)?;
        book.check_free(quantity, asked.starts_on, asked.ends_on, context.today())?;
        Ok(vec![taken.agreed_or_proposed(quantity, agreeing)])
    }
}

impl Decide<DeclineAllocation> for Offer {
    type Known = ();

    fn target(command: &DeclineAllocation) -> (&str, &str) {
        (&command.partnership_id, &command.offer_id)
    }

    fn thing(command: &DeclineAllocation, _: &Context) -> String {
        command.allocation_id.clone()
    }

    fn decide(&self, command: &DeclineAllocation, _: &(), context: &Context) -> Decision<Self> {
        let DeclineAllocation {
            command_id: _,
            validate_only: _,
            partnership_id: _,
            offer_id: _,
            allocation_id,
            reason,
        } = command;
        let reason = parse::filled("reason", reason)?;
        let taken = self.taken(allocation_id)?;
        taken.book.check_provider(&context.partner)?;
        match &taken.allocation.stage {
            Stage::Requested => Ok(vec![taken.declined(reason, "", false)]),
            Stage::Proposed { event_id } => Ok(vec![taken.declined(reason, event_id, false)]),
            Stage::Declined { reason: already } if already == reason => Ok(vec![]),
            _ => Err(taken.state()),
        }
    }
}

impl Decide<ReleaseAllocation> for Offer {
    type Known = ();

    fn target(command: &ReleaseAllocation) -> (&str, &str) {
        (&command.partnership_id, &command.offer_id)
    }

    fn thing(command: &ReleaseAllocation, _: &Context) -> String {
        command.allocation_id.clone()
    }

    fn decide(&self, command: &ReleaseAllocation, _: &(), context: &Context) -> Decision<Self> {
        let ReleaseAllocation {
            command_id: _,
            validate_only: _,
            partnership_id: _,
            offer_id: _,
            allocation_id,
            reason,
        } = command;
        let reason = parse::filled("reason", reason)?;
        let taken = self.taken(allocation_id)?;
        taken.check_party(&context.partner)?;
        if taken.allocation.stage != Stage::Agreed {
            return Err(taken.state());
        }
        let left = taken.allocation.undelivered();
        match &taken.allocation.release {
            _ if !left.is_zero() => Ok(vec![taken.released(left, &context.partner, reason)]),
            Some((by, why)) if (by.as_str(), why.as_str()) == (&context.partner, reason) => Ok(vec![]),
            _ => Err(Rejection::NothingUndelivered),
        }
    }
}

impl Book {
    /// What so much of the offer is worth: of funds the amount itself, else its part of the offer's value.
    fn worth(&self, quantity: Quantity) -> Option<Money> {
        if self.kind() == ResourceKind::Funds {
            let exponent = parse::currency("unit", &self.unit).ok()?.exponent().unwrap_or_default();
            return Some(Money { minor: quantity.minor(exponent.into())?, currency: self.unit.clone() });
        }
        let value = self.value.as_ref()?;
        Some(Money { minor: quantity.part_of(value.minor, self.quantity)?, currency: value.currency.clone() })
    }
}

/// What the charter's threshold says of a value.
enum Threshold {
    Below,
    Above(i64),
    /// It could not be compared, and why.
    Unknown(String),
}

impl Threshold {
    fn of(value: &Option<Money>, agreeing: &Agreeing) -> Self {
        match (agreeing.funds_threshold, value) {
            (None, _) => Threshold::Below,
            (Some(_), None) => Threshold::Unknown("not compared with the charter's threshold: it is not valued".into()),
            (Some(_), Some(value)) if value.currency != agreeing.currency => Threshold::Unknown(format!(
                "not compared with the charter's threshold: it is valued in {}, the threshold in {}",
                value.currency, agreeing.currency
            )),
            (Some(threshold), Some(value)) if threshold < value.minor => Threshold::Above(threshold),
            (Some(_), Some(_)) => Threshold::Below,
        }
    }
}

impl Taken<'_> {
    /// Who asked is there, and the days are not over.
    pub(super) fn check_still_wanted(&self, members: &Members, context: &Context) -> Result<(), Rejection> {
        let asked = self.allocation;
        match () {
            () if !members.has_voice(&asked.receiver) => {
                Err(Rejection::AskerGone { partner_id: asked.receiver.clone() })
            }
            () if asked.ends_on < context.today() => Err(Rejection::DayPassed { ends_on: asked.ends_on }),
            () => Ok(()),
        }
    }

    pub(super) fn released(&self, quantity: Quantity, by: &str, reason: &str) -> Event {
        let (released_by, reason) = (by.to_owned(), reason.to_owned());
        fact!(AllocationReleased of self, quantity: quantity.to_string(), released_by, reason)
    }

    fn agreed_or_proposed(&self, quantity: Quantity, agreeing: &Agreeing) -> Event {
        let value = self.book.worth(quantity);
        let threshold = Threshold::of(&value, agreeing);
        let (value_minor, currency) = Money::of(&value);
        match threshold {
            Threshold::Above(threshold_minor) => {
                let asked = self.allocation;
                fact!(AllocationProposed of self,
                    title: self.book.title.clone(),
                    quantity: quantity.to_string(),
                    requested_quantity: asked.requested.to_string(),
                    starts_on: asked.starts_on.to_string(),
                    ends_on: asked.ends_on.to_string(),
                    goal_id: asked.goal_id.clone(),
                    activity_id: asked.activity_id.clone(),
                    value_minor,
                    currency,
                    threshold_minor,
                )
            }
            Threshold::Below => self.agreed(quantity, value, "", "", ""),
            Threshold::Unknown(note) => self.agreed(quantity, value, &note, "", ""),
        }
    }

    /// Without a decision, or by the one that was asked for.
    pub(super) fn agreed(
        &self,
        quantity: Quantity,
        value: Option<Money>,
        threshold_note: &str,
        proposed_event_id: &str,
        why: &str,
    ) -> Event {
        let asked = self.allocation;
        let (value_minor, currency) = Money::of(&value);
        fact!(AllocationAgreed of self,
            title: self.book.title.clone(),
            quantity: quantity.to_string(),
            requested_quantity: asked.requested.to_string(),
            starts_on: asked.starts_on.to_string(),
            ends_on: asked.ends_on.to_string(),
            goal_id: asked.goal_id.clone(),
            activity_id: asked.activity_id.clone(),
            value_minor,
            currency,
            threshold_note: threshold_note.to_owned(),
            proposed_event_id: proposed_event_id.to_owned(),
            why: why.to_owned(),
        )
    }
}
