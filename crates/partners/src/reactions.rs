//! What we do when something is put to the members, when they have decided it, and when a deadline comes.

mod motions;

use contract::{
    log::{Envelope, envelope::Fact},
    partners::{
        CloseProposal, ConcludeAdmission, EndEligibility, Event as Heard, OpenProposal, RefuseProposal, Subject,
        event::Kind as Event,
    },
};
use jiff::Timestamp;
use runtime::Reaction;

use crate::{Memory, Partners, partnership::Partnership, proposal::Proposal};

pub use motions::motion;

pub fn react(memory: &Memory, fact: &Envelope) -> Vec<Reaction<Partners>> {
    let asked = motion(memory, fact).map(put_to_the_members);
    let decided = conclusion(fact).map(Reaction::new::<Partnership, ConcludeAdmission>);
    asked.into_iter().chain(decided).collect()
}

pub fn due(memory: &Memory, now: Timestamp) -> Vec<Reaction<Partners>> {
    memory
        .due(now)
        .map(|(stream, it)| {
            let (partnership_id, proposal_id) = (it.partnership_id.clone(), it.proposal_id.clone());
            let close = CloseProposal { partnership_id, proposal_id, ..Default::default() };
            Reaction::new::<Proposal, CloseProposal>(close).due(stream, "close", it.closes_at)
        })
        .collect()
}

/// A member that has left, or was suspended or removed, has no voice in what is open.
pub fn end_eligibility(memory: &Memory, partnership_id: &str, partner_id: &str, why: &str) -> Vec<Reaction<Partners>> {
    memory
        .open_in(partnership_id)
        .map(|it| EndEligibility {
            partnership_id: it.partnership_id.clone(),
            proposal_id: it.proposal_id.clone(),
            partner_id: partner_id.to_owned(),
            why: why.to_owned(),
            ..Default::default()
        })
        .map(Reaction::new::<Proposal, EndEligibility>)
        .collect()
}

/// Who asked hears of it either way: as an outcome, or as the reason why there can be none.
fn put_to_the_members(motion: OpenProposal) -> Reaction<Partners> {
    let refused = RefuseProposal {
        partnership_id: motion.partnership_id.clone(),
        proposal_id: motion.proposal_id.clone(),
        subject: motion.subject.clone(),
        ..Default::default()
    };
    Reaction::new::<Proposal, OpenProposal>(motion).or_else(move |why| {
        Reaction::new::<Proposal, RefuseProposal>(RefuseProposal { why: why.to_owned(), ..refused.clone() })
    })
}

/// An admission that the members have decided, or could not be asked about.
pub fn conclusion(fact: &Envelope) -> Option<ConcludeAdmission> {
    let Some(Fact::Partners(Heard { kind: Some(event) })) = &fact.fact else { return None };
    let (subject, adopted, why) = match event {
        Event::ProposalAdopted(it) => (&it.subject, true, &it.why),
        Event::ProposalRejected(it) => (&it.subject, false, &it.why),
        Event::ProposalRefused(it) => (&it.subject, false, &it.why),
        Event::ProposalWithdrawn(it) => (&it.subject, false, &it.why),
        _ => return None,
    };
    let Subject { service: _, stream: _, event_id } = subject.as_ref().filter(|it| it.service == motions::OURSELVES)?;
    Some(ConcludeAdmission {
        partnership_id: fact.partnership.clone(),
        admission_event_id: event_id.clone(),
        adopted,
        why: why.clone(),
        ..Default::default()
    })
}
