//! What services ask the members to decide, as a motion that a member can read.

mod goals;
mod membership;
mod resources;
mod targets;

use contract::{
    log::{Envelope, envelope::Fact},
    partners::{Escalation, OpenProposal, Subject, WithdrawProposal, event::Kind as Event},
};
use kernel::clipped;
use uuid::Uuid;

use super::{concerns, redactions};
use crate::Memory;

pub(super) const OURSELVES: &str = "partners";
/// The fact itself holds in full what is cut short in a motion.
const TITLE_BYTES_MAX: usize = 512;
const TEXT_BYTES_MAX: usize = 8_192;

/// The motion that a fact asks for, if it asks for one.
pub fn motion(memory: &Memory, fact: &Envelope) -> Option<OpenProposal> {
    let (matter, title, text) = match fact.fact.as_ref()? {
        Fact::Goals(event) => goals::motion(event.kind.as_ref()?)?,
        Fact::Resources(event) => resources::motion(event.kind.as_ref()?)?,
        Fact::Partners(event) => match event.kind.as_ref()? {
            Event::ConcernEscalated(it) if it.to() == Escalation::Decision => concerns::motion(memory, it),
            Event::RedactionProposed(it) => redactions::motion(memory, it),
            event => membership::motion(memory, event)?,
        },
        _ => return None,
    };
    let asked = match &fact.fact {
        Some(Fact::Goals(event)) => event.kind.as_ref(),
        _ => None,
    };
    let shared = match &fact.fact {
        Some(Fact::Resources(event)) => event.kind.as_ref(),
        _ => None,
    };
    Some(OpenProposal {
        by_itself: asked.is_some_and(goals::is_by_itself),
        settles: asked.is_some_and(goals::settles) || shared.is_some_and(resources::settles),
        partnership_id: fact.partnership.clone(),
        proposal_id: proposal_id(&fact.event_id)?,
        matter: matter.into(),
        title: clipped(&title, TITLE_BYTES_MAX),
        text: clipped(&memory.readable(&fact.partnership, &text), TEXT_BYTES_MAX),
        subject: Some(Subject {
            service: fact.service.clone(),
            stream: fact.stream.clone(),
            event_id: fact.event_id.clone(),
        }),
        concerned_partner_id: membership::concerned(fact),
        under: membership::under(fact),
        ..Default::default()
    })
}

/// What a service asked the members, and asks no more: its figures or its words have changed.
pub(super) fn taken_back(fact: &Envelope) -> Option<WithdrawProposal> {
    let (event_id, reason) = match fact.fact.as_ref()? {
        Fact::Goals(event) => goals::taken_back(event.kind.as_ref()?)?,
        Fact::Resources(event) => resources::taken_back(event.kind.as_ref()?)?,
        _ => return None,
    };
    let (partnership_id, proposal_id) = (fact.partnership.clone(), proposal_id(event_id)?);
    Some(WithdrawProposal { partnership_id, proposal_id, reason: reason.to_owned(), ..Default::default() })
}

/// One proposal a fact. Not named like an id made for a caller, whose command id may be any, this event's too.
fn proposal_id(event_id: &str) -> Option<String> {
    let event_id = Uuid::try_parse(event_id).ok()?;
    Some(kernel::name_based(&event_id, b"accord/decides").to_string())
}
