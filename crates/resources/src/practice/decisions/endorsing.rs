//! Saying that another's practice is good, and saying so no longer.

use contract::resources::{EndorsePractice, EndorsementWithdrawn, PracticeEndorsed, WithdrawEndorsement};
use kernel::{Context, Decide, Decision, Members, parse};

use super::super::state::Practice;

impl Decide<EndorsePractice> for Practice {
    type Known = Members;

    fn target(command: &EndorsePractice) -> (&str, &str) {
        (&command.partnership_id, &command.practice_id)
    }

    fn decide(&self, command: &EndorsePractice, members: &Members, context: &Context) -> Decision<Self> {
        let EndorsePractice { command_id: _, validate_only: _, partnership_id, practice_id, why } = command;
        let why = parse::filled("why", why)?;
        let shared = self.shared()?;
        shared.check_another(members, context)?;
        let endorsed = PracticeEndorsed {
            partnership_id: partnership_id.clone(),
            practice_id: practice_id.clone(),
            partner_id: context.partner.clone(),
            why: why.to_owned(),
            version: shared.version,
        };
        if shared.endorsements.get(&context.partner) == Some(&endorsed) {
            return Ok(vec![]);
        }
        shared.check_stands()?;
        Ok(vec![endorsed.into()])
    }
}

impl Decide<WithdrawEndorsement> for Practice {
    type Known = ();

    fn target(command: &WithdrawEndorsement) -> (&str, &str) {
        (&command.partnership_id, &command.practice_id)
    }

    fn decide(&self, command: &WithdrawEndorsement, _: &(), context: &Context) -> Decision<Self> {
        let WithdrawEndorsement { command_id: _, validate_only: _, partnership_id, practice_id, reason } = command;
        let reason = parse::filled("reason", reason)?;
        if !self.shared()?.endorsements.contains_key(&context.partner) {
            return Ok(vec![]);
        }
        let withdrawn = EndorsementWithdrawn {
            partnership_id: partnership_id.clone(),
            practice_id: practice_id.clone(),
            partner_id: context.partner.clone(),
            reason: reason.to_owned(),
        };
        Ok(vec![withdrawn.into()])
    }
}
