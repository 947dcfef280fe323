//! Settling a disputed delivery: both sides say the same, or the members decide.

use contract::resources::{SettleDelivery, event::Kind as Event};
use kernel::{Context, Decide, Decision};

use super::{
    super::{
        delivery::{Answer, Delivery},
        rejection::Rejection,
        state::Offer,
    },
    Taken, fact,
};
use crate::quantity::{Figures, Money, Quantity};

impl Decide<SettleDelivery> for Offer {
    type Known = ();

    fn target(command: &SettleDelivery) -> (&str, &str) {
        (&command.partnership_id, &command.offer_id)
    }

    fn thing(command: &SettleDelivery, _: &Context) -> String {
        command.delivery_id.clone()
    }

    fn decide(&self, command: &SettleDelivery, _: &(), context: &Context) -> Decision<Self> {
        let SettleDelivery {
            command_id: _,
            validate_only: _,
            partnership_id: _,
            offer_id: _,
            allocation_id,
            delivery_id,
            quantity,
            value_minor,
            currency,
            by_decision,
        } = command;
        let figures =
            Figures { quantity: Quantity::parse("quantity", quantity)?, value: Money::parse(*value_minor, currency)? };
        let taken = self.taken(allocation_id)?;
        taken.check_party(&context.partner)?;
        let delivery = taken.delivery(delivery_id)?;
        match &delivery.answer {
            Answer::Disputed { .. } => (),
            Answer::Settled(already) if *already == figures => return Ok(vec![]),
            _ => return Err(Rejection::DeliveryState(delivery.state())),
        }
        taken.check_settlement(delivery, figures.quantity)?;
        let is_givers = context.partner == taken.book.provider;
        let (own, other) = match is_givers {
            true => (&delivery.giver, &delivery.receiver),
            false => (&delivery.receiver, &delivery.giver),
        };
        let pending = delivery.proposed.as_ref();
        match pending {
            _ if *other == figures => {
                let was_proposed = pending.map(|(event_id, _)| event_id.as_str()).unwrap_or_default();
                let settled = Settled { is_decided: false, proposed_event_id: was_proposed, why: "" };
                Ok(vec![taken.settled(delivery, &figures, settled, context)])
            }
            Some((_, before_them)) if *by_decision && *before_them == figures => Ok(vec![]),
            Some(_) if *by_decision => Err(Rejection::SettlementOpen),
            None if *by_decision => Ok(vec![taken.settlement_proposed(delivery, &figures, &context.partner)]),
            _ if *own == figures => Ok(vec![]),
            _ => Ok(vec![taken.settlement_stated(delivery_id, &figures, &context.partner)]),
        }
    }
}

/// How a dispute came to be settled.
pub(super) struct Settled<'s> {
    pub(super) is_decided: bool,
    pub(super) proposed_event_id: &'s str,
    pub(super) why: &'s str,
}

impl Taken<'_> {
    /// Never more than is agreed, with what else is delivered.
    pub(super) fn check_settlement(&self, delivery: &Delivery, quantity: Quantity) -> Result<(), Rejection> {
        let undelivered = self.allocation.undelivered() + delivery.recorded.quantity;
        match quantity <= undelivered {
            true => Ok(()),
            false => Err(Rejection::BeyondAgreed { undelivered, unit: self.unit() }),
        }
    }

    pub(super) fn settled(
        &self,
        delivery: &Delivery,
        figures: &Figures,
        settled: Settled<'_>,
        context: &Context,
    ) -> Event {
        let (value_minor, currency) = Money::of(&figures.value);
        let (recorded_value_minor, recorded_currency) = Money::of(&delivery.recorded.value);
        fact!(DeliverySettled of self,
            delivery_id: delivery.delivery_id.clone(),
            quantity: figures.quantity.to_string(),
            value_minor,
            currency,
            delivered_on: delivery.delivered_on.to_string(),
            settled_on: context.today().to_string(),
            recorded_quantity: delivery.recorded.quantity.to_string(),
            recorded_value_minor,
            recorded_currency,
            by_decision: settled.is_decided,
            proposed_event_id: settled.proposed_event_id.to_owned(),
            why: settled.why.to_owned(),
        )
    }

    fn settlement_stated(&self, delivery_id: &str, figures: &Figures, by: &str) -> Event {
        let (value_minor, currency) = Money::of(&figures.value);
        fact!(SettlementStated of self,
            delivery_id: delivery_id.to_owned(),
            stated_by: by.to_owned(),
            quantity: figures.quantity.to_string(),
            value_minor,
            currency,
        )
    }

    fn settlement_proposed(&self, delivery: &Delivery, figures: &Figures, by: &str) -> Event {
        let (value_minor, currency) = Money::of(&figures.value);
        let (recorded_value_minor, recorded_currency) = Money::of(&delivery.recorded.value);
        let (claimed_value_minor, claimed_currency) = Money::of(&delivery.receiver.value);
        let reason = match &delivery.answer {
            Answer::Disputed { reason } => reason.clone(),
            _ => String::new(),
        };
        fact!(DeliverySettlementProposed of self,
            delivery_id: delivery.delivery_id.clone(),
            proposed_by: by.to_owned(),
            title: self.book.title.clone(),
            quantity: figures.quantity.to_string(),
            value_minor,
            currency,
            recorded_quantity: delivery.recorded.quantity.to_string(),
            recorded_value_minor,
            recorded_currency,
            claimed_quantity: delivery.receiver.quantity.to_string(),
            claimed_value_minor,
            claimed_currency,
            reason,
        )
    }
}
