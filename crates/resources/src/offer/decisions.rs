//! What a request about an offer leads to: a step of its life a file.

mod agreeing;
mod concluding;
mod delivering;
mod lapsing;
mod offering;
mod requesting;
mod returning;
mod revising;
mod settled_at_exit;
mod settling;
mod withdrawing;

use contract::resources::{Terms, event::Kind as Event};
use kernel::{Context, Invalid};

use super::{
    allocation::Allocation,
    book::Book,
    delivery::Delivery,
    rejection::Rejection,
    state::{Offer, Offered},
};

pub use agreeing::Agreeing;
use offering::Content;
pub(crate) use offering::{field_of, unit_of};
pub use requesting::{Asked, Asking};

/// One offer in memory is read whole.
const ALLOCATIONS_MAX: usize = 200;
const DELIVERIES_MAX: usize = 100;
const RETURNS_MAX: usize = 100;

/// A fact of an allocation says whose it is and of what: a ledger needs no other. Nine fields in each of sixteen facts.
macro_rules! fact {
    ($fact:ident of $taken:expr, $($field:ident $(: $value:expr)?),* $(,)?) => {{
        let taken: &$crate::offer::decisions::Taken<'_> = $taken;
        contract::resources::event::Kind::from(contract::resources::$fact {
            partnership_id: taken.book.partnership_id.clone(),
            offer_id: taken.book.offer_id.clone(),
            allocation_id: taken.allocation_id.to_owned(),
            provider_partner_id: taken.book.provider.clone(),
            receiver_partner_id: taken.allocation.receiver.clone(),
            need_id: taken.allocation.need_id.clone(),
            kind: taken.book.kind().into(),
            terms: taken.book.terms().into(),
            unit: taken.book.unit.clone(),
            $($field $(: $value)?),*
        })
    }};
}
pub(crate) use fact;

/// An allocation, in its offer.
#[derive(Clone, Copy)]
pub(crate) struct Taken<'o> {
    book: &'o Book,
    allocation_id: &'o str,
    allocation: &'o Allocation,
}

impl Offer {
    fn offered(&self) -> Result<&Offered, Rejection> {
        match self {
            Offer::None => Err(Rejection::NotFound),
            Offer::Open(offered) => Ok(offered),
        }
    }

    fn taken<'o>(&'o self, allocation_id: &'o str) -> Result<Taken<'o>, Rejection> {
        self.offered()?.book.taken(allocation_id)
    }
}

impl Book {
    pub(crate) fn taken<'o>(&'o self, allocation_id: &'o str) -> Result<Taken<'o>, Rejection> {
        let allocation = self.allocations.get(allocation_id).ok_or(Rejection::AllocationNotFound)?;
        Ok(Taken { book: self, allocation_id, allocation })
    }

    fn check_provider(&self, partner_id: &str) -> Result<(), Rejection> {
        if self.provider == partner_id { Ok(()) } else { Err(Rejection::NotTheProvider) }
    }
}

impl<'o> Taken<'o> {
    fn check_receiver(&self, partner_id: &str) -> Result<(), Rejection> {
        match () {
            () if self.allocation.receiver == partner_id => Ok(()),
            () if self.book.provider == partner_id => Err(Rejection::OwnDelivery),
            () => Err(Rejection::NotTheReceiver),
        }
    }

    fn check_party(&self, partner_id: &str) -> Result<(), Rejection> {
        let is_party = self.allocation.receiver == partner_id || self.book.provider == partner_id;
        if is_party { Ok(()) } else { Err(Rejection::NotAParty) }
    }

    fn check_lent(&self) -> Result<(), Rejection> {
        if self.book.terms() == Terms::Loan { Ok(()) } else { Err(Rejection::NotLent) }
    }

    fn delivery(&self, delivery_id: &str) -> Result<&'o Delivery, Rejection> {
        self.allocation.delivery(delivery_id).ok_or(Rejection::DeliveryNotFound)
    }

    fn state(&self) -> Rejection {
        Rejection::AllocationState(self.allocation.state(self.book.terms()))
    }

    fn unit(&self) -> String {
        self.book.unit.clone()
    }

    fn declined(&self, reason: &str, proposed_event_id: &str, offer_withdrawn: bool) -> Event {
        let (reason, proposed_event_id) = (reason.to_owned(), proposed_event_id.to_owned());
        fact!(AllocationDeclined of self, reason, proposed_event_id, offer_withdrawn)
    }
}

fn check_service(context: &Context) -> Result<(), Rejection> {
    if context.is_service() { Ok(()) } else { Err(Rejection::NotForCallers) }
}

fn not_to_come(field: &'static str, day: jiff::civil::Date, context: &Context) -> Result<(), Invalid> {
    match context.today() < day {
        true => Err(Invalid::new(field, format!("is {day}, which is still to come"))),
        false => Ok(()),
    }
}
