//! Sharing a practice, saying it anew, and standing by it no longer.

use contract::resources::{
    PracticeRevised, PracticeShared, PracticeWithdrawn, RevisePractice, SharePractice, WithdrawPractice,
};
use kernel::{Aggregate, Context, Decide, Decision, parse};

use super::{
    super::{content::content, rejection::Rejection, state::Practice},
    Serves, check, served,
};
use crate::Around;

impl Serves for SharePractice {
    fn partnership_id(&self) -> &str {
        &self.partnership_id
    }

    fn served(&self) -> (&str, &str) {
        served(self.content.as_ref())
    }
}

impl Serves for RevisePractice {
    fn partnership_id(&self) -> &str {
        &self.partnership_id
    }

    fn served(&self) -> (&str, &str) {
        served(self.content.as_ref())
    }
}

impl Decide<SharePractice> for Practice {
    type Known = Around;

    fn target(command: &SharePractice) -> (&str, &str) {
        (&command.partnership_id, &command.practice_id)
    }

    fn decide(&self, command: &SharePractice, around: &Around, context: &Context) -> Decision<Self> {
        let SharePractice { command_id: _, validate_only: _, partnership_id, practice_id, content: said } = command;
        let shared = PracticeShared {
            partnership_id: partnership_id.clone(),
            practice_id: context.or_fresh(practice_id, Practice::KIND),
            partner_id: context.partner.clone(),
            content: Some(content(said.as_ref())?),
        };
        match self {
            Practice::Shared(it) if it.at_first == shared => Ok(vec![]),
            Practice::Shared(_) => Err(Rejection::IdTaken { field: "practice_id" }),
            Practice::Unshared => check(around).map(|()| vec![shared.into()]),
        }
    }
}

impl Decide<RevisePractice> for Practice {
    type Known = Around;

    fn target(command: &RevisePractice) -> (&str, &str) {
        (&command.partnership_id, &command.practice_id)
    }

    fn decide(&self, command: &RevisePractice, around: &Around, context: &Context) -> Decision<Self> {
        let RevisePractice {
            command_id: _,
            validate_only: _,
            partnership_id,
            practice_id,
            content: said,
            reason,
            expected_revision: _,
        } = command;
        let (content, reason) = (content(said.as_ref())?, parse::filled("reason", reason)?);
        let shared = self.shared()?;
        shared.check_sharer(context)?;
        shared.check_stands()?;
        if shared.content == content {
            return Ok(vec![]);
        }
        check(around)?;
        let revised = PracticeRevised {
            partnership_id: partnership_id.clone(),
            practice_id: practice_id.clone(),
            partner_id: context.partner.clone(),
            content: Some(content),
            version: shared.version + 1,
            reason: reason.to_owned(),
        };
        Ok(vec![revised.into()])
    }
}

impl Decide<WithdrawPractice> for Practice {
    type Known = ();

    fn target(command: &WithdrawPractice) -> (&str, &str) {
        (&command.partnership_id, &command.practice_id)
    }

    fn decide(&self, command: &WithdrawPractice, _: &(), context: &Context) -> Decision<Self> {
        let WithdrawPractice { command_id: _, validate_only: _, partnership_id, practice_id, reason } = command;
        let reason = parse::filled("reason", reason)?;
        let shared = self.shared()?;
        shared.check_sharer(context)?;
        if shared.is_withdrawn {
            return Ok(vec![]);
        }
        let withdrawn = PracticeWithdrawn {
            partnership_id: partnership_id.clone(),
            practice_id: practice_id.clone(),
            partner_id: context.partner.clone(),
            reason: reason.to_owned(),
        };
        Ok(vec![withdrawn.into()])
    }
}
