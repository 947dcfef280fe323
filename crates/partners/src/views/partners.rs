//! The directory.

use contract::{
    log::{Envelope, envelope::Fact},
    partners::{Event as Heard, Partner, PartnerRegistered, event::Kind as Event},
};
use runtime::views::{Fold, View, key};

pub(super) struct Partners;

impl View for Partners {
    fn name(&self) -> &'static str {
        super::PARTNERS
    }

    fn version(&self) -> u32 {
        1
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        if let Some(Fact::Partners(Heard { kind: Some(Event::PartnerRegistered(it)) })) = &fact.fact {
            fold.put(key(&[&it.partner_id]), partner(it));
        }
    }
}

fn partner(it: &PartnerRegistered) -> Partner {
    let PartnerRegistered { partner_id, name, kind, country, strengths, external_ids, affiliated_to } = it.clone();
    Partner { as_of: vec![], partner_id, name, kind, country, strengths, external_ids, affiliated_to }
}
