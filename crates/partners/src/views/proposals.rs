//! Proposals with all that was said to them, their tally, and why they came out so or what they still need.

mod count;
mod leaving;
mod said;

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
        let at = |it: &str| place(&fact.partnership, it);
        match event {
            Event::ProposalOpened(it) => fold.put(at(&it.proposal_id), opened(it)),
            Event::ProposalRefused(it) => fold.put(at(&it.proposal_id), refused(it, &fact.partner)),
            Event::PositionTaken(it) => fold.change(at(&it.proposal_id), |had| said::hear(had, it)),
            Event::ObjectionAnswered(it) => fold.change(at(&it.proposal_id), |had| said::answer_objection(had, it)),
            Event::ObjectionWithdrawn(it) => fold.change(at(&it.proposal_id), |had| said::withdraw_objection(had, it)),
            Event::ObjectionJudged(it) => fold.change(at(&it.proposal_id), |had| said::judge_objection(had, it)),
            Event::QuestionAsked(it) => fold.change(at(&it.proposal_id), |had| said::ask(had, it)),
            Event::QuestionAnswered(it) => fold.change(at(&it.proposal_id), |had| said::answer_question(had, it)),
            Event::ProxyAppointed(it) => fold.change(at(&it.proposal_id), |had| said::appoint(had, it)),
            Event::ProxyEnded(it) => fold.change(at(&it.proposal_id), |had| said::end_proxy(had, &it.partner_id)),
            Event::StatementMade(it) => fold.change(at(&it.proposal_id), |had: &mut Proposal| {
                had.statement = Some(Statement { partner_id: it.partner_id.clone(), text: it.text.clone() });
            }),
            Event::Recused(it) => fold.change(at(&it.proposal_id), |had| leaving::recuse(had, it)),
            Event::EligibilityEnded(it) => fold.change(at(&it.proposal_id), |had| leaving::leave(had, it)),
            Event::FallbackBegun(it) => fold.change(at(&it.proposal_id), |had| fall_back(had, it)),
            Event::ProposalAdopted(it) => fold.change(at(&it.proposal_id), |had| adopt(had, it)),
            Event::ProposalRejected(it) => fold.change(at(&it.proposal_id), |had| {
                close(had, ProposalState::Rejected, &it.why);
            }),
            Event::ProposalWithdrawn(it) => fold.change(at(&it.proposal_id), |had| {
                close(had, ProposalState::Withdrawn, &it.why);
            }),
            Event::ParticipationRated(it) => fold.change(at(&it.proposal_id), |had| rate(had, it)),
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
        shared_voices,
        options,
        quorum_percent,
        fallback,
        // It shows in the deadline.
        days_open: _,
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
