//! How a proposal ends: at once when nothing can change it, at its deadline, under its fallback, or taken back.

use contract::{
    moment,
    partners::{
        CloseProposal, FallbackBegun, PositionsReleased, ProposalAdopted, ProposalRejected, ProposalWithdrawn,
        WithdrawProposal, event::Kind as Event,
    },
};
use jiff::{SignedDuration, Timestamp};
use kernel::{Context, Decide, Decision};

use super::super::{
    rejection::Rejection,
    state::{End, Opened, Proposal},
    tally::{Cause, Outcome, Tally},
};
use crate::sealing::SealingKey;

impl Decide<CloseProposal> for Proposal {
    type Known = SealingKey;

    fn target(command: &CloseProposal) -> (&str, &str) {
        (&command.partnership_id, &command.proposal_id)
    }

    fn decide(&self, _: &CloseProposal, known: &SealingKey, context: &Context) -> Decision<Self> {
        let opened = self.opened()?;
        if opened.is_closed() {
            return Ok(vec![]);
        }
        if context.now < opened.closes_at {
            return Err(Rejection::StillOpen { closes_at: opened.closes_at });
        }
        match opened.opens(known) {
            true => Ok(opened.at_the_deadline(context.now, known)),
            false => Err(Rejection::KeyGone),
        }
    }
}

impl Decide<WithdrawProposal> for Proposal {
    type Known = ();

    fn target(command: &WithdrawProposal) -> (&str, &str) {
        (&command.partnership_id, &command.proposal_id)
    }

    /// What a service asked for is its proposer's as well, which then hears that nothing is decided; and the service's, which
    /// asks no more.
    fn decide(&self, command: &WithdrawProposal, _: &(), context: &Context) -> Decision<Self> {
        let WithdrawProposal { command_id: _, validate_only: _, partnership_id, proposal_id, reason } = command;
        let opened = match self {
            // The members were quicker than who asked, or never were asked.
            Proposal::Refused if context.is_service() => return Ok(vec![]),
            Proposal::Opened(it) if context.is_service() && it.ended.is_some() => return Ok(vec![]),
            proposal => proposal.opened()?,
        };
        if !context.is_service() {
            if opened.motion.proposed_by != context.partner {
                return Err(Rejection::NotTheProposer);
            }
            if opened.ended == Some(End::Withdrawn) {
                return Ok(vec![]);
            }
            opened.in_time(context)?;
        }
        let why = match reason.trim() {
            reason if context.is_service() => format!("taken back by who asked: {reason}"),
            "" => "withdrawn by its proposer".to_owned(),
            reason => format!("withdrawn by its proposer: {reason}"),
        };
        let withdrawn = ProposalWithdrawn {
            partnership_id: partnership_id.clone(),
            proposal_id: proposal_id.clone(),
            subject: opened.motion.subject.clone(),
            partner_id: context.partner.clone(),
            why,
        };
        Ok(vec![withdrawn.into()])
    }
}

impl Opened {
    /// An event, and the end of the proposal if nothing can change it after that.
    pub(super) fn with_its_end(&self, event: impl Into<Event>, known: &SealingKey) -> Vec<Event> {
        let event = event.into();
        let mut after = self.clone();
        after.evolve(&event);
        [event].into_iter().chain(after.end_at_once(known)).collect()
    }

    /// Whether all that was said can be read: nothing is decided by half of it.
    pub(super) fn opens(&self, known: &SealingKey) -> bool {
        let mut sealed = self.positions.values().filter_map(|it| it.sealed.as_ref()).peekable();
        !self.is_hidden() || sealed.peek().is_none() || known.fitting(sealed).is_some()
    }

