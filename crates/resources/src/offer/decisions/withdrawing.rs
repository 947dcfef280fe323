//! Taking an offer back.

use contract::resources::{OfferWithdrawn, WithdrawOffer};
use kernel::{Context, Decide, Decision, parse};

use super::super::{allocation::Stage, rejection::Rejection, state::Offer};

impl Decide<WithdrawOffer> for Offer {
    type Known = ();

    fn target(command: &WithdrawOffer) -> (&str, &str) {
        (&command.partnership_id, &command.offer_id)
    }

    fn decide(&self, command: &WithdrawOffer, _: &(), context: &Context) -> Decision<Self> {
        let WithdrawOffer { command_id: _, validate_only: _, partnership_id, offer_id, reason } = command;
        let reason = parse::filled("reason", reason)?;
        let offered = self.offered()?;
        let book = &offered.book;
        book.check_provider(&context.partner)?;
        match &offered.withdrawn {
            Some(already) if already == reason => return Ok(vec![]),
            Some(_) => return Err(Rejection::Withdrawn),
            None => (),
        }
        if let Some((allocation_id, _)) =
            book.allocations.iter().find(|(_, it)| book.is_unfinished(it, context.today()))
        {
            return Err(Rejection::Unfinished { allocation_id: allocation_id.clone() });
        }
        let withdrawn = OfferWithdrawn {
            partnership_id: partnership_id.clone(),
            offer_id: offer_id.clone(),
            partner_id: context.partner.clone(),
            reason: reason.to_owned(),
        };
        let asked = book.allocations.iter().filter(|(_, it)| it.stage == Stage::Requested);
        let declined = asked.filter_map(|(id, _)| Some(book.taken(id).ok()?.declined(reason, "", true)));
        Ok(std::iter::once(withdrawn.into()).chain(declined).collect())
    }
}
