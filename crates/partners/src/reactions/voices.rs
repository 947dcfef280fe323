//! Which open proposals lose a voice when a member is suspended, loses its role, is removed or leaves.

use contract::{
    common::Standing,
    log::{Envelope, envelope::Fact},
    partners::{EndEligibility, Event as Heard, event::Kind as Event},
};

use crate::{Memory, partnership::standing_by};

/// One for each proposal that is open in the partnership, whether the member is eligible there or not.
pub fn voices_ended(memory: &Memory, fact: &Envelope) -> Vec<EndEligibility> {
    let Some(Fact::Partners(Heard { kind: Some(event) })) = &fact.fact else { return vec![] };
    let (partnership_id, partner_id, why) = match event {
        Event::MemberSuspended(it) => (&it.partnership_id, &it.partner_id, "the members have suspended it"),
        Event::MemberRemoved(it) => (&it.partnership_id, &it.partner_id, "the members have removed it"),
        Event::MemberLeft(it) => (&it.partnership_id, &it.partner_id, "it has left"),
        Event::RoleChanged(it) if standing_by(&it.roles) != Standing::Member => {
            (&it.partnership_id, &it.partner_id, "its roles give it no voice any more")
        }
        _ => return vec![],
    };
    let ended = |proposal_id: &String| EndEligibility {
        partnership_id: partnership_id.clone(),
        proposal_id: proposal_id.clone(),
        partner_id: partner_id.clone(),
        why: why.to_owned(),
        ..Default::default()
    };
    memory.open_in(partnership_id).map(|(_, it)| ended(&it.proposal_id)).collect()
}
