//! Proposals with all that was said to them, their tally, and why they came out so or what they still need.

mod count;
mod leaving;
mod said;
#[cfg(test)]
mod tests;

use contract::{
    log::{Envelope, envelope::Fact},
    partners::{
        Event as Heard, FallbackBegun, ParticipationRated, Proposal, ProposalAdopted, ProposalOpened, ProposalRefused,
        ProposalState, Statement, event::Kind as Event,
    },
};
use runtime::views::{Fold, View};

use super::place;
use count::count;
pub use said::open;

pub(super) struct Proposals;

impl View for Proposals {
    fn name(&self) -> &'static str {
        super::PROPOSALS
    }

    fn version(&self) -> u32 {
        2
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        let Some(Fact::Partners(Heard { kind: Some(event) })) = &fact.fact else { return };
        match event {
            Event::ProposalOpened(it) => fold.put(place(&it.partnership_id, &it.proposal_id), opened(it)),
            Event::ProposalRefused(it) => {
                fold.put(place(&it.partnership_id, &it.proposal_id), refused(it, &fact.partner));
            }
            _ => {
                if let Some(proposal_id) = fact.stream.split_once("/proposal/").map(|(_, id)| id) {
                    fold.change(place(&fact.partnership, proposal_id), |proposal| change(proposal, event));
                }
            }
        }
    }
}

/// What happens to a proposal that is open, as its state sees it too.
fn change(proposal: &mut Proposal, event: &Event) {
    match event {
        Event::PositionTaken(it) => said::hear(proposal, it),
        Event::PositionsReleased(it) => said::release(proposal, &it.key),
        Event::ObjectionAnswered(it) => said::answer_objection(proposal, it),
        Event::ObjectionWithdrawn(it) => said::withdraw_objection(proposal, it),
        Event::ObjectionJudged(it) => said::judge_objection(proposal, it),
        Event::QuestionAsked(it) => said::ask(proposal, it),
        Event::QuestionAnswered(it) => said::answer_question(proposal, it),
        Event::StatementMade(it) => {
            proposal.statement = Some(Statement { partner_id: it.partner_id.clone(), text: it.text.clone() });
        }
        Event::ProxyAppointed(it) => said::appoint(proposal, it),
        Event::ProxyEnded(it) => said::end_proxy(proposal, &it.partner_id),
        Event::Recused(it) => leaving::recuse(proposal, it),
        Event::EligibilityEnded(it) => leaving::leave(proposal, it),
        Event::FallbackBegun(it) => fall_back(proposal, it),
        Event::ProposalAdopted(it) => adopt(proposal, it),
        Event::ProposalRejected(it) => close(proposal, ProposalState::Rejected, &it.why),
        Event::ProposalWithdrawn(it) => close(proposal, ProposalState::Withdrawn, &it.why),
        Event::ParticipationRated(it) => rate(proposal, it),
        _ => (),
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
        shared_voices,
        options,
        quorum_percent,
        fallback,
        // It shows in the deadline.
        days_open: _,
        hidden,
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
        shared_voices,
        options,
        quorum_percent,
        fallback,
        hidden,
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

fn fall_back(proposal: &mut Proposal, it: &FallbackBegun) {
    proposal.fell_back_from = proposal.rule;
    proposal.fallback_why.clone_from(&it.why);
    proposal.rule = it.rule;
    proposal.closes_at = it.closes_at;
    count(proposal);
}

fn adopt(proposal: &mut Proposal, it: &ProposalAdopted) {
    proposal.chosen_option.clone_from(&it.chosen_option);
    close(proposal, ProposalState::Adopted, &it.why);
}

fn close(proposal: &mut Proposal, state: ProposalState, why: &str) {
    proposal.set_state(state);
    proposal.why = why.to_owned();
}

fn rate(proposal: &mut Proposal, it: &ParticipationRated) {
    let rated =
        contract::partners::Participation { partner_id: it.partner_id.clone(), actual: it.actual, desired: it.desired };
    proposal.participation.retain(|had| had.partner_id != it.partner_id);
    proposal.participation.push(rated);
    let many = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    proposal.rated = many(proposal.participation.len());
    proposal.rated_less_than_desired = many(proposal.participation.iter().filter(|it| it.actual < it.desired).count());
}
