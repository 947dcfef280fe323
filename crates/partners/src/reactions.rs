//! What we do when something is put to the members, when they have decided it, and when a deadline comes.

pub mod concerns;
mod exits;
mod flags;
pub mod measures;
mod motions;
mod redactions;
pub mod reminders;
pub mod resources;
pub mod reviews;
mod rounds;
mod voices;
pub mod work;

use contract::{
    log::{Envelope, envelope::Fact},
    partners::{
        AddExitItem, AssignAgreedAction, CloseProposal, ConcludeChange, ConcludeEscalation, ConcludeRedaction,
        EndEligibility, EndExitItem, Event as Heard, MeasurePartnership, OpenProposal, RefuseProposal, Subject,
        WithdrawProposal, event::Kind as Event,
    },
};
use jiff::Timestamp;
use kernel::Aggregate;
use runtime::Reaction;

use crate::{
    Memory, Partners, action::Action, concern::Concern, measures::Measures, memory::Open, partnership::Partnership,
    proposal::Proposal, redaction::Redaction,
};

pub use motions::motion;
pub use voices::voices_ended;

pub fn react(memory: &Memory, fact: &Envelope) -> Vec<Reaction<Partners>> {
    let asked = motion(memory, fact).map(put_to_the_members);
    let decided = conclusion(fact).map(Reaction::new::<Partnership, ConcludeChange>);
    let on_a_text = redactions::conclusion(fact).map(Reaction::new::<Redaction, ConcludeRedaction>);
    let on_a_concern = concerns::conclusion(fact).map(Reaction::new::<Concern, ConcludeEscalation>);
    let taken_back = motions::taken_back(fact).map(Reaction::new::<Proposal, WithdrawProposal>);
    asked
        .into_iter()
        .chain(taken_back)
        .chain(decided)
        .chain(exits::ended(memory, fact))
        .chain(exits::raised(memory, fact).into_iter().map(Reaction::new::<Partnership, AddExitItem>))
        .chain(exits::released(fact))
        .chain(work::listed(fact).into_iter().map(Reaction::new::<Partnership, AddExitItem>))
        .chain(work::ended(memory, fact).into_iter().map(Reaction::new::<Partnership, EndExitItem>))
        .chain(resources::listed(fact).into_iter().map(Reaction::new::<Partnership, AddExitItem>))
        .chain(resources::ended(fact).into_iter().map(Reaction::new::<Partnership, EndExitItem>))
        .chain(voices_ended(memory, fact).into_iter().map(Reaction::new::<Proposal, EndEligibility>))
        .chain(on_a_concern)
        .chain(on_a_text)
        .chain(reviews::agreed_action(fact).map(Reaction::new::<Action, AssignAgreedAction>))
        .chain(measures::at_review(fact).map(Reaction::new::<Measures, MeasurePartnership>))
        .collect()
}

pub fn due(memory: &Memory, now: Timestamp) -> Vec<Reaction<Partners>> {
    let closing = memory.due(now).map(close);
    closing.chain(exits::due(memory, now)).chain(rounds::due(memory, now)).chain(flags::due(memory, now)).collect()
}

fn close((stream, it): (&String, &Open)) -> Reaction<Partners> {
    let (partnership_id, proposal_id) = (it.partnership_id.clone(), it.proposal_id.clone());
    let close = CloseProposal { partnership_id, proposal_id, ..Default::default() };
    Reaction::new::<Proposal, CloseProposal>(close).due(stream, "close", it.closes_at)
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

/// A change of the partnership that the members have decided, or could not be asked about.
pub fn conclusion(fact: &Envelope) -> Option<ConcludeChange> {
    let Some(Fact::Partners(Heard { kind: Some(event) })) = &fact.fact else { return None };
    let (subject, adopted, why) = match event {
        Event::ProposalAdopted(it) => (&it.subject, true, &it.why),
        Event::ProposalRejected(it) => (&it.subject, false, &it.why),
        Event::ProposalRefused(it) => (&it.subject, false, &it.why),
        Event::ProposalWithdrawn(it) => (&it.subject, false, &it.why),
        _ => return None,
    };
    let subject = subject.as_ref().filter(|it| is_the_partnerships(it))?;
    Some(ConcludeChange {
        partnership_id: fact.partnership.clone(),
        change_event_id: subject.event_id.clone(),
        adopted,
        why: why.clone(),
        ..Default::default()
    })
}

/// Others of our own aggregates may ask too, and conclude for themselves.
fn is_the_partnerships(subject: &Subject) -> bool {
    subject.service == motions::OURSELVES && subject.stream.split('/').nth(1) == Some(Partnership::KIND)
}
