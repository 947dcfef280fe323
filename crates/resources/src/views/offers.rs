//! What partners can share.

use contract::{
    log::{Envelope, envelope::Fact},
    resources::{Event as Heard, Offer, ResourceOffered, event::Kind as Event},
};
use runtime::views::{Fold, View};

use super::place;

pub(super) struct Offers;

impl View for Offers {
    fn name(&self) -> &'static str {
        super::OFFERS
    }

    fn version(&self) -> u32 {
        1
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        if let Some(Fact::Resources(Heard { kind: Some(Event::ResourceOffered(it)) })) = &fact.fact {
            fold.put(place(&it.partnership_id, &it.offer_id), offer(it));
        }
    }
}

fn offer(it: &ResourceOffered) -> Offer {
    let ResourceOffered {
        partnership_id,
        offer_id,
        partner_id,
        kind,
        title,
        quantity,
        unit,
        value_minor,
        currency,
        valuation,
        place,
        available_from,
        available_until,
        terms,
    } = it.clone();
    Offer {
        as_of: vec![],
        partnership_id,
        offer_id,
        partner_id,
        kind,
        title,
        quantity,
        unit,
        value_minor,
        currency,
        valuation,
        place,
        available_from,
        available_until,
        terms,
    }
}
