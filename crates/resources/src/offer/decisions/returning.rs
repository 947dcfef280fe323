//! Giving back what was lent, having it back, and giving it up.

use contract::resources::{ConfirmReturn, RecordReturn, WriteOffReturn, event::Kind as Event};
use jiff::civil::Date;
use kernel::{Context, Decide, Decision, Invalid, parse};

use super::{
    super::{
        allocation::{Allocation, Return},
        delivery::Delivery,
        rejection::Rejection,
        state::Offer,
    },
    RETURNS_MAX, Taken, fact, not_to_come,
};
use crate::quantity::{Money, Quantity};

impl Decide<RecordReturn> for Offer {
    type Known = ();

    fn target(command: &RecordReturn) -> (&str, &str) {
        (&command.partnership_id, &command.offer_id)
    }

    fn thing(command: &RecordReturn, context: &Context) -> String {
        context.or_fresh(&command.return_id, "return")
    }

    fn decide(&self, command: &RecordReturn, _: &(), context: &Context) -> Decision<Self> {
        let RecordReturn {
            command_id: _,
            validate_only: _,
            partnership_id: _,
            offer_id: _,
            allocation_id,
            return_id,
            quantity,
            returned_on,
            condition,
        } = command;
        let quantity = Quantity::above_zero("quantity", quantity)?;
        let day = parse::date("returned_on", returned_on)?;
        not_to_come("returned_on", day, context)?;
        let (return_id, condition) = (context.or_fresh(return_id, "return"), condition.trim().to_owned());
        let taken = self.taken(allocation_id)?;
        taken.check_lent()?;
        if taken.allocation.receiver != context.partner {
            return Err(Rejection::NotTheReceiver);
        }
        if let Some(already) = taken.allocation.returns.iter().find(|it| it.return_id == return_id) {
            let is_same = already.recorded == quantity && already.returned_on == day && already.condition == condition;
            return if is_same { Ok(vec![]) } else { Err(Rejection::IdTaken { field: "return_id" }) };
        }
        taken.check_returnable(quantity, day)?;
        Ok(vec![fact!(ReturnRecorded of &taken,
            return_id,
            quantity: quantity.to_string(),
            returned_on: day.to_string(),
            condition,
        )])
    }
}

impl Decide<ConfirmReturn> for Offer {
    type Known = ();

    fn target(command: &ConfirmReturn) -> (&str, &str) {
        (&command.partnership_id, &command.offer_id)
    }

    fn thing(command: &ConfirmReturn, _: &Context) -> String {
        command.return_id.clone()
    }

    fn decide(&self, command: &ConfirmReturn, _: &(), context: &Context) -> Decision<Self> {
        let ConfirmReturn {
            command_id: _,
            validate_only: _,
            partnership_id: _,
            offer_id: _,
            allocation_id,
            return_id,
            quantity,
            remark,
        } = command;
        let taken = self.taken(allocation_id)?;
        taken.book.check_provider(&context.partner)?;
        let reported = taken.allocation.returns.iter().find(|it| it.return_id == *return_id);
        let reported = reported.ok_or(Rejection::ReturnNotFound)?;
        let found = match quantity.as_str() {
            "" => reported.recorded,
            some => Quantity::parse("quantity", some)?,
        };
        let remark = remark.trim();
        match &reported.confirmed {
            Some((already, said)) if (*already, said.as_str()) == (found, remark) => return Ok(vec![]),
            Some(_) => return Err(Rejection::ReturnConfirmed),
            None if reported.recorded < found => {
                return Err(Rejection::BeyondRecorded { recorded: reported.recorded, unit: taken.unit() });
            }
            None => (),
        }
        Ok(vec![taken.back(reported, found, remark, context.today())])
    }
}

impl Decide<WriteOffReturn> for Offer {
    type Known = ();

    fn target(command: &WriteOffReturn) -> (&str, &str) {
        (&command.partnership_id, &command.offer_id)
    }

    fn thing(command: &WriteOffReturn, _: &Context) -> String {
        command.allocation_id.clone()
    }

    fn decide(&self, command: &WriteOffReturn, _: &(), context: &Context) -> Decision<Self> {
        let WriteOffReturn { command_id: _, validate_only: _, partnership_id: _, offer_id: _, allocation_id, reason } =
            command;
        let reason = parse::filled("reason", reason)?;
        let taken = self.taken(allocation_id)?;
        taken.check_lent()?;
        taken.book.check_provider(&context.partner)?;
        let left = taken.allocation.returnable();
        match &taken.allocation.write_off {
            _ if !left.is_zero() => {
                let by = context.partner.as_str();
                Ok(vec![taken.written_off(left, by, reason, context.today())])
            }
            Some(already) if already == reason => Ok(vec![]),
            _ => Err(Rejection::NothingOut),
        }
    }
}

impl Taken<'_> {
    fn check_returnable(&self, quantity: Quantity, day: Date) -> Result<(), Rejection> {
        let it = self.allocation;
        let out = it.returnable();
        match it.first_received() {
            _ if out < quantity => Err(Rejection::BeyondDelivered { out, unit: self.unit() }),
            _ if RETURNS_MAX <= it.returns.len() => Err(Rejection::TooMany(RETURNS_MAX)),
            Some(first) if day < first => {
                let problem = format!("is {day}, before it was delivered on {first}");
                Err(Invalid::new("returned_on", problem).into())
            }
            _ => Ok(()),
        }
    }

    /// So much of what was reported is back.
    pub(super) fn back(&self, reported: &Return, found: Quantity, remark: &str, today: Date) -> Event {
        let (value_minor, currency) = Money::of(&self.allocation.value_of(found));
        fact!(ReturnConfirmed of self,
            return_id: reported.return_id.clone(),
            quantity: found.to_string(),
            recorded_quantity: reported.recorded.to_string(),
            value_minor,
            currency,
            returned_on: reported.returned_on.to_string(),
            confirmed_on: today.to_string(),
            remark: remark.to_owned(),
        )
    }

    pub(super) fn written_off(&self, quantity: Quantity, by: &str, reason: &str, today: Date) -> Event {
        let (value_minor, currency) = Money::of(&self.allocation.value_of(quantity));
        fact!(ReturnWrittenOff of self,
            quantity: quantity.to_string(),
            value_minor,
            currency,
            written_off_on: today.to_string(),
            reason: reason.to_owned(),
            written_off_by: by.to_owned(),
        )
    }
}

impl Allocation {
    /// The first day on which something was delivered that is agreed to have been.
    fn first_received(&self) -> Option<Date> {
        let received = self.deliveries.iter().filter(|it| Delivery::agreed(it).is_some());
        received.map(|it| it.delivered_on).min()
    }
}
