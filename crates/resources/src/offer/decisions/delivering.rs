//! Reporting a delivery, taking that back, and what the receiver says of it.

use contract::{
    partners::Evidence,
    resources::{ConfirmDelivery, DisputeDelivery, RecordDelivery, Terms, WithdrawDelivery},
};
use jiff::civil::Date;
use kernel::{
    Context, Decide, Decision, Invalid,
    document::{Document, EVIDENCE},
    parse,
};

use super::{
    super::{
        allocation::Stage,
        delivery::{Answer, Delivery},
        rejection::Rejection,
        state::Offer,
    },
    DELIVERIES_MAX, Taken, fact, not_to_come,
};
use crate::quantity::{Figures, Money, Quantity};

impl Decide<RecordDelivery> for Offer {
    type Known = ();

    fn target(command: &RecordDelivery) -> (&str, &str) {
        (&command.partnership_id, &command.offer_id)
    }

    fn thing(command: &RecordDelivery, context: &Context) -> String {
        context.or_fresh(&command.delivery_id, "delivery")
    }

    fn decide(&self, command: &RecordDelivery, _: &(), context: &Context) -> Decision<Self> {
        let RecordDelivery {
            command_id: _,
            validate_only: _,
            partnership_id: _,
            offer_id: _,
            allocation_id,
            delivery_id,
            quantity,
            value_minor,
            currency,
            delivered_on,
            note,
            evidence,
        } = command;
        let figures = Figures {
            quantity: Quantity::above_zero("quantity", quantity)?,
            value: Money::parse(*value_minor, currency)?,
        };
        let day = parse::date("delivered_on", delivered_on)?;
        not_to_come("delivered_on", day, context)?;
        check_evidence(evidence)?;
        let delivery_id = context.or_fresh(delivery_id, "delivery");
        let taken = self.taken(allocation_id)?;
        taken.book.check_provider(&context.partner)?;
        let sha256 = evidence.as_ref().map(|it| it.sha256.as_str()).unwrap_or_default();
        if let Some(already) = self.offered()?.delivery_anywhere(&delivery_id) {
            let is_same = taken.allocation.delivery(&delivery_id) == Some(already)
                && (already.delivered_on, already.note.as_str()) == (day, note.trim())
                && (&already.recorded, already.evidence.as_str()) == (&figures, sha256);
            return if is_same { Ok(vec![]) } else { Err(Rejection::IdTaken { field: "delivery_id" }) };
        }
        taken.check_deliverable(figures.quantity, day)?;
        let (value_minor, currency) = Money::of(&figures.value);
        Ok(vec![fact!(DeliveryRecorded of &taken,
            delivery_id,
            quantity: figures.quantity.to_string(),
            value_minor,
            currency,
            delivered_on: day.to_string(),
            note: note.trim().to_owned(),
            evidence: evidence.clone(),
        )])
    }
}

impl Decide<WithdrawDelivery> for Offer {
    type Known = ();

    fn target(command: &WithdrawDelivery) -> (&str, &str) {
        (&command.partnership_id, &command.offer_id)
    }

    fn thing(command: &WithdrawDelivery, _: &Context) -> String {
        command.delivery_id.clone()
    }

    fn decide(&self, command: &WithdrawDelivery, _: &(), context: &Context) -> Decision<Self> {
        let taken = self.taken(&command.allocation_id)?;
        taken.book.check_provider(&context.partner)?;
        let delivery = taken.delivery(&command.delivery_id)?;
        match delivery.answer {
            Answer::Withdrawn => Ok(vec![]),
            Answer::Open => {
                let (value_minor, currency) = Money::of(&delivery.recorded.value);
                Ok(vec![fact!(DeliveryWithdrawn of &taken,
                    delivery_id: delivery.delivery_id.clone(),
                    quantity: delivery.recorded.quantity.to_string(),
                    value_minor,
                    currency,
                )])
            }
            _ => Err(Rejection::DeliveryState(delivery.state())),
        }
    }
}

impl Decide<ConfirmDelivery> for Offer {
    type Known = ();

    fn target(command: &ConfirmDelivery) -> (&str, &str) {
        (&command.partnership_id, &command.offer_id)
    }

    fn thing(command: &ConfirmDelivery, _: &Context) -> String {
        command.delivery_id.clone()
    }

    fn decide(&self, command: &ConfirmDelivery, _: &(), context: &Context) -> Decision<Self> {
        let ConfirmDelivery {
            command_id: _,
            validate_only: _,
            partnership_id: _,
            offer_id: _,
            allocation_id,
            delivery_id,
            quantity,
            value_minor,
            currency,
        } = command;
        let taken = self.taken(allocation_id)?;
        taken.check_receiver(&context.partner)?;
        let delivery = taken.delivery(delivery_id)?;
        let quantity = match quantity.as_str() {
            "" => delivery.recorded.quantity,
            some => Quantity::above_zero("quantity", some)?,
        };
        let recorded = delivery.recorded.quantity;
        if recorded < quantity {
            return Err(Rejection::BeyondRecorded { recorded, unit: taken.unit() });
        }
        let value = delivery.value_agreed(quantity, *value_minor, currency)?;
        let figures = Figures { quantity, value };
        match &delivery.answer {
            Answer::Open => (),
            Answer::Confirmed(already) if *already == figures => return Ok(vec![]),
            _ => return Err(Rejection::DeliveryState(delivery.state())),
        }
        let (value_minor, currency) = Money::of(&figures.value);
        let (recorded_value_minor, recorded_currency) = Money::of(&delivery.recorded.value);
        Ok(vec![fact!(DeliveryConfirmed of &taken,
            delivery_id: delivery_id.clone(),
            quantity: figures.quantity.to_string(),
            value_minor,
            currency,
            delivered_on: delivery.delivered_on.to_string(),
            confirmed_on: context.today().to_string(),
            recorded_quantity: recorded.to_string(),
            recorded_value_minor,
            recorded_currency,
        )])
    }
}