    /// The end, if nothing that the silent may still say can change it. What is hidden is opened for its end alone, and
    /// so not before all have spoken.
    pub(super) fn end_at_once(&self, known: &SealingKey) -> Vec<Event> {
        let waits_unseen = self.is_hidden() && self.positions.len() < self.voices() as usize;
        if waits_unseen || !self.opens(known) {
            return vec![];
        }
        let (mut events, after) = self.unsealed(known);
        let tally = after.tally();
        let settled = if self.is_hidden() { Some(tally.outcome()) } else { tally.settled() };
        match settled {
            Some(outcome) => events.push(after.ended_with(&tally, outcome)),
            None => events.clear(),
        }
        events
    }

    /// The end, or the beginning of the fallback. That stays open for its whole time unless somebody speaks again and
    /// settles it: it is a second round, and all may think again.
    pub(super) fn at_the_deadline(&self, now: Timestamp, known: &SealingKey) -> Vec<Event> {
        let (mut events, after) = self.unsealed(known);
        let tally = after.tally();
        let outcome = tally.outcome();
        let is_for_an_objection = matches!(outcome, Outcome::Rejected(Cause::ObjectionStands | Cause::NotAllAgreed));
        events.push(match self.fallback().filter(|_| is_for_an_objection) {
            Some(rule) => FallbackBegun {
                partnership_id: self.motion.partnership_id.clone(),
                proposal_id: self.motion.proposal_id.clone(),
                rule: rule.into(),
                closes_at: Some(moment::on_wire(now + days(self.motion.days_open))),
                why: tally.why(outcome),
            }
            .into(),
            None => after.ended_with(&tally, outcome),
        });
        events
    }

    /// Hidden positions are read from now on: what says so, and the proposal as it leaves it.
    fn unsealed(&self, known: &SealingKey) -> (Vec<Event>, Opened) {
        let mut after = self.clone();
        if !self.is_hidden() {
            return (vec![], after);
        }
        let released = PositionsReleased {
            partnership_id: self.motion.partnership_id.clone(),
            proposal_id: self.motion.proposal_id.clone(),
            key_id: known.key_id.clone(),
            key: known.key.as_ref().map(|it| it.bytes().to_vec()).unwrap_or_default(),
        };
        let released = released.into();
        after.evolve(&released);
        (vec![released], after)
    }

    fn ended_with(&self, tally: &Tally, outcome: Outcome) -> Event {
        let (partnership_id, proposal_id) = (self.motion.partnership_id.clone(), self.motion.proposal_id.clone());
        let (subject, why, eligible) = (self.motion.subject.clone(), tally.why(outcome), tally.eligible);
        let Counts { agreed, abstained, objected } = Counts::of(tally, outcome);
        match outcome {
            Outcome::Adopted => ProposalAdopted {
                partnership_id,
                proposal_id,
                subject,
                agreed,
                abstained,
                objected,
                eligible,
                why,
                chosen_option: tally.chosen().map(|it| tally.ranked.options[it].clone()).unwrap_or_default(),
                chosen_place: tally.chosen().map_or(0, |it| it as u32 + 1),
            }
            .into(),
            Outcome::Rejected(_) => {
                ProposalRejected { partnership_id, proposal_id, subject, agreed, abstained, objected, eligible, why }
                    .into()
            }
        }
    }
}

struct Counts {
    agreed: u32,
    abstained: u32,
    objected: u32,
}

impl Counts {
    /// Of a ranked motion those for and against the option chosen, who do neither abstaining from it; of one without a
    /// choice there is nothing to be for or against.
    fn of(tally: &Tally, outcome: Outcome) -> Self {
        match tally.chosen().filter(|_| outcome == Outcome::Adopted) {
            Some(place) => {
                let (agreed, objected) = tally.ranked.against_none(place);
                Counts { agreed, abstained: tally.spoke() - agreed - objected, objected }
            }
            None => Counts { agreed: tally.agreed, abstained: tally.abstained, objected: tally.objected },
        }
    }
}

pub(super) fn days(many: u32) -> SignedDuration {
    SignedDuration::from_hours(24 * i64::from(many))
}
