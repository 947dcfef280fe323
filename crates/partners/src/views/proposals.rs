//! Proposals with their positions, their tally, and why they came out so or what they still need.

use contract::{
    log::{Envelope, envelope::Fact},
    partners::{
        Choice, Event as Heard, Position, PositionTaken, Proposal, ProposalOpened, ProposalRefused, ProposalState,
        event::Kind as Event,
    },
};
use runtime::views::{Fold, View};

use super::place;
use crate::proposal::tally::Tally;

pub(super) struct Proposals;

impl View for Proposals {
    fn name(&self) -> &'static str {
        super::PROPOSALS
    }

    fn version(&self) -> u32 {
        1
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        let Some(Fact::Partners(Heard { kind: Some(event) })) = &fact.fact else { return };
        match event {
            Event::ProposalOpened(it) => fold.put(place(&it.partnership_id, &it.proposal_id), opened(it)),
            Event::ProposalRefused(it) => {
                fold.put(place(&it.partnership_id, &it.proposal_id), refused(it, &fact.partner));
            }
            Event::PositionTaken(it) => {
                fold.change(place(&it.partnership_id, &it.proposal_id), |proposal| hear(proposal, it));
            }
            Event::ProposalAdopted(it) => fold.change(place(&it.partnership_id, &it.proposal_id), |proposal| {
                close(proposal, ProposalState::Adopted, &it.why);
            }),
            Event::ProposalRejected(it) => fold.change(place(&it.partnership_id, &it.proposal_id), |proposal| {
                close(proposal, ProposalState::Rejected, &it.why);
            }),
            _ => (),
        }
    }
}

fn opened(it: &ProposalOpened) -> Proposal {
    let ProposalOpened {
        partnership_id,
        proposal_id,
        matter,
        title,
        text,
        subject,
        proposed_by,
        rule,
        quorum_needed,
        eligible,
        closes_at,
        concerned_partner_id,
    } = it.clone();
    let mut proposal = Proposal {
        partnership_id,
        proposal_id,
        matter,
        title,
        text,
        subject,
        proposed_by,
        state: ProposalState::Open.into(),
        rule,
        quorum_needed,
        eligible,
        closes_at,
        concerned_partner_id,
        ..Default::default()
    };
    count(&mut proposal);
    proposal
}

/// The motion itself is not in the record: it was never one.
fn refused(it: &ProposalRefused, asked_by: &str) -> Proposal {
    let ProposalRefused { partnership_id, proposal_id, subject, why } = it.clone();
    Proposal {
        partnership_id,
        proposal_id,
        subject,
        proposed_by: asked_by.to_owned(),
        state: ProposalState::Refused.into(),
        why,
        ..Default::default()
    }
}

fn hear(proposal: &mut Proposal, it: &PositionTaken) {
    let position = Position { partner_id: it.partner_id.clone(), choice: it.choice, reason: it.reason.clone() };
    match proposal.positions.iter_mut().find(|had| had.partner_id == it.partner_id) {
        Some(had) => *had = position,
        None => proposal.positions.push(position),
    }
    count(proposal);
}

fn count(proposal: &mut Proposal) {
    let choices = proposal.positions.iter().map(|it| Choice::try_from(it.choice).unwrap_or_default());
    let tally = Tally::of(proposal.rule, proposal.quorum_needed, proposal.eligible.len(), choices);
    proposal.agreed = tally.agreed;
    proposal.abstained = tally.abstained;
    proposal.objected = tally.objected;
    proposal.why = tally.still_needed();
}

fn close(proposal: &mut Proposal, state: ProposalState, why: &str) {
    proposal.set_state(state);
    proposal.why = why.to_owned();
}
