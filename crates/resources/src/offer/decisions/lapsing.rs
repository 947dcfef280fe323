//! What the clock says once the last day of an allocation is over: that a delivery, that a return is late.

use contract::resources::{LapseDelivery, LapseReturn};
use kernel::{Context, Decide, Decision};

use super::{super::state::Offer, check_service, fact};

impl Decide<LapseDelivery> for Offer {
    type Known = ();

    fn target(command: &LapseDelivery) -> (&str, &str) {
        (&command.partnership_id, &command.offer_id)
    }

    fn decide(&self, command: &LapseDelivery, _: &(), context: &Context) -> Decision<Self> {
        check_service(context)?;
        let taken = self.taken(&command.allocation_id)?;
        let it = taken.allocation;
        let (is_late, _) = taken.book.lateness(it);
        if !is_late || context.today() <= it.ends_on {
            return Ok(vec![]);
        }
        let (quantity, ends_on) = (it.undelivered().to_string(), it.ends_on.to_string());
        Ok(vec![fact!(DeliveryOverdue of &taken, quantity, ends_on)])
    }
}

impl Decide<LapseReturn> for Offer {
    type Known = ();

    fn target(command: &LapseReturn) -> (&str, &str) {
        (&command.partnership_id, &command.offer_id)
    }

    fn decide(&self, command: &LapseReturn, _: &(), context: &Context) -> Decision<Self> {
        check_service(context)?;
        let taken = self.taken(&command.allocation_id)?;
        let it = taken.allocation;
        let (_, is_late) = taken.book.lateness(it);
        if !is_late || context.today() <= it.ends_on {
            return Ok(vec![]);
        }
        let (quantity, ends_on) = (it.returnable().to_string(), it.ends_on.to_string());
        Ok(vec![fact!(ReturnOverdue of &taken, quantity, ends_on)])
    }
}
