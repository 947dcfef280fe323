//! Saying all of an offer anew: never less than what is agreed of it.

use contract::resources::{OfferRevised, ReviseOffer};
use jiff::civil::Date;
use kernel::{Context, Decide, Decision};

use super::{
    super::{book::Book, rejection::Rejection, state::Offer, state::Offered},
    Content,
};
use crate::{around::Around, quantity::Quantity};

impl Decide<ReviseOffer> for Offer {
    type Known = Around;

    fn target(command: &ReviseOffer) -> (&str, &str) {
        (&command.partnership_id, &command.offer_id)
    }

    fn decide(&self, command: &ReviseOffer, around: &Around, context: &Context) -> Decision<Self> {
        // The desk has compared the revision.
        let ReviseOffer {
            command_id: _,
            validate_only: _,
            partnership_id: _,
            offer_id: _,
            title,
            field,
            years,
            quantity,
            value_minor,
            currency,
            valuation,
            place,
            available_from,
            available_until,
            goal_id,
            activity_id,
            expected_revision: _,
        } = command;
        let offered = self.offered()?;
        let content = Content {
            title,
            field,
            years: *years,
            quantity,
            value_minor: *value_minor,
            currency,
            valuation,
            place,
            available_from,
            available_until,
            goal_id,
            activity_id,
        };
        let said = content.said(offered.book.kind())?;
        offered.book.check_provider(&context.partner)?;
        let revised = OfferRevised {
            partnership_id: offered.book.partnership_id.clone(),
            offer_id: offered.book.offer_id.clone(),
            partner_id: offered.book.provider.clone(),
            ..said
        };
        if offered.says() == revised {
            return Ok(vec![]);
        }
        if offered.book.is_withdrawn {
            return Err(Rejection::Withdrawn);
        }
        around.check_active()?;
        around.check_served()?;
        offered.book.check_holds(&revised, context.today())?;
        Ok(vec![revised.into()])
    }
}

impl Offered {
    /// All of it, as it stands now.
    fn says(&self) -> OfferRevised {
        let it = &self.at_first;
        self.revised.clone().unwrap_or_else(|| OfferRevised {
            partnership_id: it.partnership_id.clone(),
            offer_id: it.offer_id.clone(),
            partner_id: it.partner_id.clone(),
            title: it.title.clone(),
            field: it.field.clone(),
            years: it.years,
            quantity: it.quantity.clone(),
            value_minor: it.value_minor,
            currency: it.currency.clone(),
            valuation: it.valuation.clone(),
            place: it.place.clone(),
            available_from: it.available_from.clone(),
            available_until: it.available_until.clone(),
            goal_id: it.goal_id.clone(),
            activity_id: it.activity_id.clone(),
        })
    }
}

impl Book {
    /// The days that have gone are not asked any more. Where what is late takes more than there is already, it need not become
    /// more, as long as it does not become less.
    fn check_holds(&self, revised: &OfferRevised, today: Date) -> Result<(), Rejection> {
        let quantity = Quantity::said(&revised.quantity);
        let agreed = self.capacity().taken(today, Date::MAX, today);
        if quantity < self.quantity && quantity < agreed {
            return Err(Rejection::BelowAgreed { agreed, unit: self.unit.clone() });
        }
        let from: Date = revised.available_from.parse().unwrap_or_default();
        let until: Option<Date> = revised.available_until.parse().ok();
        let running = self.allocations.iter().filter(|(_, it)| self.is_unfinished(it, today));
        for (allocation_id, it) in running {
            if it.starts_on < from || until.is_some_and(|last| last < it.ends_on) {
                let allocation_id = allocation_id.clone();
                return Err(Rejection::PeriodBelowAgreed { allocation_id, from: it.starts_on, until: it.ends_on });
            }
        }
        Ok(())
    }
}
