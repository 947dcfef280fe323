//! What the members decide of allocations and disputed deliveries, and what the clock says of those whose last day is over.

use contract::{
    log::{Envelope, envelope::Fact},
    partners::{Subject, event::Kind as Decided},
    resources::{ConcludeAllocation, ConcludeSettlement, LapseDelivery, LapseReturn},
};
use jiff::Timestamp;
use runtime::Reaction;

use crate::{
    Resources,
    memory::{Late, Memory, Place, Proposed},
    offer::Offer,
};

/// The clock asks again for what is left.
const LATE_MAX: usize = 64;

pub(super) fn react(memory: &Memory, fact: &Envelope) -> Vec<Reaction<Resources>> {
    let Some(Fact::Partners(event)) = &fact.fact else { return vec![] };
    let conclusion = event.kind.as_ref().and_then(|event| conclusion(memory, event));
    let reaction = |it| match it {
        Conclusion::Allocation(command) => Reaction::new::<Offer, _>(command),
        Conclusion::Settlement(command) => Reaction::new::<Offer, _>(command),
    };
    conclusion.map(reaction).into_iter().collect()
}

#[derive(Debug, Clone, PartialEq)]
pub enum Conclusion {
    Allocation(ConcludeAllocation),
    Settlement(ConcludeSettlement),
}

/// The members have decided what we put before them, or can't be asked.
pub fn conclusion(memory: &Memory, event: &Decided) -> Option<Conclusion> {
    let (partnership_id, subject, adopted, why) = match event {
        Decided::ProposalAdopted(it) => (&it.partnership_id, &it.subject, true, &it.why),
        Decided::ProposalRejected(it) => (&it.partnership_id, &it.subject, false, &it.why),
        Decided::ProposalRefused(it) => (&it.partnership_id, &it.subject, false, &it.why),
        Decided::ProposalWithdrawn(it) => (&it.partnership_id, &it.subject, false, &it.why),
        _ => return None,
    };
    let Subject { service, stream: _, event_id } = subject.as_ref()?;
    if service != "resources" {
        return None;
    }
    let Proposed { place, delivery_id } = memory.before_the_members(event_id)?.clone();
    let Place { partnership_id: ours, offer_id, allocation_id } = place;
    if ours != *partnership_id {
        return None;
    }
    let (partnership_id, subject_event_id, why) = (ours, event_id.clone(), why.clone());
    Some(match delivery_id.is_empty() {
        true => Conclusion::Allocation(ConcludeAllocation {
            partnership_id,
            offer_id,
            allocation_id,
            subject_event_id,
            adopted,
            why,
            ..Default::default()
        }),
        false => Conclusion::Settlement(ConcludeSettlement {
            partnership_id,
            offer_id,
            allocation_id,
            delivery_id,
            subject_event_id,
            adopted,
            why,
            ..Default::default()
        }),
    })
}

pub(super) fn due(memory: &Memory, now: Timestamp) -> Vec<Reaction<Resources>> {
    memory.late(now).take(LATE_MAX).flat_map(lapses).collect()
}

fn lapses(late: Late<'_>) -> Vec<Reaction<Resources>> {
    let Place { partnership_id, offer_id, allocation_id } = late.place;
    // Ids are unique within a partnership, and each is said once of an allocation, whose last day never changes.
    let thing = format!("{partnership_id}/{allocation_id}");
    let delivery = late.delivery.then(|| {
        let (partnership_id, offer_id) = (partnership_id.clone(), offer_id.clone());
        let lapse =
            LapseDelivery { partnership_id, offer_id, allocation_id: allocation_id.clone(), ..Default::default() };
        Reaction::new::<Offer, _>(lapse).due(&thing, "delivery", late.at)
    });
    let back = late.is_return.then(|| {
        let (partnership_id, offer_id) = (partnership_id.clone(), offer_id.clone());
        let lapse =
            LapseReturn { partnership_id, offer_id, allocation_id: allocation_id.clone(), ..Default::default() };
        Reaction::new::<Offer, _>(lapse).due(&thing, "return", late.at)
    });
    delivery.into_iter().chain(back).collect()
}