impl Decide<DisputeDelivery> for Offer {
    type Known = ();

    fn target(command: &DisputeDelivery) -> (&str, &str) {
        (&command.partnership_id, &command.offer_id)
    }

    fn thing(command: &DisputeDelivery, _: &Context) -> String {
        command.delivery_id.clone()
    }

    fn decide(&self, command: &DisputeDelivery, _: &(), context: &Context) -> Decision<Self> {
        let DisputeDelivery {
            command_id: _,
            validate_only: _,
            partnership_id: _,
            offer_id: _,
            allocation_id,
            delivery_id,
            reason,
            quantity,
            value_minor,
            currency,
        } = command;
        let reason = parse::filled("reason", reason)?.to_owned();
        let claimed =
            Figures { quantity: Quantity::parse("quantity", quantity)?, value: Money::parse(*value_minor, currency)? };
        let taken = self.taken(allocation_id)?;
        taken.check_receiver(&context.partner)?;
        let delivery = taken.delivery(delivery_id)?;
        match &delivery.answer {
            Answer::Open => (),
            Answer::Disputed { reason: already } if *already == reason && delivery.receiver == claimed => {
                return Ok(vec![]);
            }
            _ => return Err(Rejection::DeliveryState(delivery.state())),
        }
        if claimed == delivery.recorded {
            return Err(Invalid::new("quantity", "and value are what was reported: confirm the delivery").into());
        }
        let (value_minor, currency) = Money::of(&claimed.value);
        let (recorded_value_minor, recorded_currency) = Money::of(&delivery.recorded.value);
        Ok(vec![fact!(DeliveryDisputed of &taken,
            delivery_id: delivery_id.clone(),
            reason,
            quantity: claimed.quantity.to_string(),
            value_minor,
            currency,
            delivered_on: delivery.delivered_on.to_string(),
            disputed_on: context.today().to_string(),
            recorded_quantity: delivery.recorded.quantity.to_string(),
            recorded_value_minor,
            recorded_currency,
        )])
    }
}

fn check_evidence(evidence: &Option<Evidence>) -> Result<(), Invalid> {
    match evidence {
        None => Ok(()),
        Some(Evidence { uri, sha256, size_bytes, media_type }) => {
            Document { uri, sha256, size_bytes: *size_bytes, media_type }.check(&EVIDENCE)
        }
    }
}

impl super::Offered {
    /// An id stands for one delivery of an offer.
    fn delivery_anywhere(&self, delivery_id: &str) -> Option<&Delivery> {
        self.book.allocations.values().find_map(|it| it.delivery(delivery_id))
    }
}

impl Taken<'_> {
    fn check_deliverable(&self, quantity: Quantity, day: Date) -> Result<(), Rejection> {
        let it = self.allocation;
        let undelivered = it.undelivered();
        match () {
            () if self.book.is_funds() => Err(Rejection::Funds),
            () if it.stage != Stage::Agreed => Err(self.state()),
            () if undelivered < quantity => Err(Rejection::BeyondAgreed { undelivered, unit: self.unit() }),
            () if DELIVERIES_MAX <= it.deliveries.len() => Err(Rejection::TooMany(DELIVERIES_MAX)),
            () if self.book.terms() != Terms::Loan => Ok(()),
            () if day < it.starts_on => {
                let problem = format!("is {day}, before it is lent on {}", it.starts_on);
                Err(Invalid::new("delivered_on", problem).into())
            }
            // Later it may be another's: what is lent then is asked for anew.
            () if it.ends_on < day => Err(Rejection::LoanOver { ends_on: it.ends_on }),
            () => Ok(()),
        }
    }
}

impl Delivery {
    /// The value that the receiver agrees to with so much of the quantity.
    fn value_agreed(&self, quantity: Quantity, minor: i64, currency: &str) -> Result<Option<Money>, Invalid> {
        let recorded = &self.recorded;
        match (Money::parse(minor, currency)?, &recorded.value) {
            (None, None) => Ok(None),
            (None, Some(value)) => {
                let minor = quantity.part_of(value.minor, recorded.quantity).unwrap_or(value.minor);
                Ok(Some(Money { minor, currency: value.currency.clone() }))
            }
            (Some(_), None) => {
                Err(Invalid::new("currency", "is given, but the giver gave no value: dispute it to state one"))
            }
            (Some(said), Some(value)) if said.currency != value.currency => {
                Err(Invalid::new("currency", format!("is not {}, in which it was reported", value.currency)))
            }
            (Some(said), Some(value)) if value.minor < said.minor => {
                Err(Invalid::new("value_minor", format!("is above {}, which was reported", value.minor)))
            }
            (Some(said), Some(_)) => Ok(Some(said)),
        }
    }
}
