//! Voices that leave an open proposal: of their own accord, or with their member.

use contract::partners::{EligibilityEnded, EndEligibility, Recuse, Recused};
use kernel::{Context, Decide, Decision};

use super::super::state::Proposal;
use crate::sealing::SealingKey;

impl Decide<Recuse> for Proposal {
    type Known = SealingKey;

    fn target(command: &Recuse) -> (&str, &str) {
        (&command.partnership_id, &command.proposal_id)
    }

    /// Also after speaking: what it said is dropped.
    fn decide(&self, command: &Recuse, known: &SealingKey, context: &Context) -> Decision<Self> {
        let Recuse { command_id: _, validate_only: _, partnership_id, proposal_id, reason } = command;
        let opened = self.opened()?;
        if opened.recused.contains(&opened.voice_of(&context.partner)) {
            return Ok(vec![]);
        }
        opened.has_voice(context)?;
        opened.in_time(context)?;
        let recused = Recused {
            partnership_id: partnership_id.clone(),
            proposal_id: proposal_id.clone(),
            partner_id: context.partner.clone(),
            reason: reason.trim().to_owned(),
        };
        Ok(opened.with_its_end(recused, known))
    }
}

impl Decide<EndEligibility> for Proposal {
    type Known = SealingKey;

    fn target(command: &EndEligibility) -> (&str, &str) {
        (&command.partnership_id, &command.proposal_id)
    }

    /// Leaving ends a voice whatever it said before. After the deadline it changes nothing of the outcome any more,
    /// even where the clock is late with closing: that comes first.
    fn decide(&self, command: &EndEligibility, known: &SealingKey, context: &Context) -> Decision<Self> {
        let EndEligibility { command_id: _, validate_only: _, partnership_id, proposal_id, partner_id, why } = command;
        let mut opened = self.opened()?.clone();
        let mut events = vec![];
        if opened.is_closed() || !opened.is_eligible(partner_id) {
            return Ok(events);
        }
        if opened.closes_at <= context.now {
            events = opened.at_the_deadline(context.now, known);
            events.iter().for_each(|it| opened.evolve(it));
        }
        if !opened.is_closed() {
            let ended = EligibilityEnded {
                partnership_id: partnership_id.clone(),
                proposal_id: proposal_id.clone(),
                partner_id: partner_id.clone(),
                why: why.clone(),
            };
            events.extend(opened.with_its_end(ended, known));
        }
        Ok(events)
    }
}
