//! Taking positions, and what they come to: at once when nothing can change it, else at the deadline.

use contract::partners::{
    Choice, CloseProposal, PositionTaken, ProposalAdopted, ProposalRejected, TakePosition, event::Kind as Event,
};
use kernel::{Context, Decide, Decision, Invalid};

use super::super::{
    rejection::Rejection,
    state::{Opened, Proposal},
    tally::{Outcome, Tally},
};

impl Decide<TakePosition> for Proposal {
    type Known = ();

    fn target(command: &TakePosition) -> (&str, &str) {
        (&command.partnership_id, &command.proposal_id)
    }

    fn decide(&self, command: &TakePosition, _: &(), context: &Context) -> Decision<Self> {
        let position = position(command, context)?;
        let opened = self.opened()?;
        if !opened.is_eligible(&context.partner) {
            return Err(Rejection::NotEligible);
        }
        if opened.has_heard(&position) {
            return Ok(vec![]);
        }
        if opened.is_closed {
            return Err(Rejection::Closed);
        }
        // The clock may be late with closing; the deadline is not.
        if opened.closes_at <= context.now {
            return Err(Rejection::Late { closes_at: opened.closes_at });
        }
        let mut after = opened.clone();
        after.hear(&position);
        let tally = after.tally();
        let closed = tally.settled().map(|outcome| opened.closed(&tally, outcome));
        Ok([position.into()].into_iter().chain(closed).collect())
    }
}

impl Decide<CloseProposal> for Proposal {
    type Known = ();

    fn target(command: &CloseProposal) -> (&str, &str) {
        (&command.partnership_id, &command.proposal_id)
    }

    fn decide(&self, _: &CloseProposal, _: &(), context: &Context) -> Decision<Self> {
        let opened = self.opened()?;
        if opened.is_closed {
            return Ok(vec![]);
        }
        if context.now < opened.closes_at {
            return Err(Rejection::StillOpen { closes_at: opened.closes_at });
        }
        let tally = opened.tally();
        Ok(vec![opened.closed(&tally, tally.outcome())])
    }
}

impl Proposal {
    fn opened(&self) -> Result<&Opened, Rejection> {
        match self {
            Proposal::Unopened => Err(Rejection::NotFound),
            Proposal::Refused => Err(Rejection::Refused),
            Proposal::Opened(opened) => Ok(opened),
        }
    }
}

impl Opened {
    fn has_heard(&self, it: &PositionTaken) -> bool {
        self.positions.get(&it.partner_id).is_some_and(|had| had.choice == it.choice() && had.reason == it.reason)
    }

    fn closed(&self, tally: &Tally, outcome: Outcome) -> Event {
        let (partnership_id, proposal_id) = (self.motion.partnership_id.clone(), self.motion.proposal_id.clone());
        let (subject, why) = (self.motion.subject.clone(), tally.why(outcome));
        let Tally { rule: _, quorum_needed: _, eligible, agreed, abstained, objected } = *tally;
        match outcome {
            Outcome::Adopted => {
                ProposalAdopted { partnership_id, proposal_id, subject, agreed, abstained, objected, eligible, why }
                    .into()
            }
            Outcome::Rejected(_) => {
                ProposalRejected { partnership_id, proposal_id, subject, agreed, abstained, objected, eligible, why }
                    .into()
            }
        }
    }
}

fn position(command: &TakePosition, context: &Context) -> Result<PositionTaken, Invalid> {
    let TakePosition {
        command_id: _,
        validate_only: _,
        partnership_id,
        proposal_id,
        choice,
        reason,
        // The desk has compared it.
        expected_revision: _,
    } = command;
    let reason = reason.trim();
    if command.choice() == Choice::Object && reason.is_empty() {
        return Err(Invalid::new("reason", "is missing: say what stands against it, so that the others can answer"));
    }
    Ok(PositionTaken {
        partnership_id: partnership_id.clone(),
        proposal_id: proposal_id.clone(),
        partner_id: context.partner.clone(),
        choice: *choice,
        reason: reason.to_owned(),
    })
}
