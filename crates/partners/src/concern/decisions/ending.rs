//! The ways out of a concern: three are its raiser's alone, and the last one never says that it is resolved.

use contract::{
    moment,
    partners::{
        CloseUnresolved, ConcernClosedUnresolved, ConcernReopened, ConcernResolved, ConcernState, ConcernWithdrawn,
        ConfirmResolved, ReopenConcern, UnresolvedCause, WithdrawConcern,
    },
};
use kernel::{Context, Decide, Decision, parse};

use super::{
    super::{
        rejection::Rejection,
        state::{Concern, Raised},
        states::has_ended,
    },
    REOPEN_DAYS, Raiser, in_days, said,
};
use crate::{sealing::WritingKey, words::Words};

impl Decide<ConfirmResolved> for Concern {
    type Known = WritingKey;

    fn target(command: &ConfirmResolved) -> (&str, &str) {
        (&command.partnership_id, &command.concern_id)
    }

    fn decide(&self, command: &ConfirmResolved, key: &WritingKey, context: &Context) -> Decision<Self> {
        let ConfirmResolved { command_id: _, validate_only: _, partnership_id, concern_id, text } = command;
        let raised = self.raised()?;
        raised.only_raiser(context)?;
        if raised.state == ConcernState::Resolved {
            return Ok(vec![]);
        }
        raised.open()?;
        let Words { text, sealed } = said(text.trim().to_owned(), &raised.raised, None, key, context);
        Ok(vec![
            ConcernResolved {
                partnership_id: partnership_id.clone(),
                concern_id: concern_id.clone(),
                raised_by: context.partner.clone(),
                text,
                reopen_by: in_days(REOPEN_DAYS, context),
                sealed,
            }
            .into(),
        ])
    }
}

impl Decide<WithdrawConcern> for Concern {
    type Known = WritingKey;

    fn target(command: &WithdrawConcern) -> (&str, &str) {
        (&command.partnership_id, &command.concern_id)
    }

    fn decide(&self, command: &WithdrawConcern, key: &WritingKey, context: &Context) -> Decision<Self> {
        let WithdrawConcern { command_id: _, validate_only: _, partnership_id, concern_id, text } = command;
        let raised = self.raised()?;
        raised.only_raiser(context)?;
        if raised.state == ConcernState::Withdrawn {
            return Ok(vec![]);
        }
        raised.open()?;
        let Words { text, sealed } = said(text.trim().to_owned(), &raised.raised, None, key, context);
        Ok(vec![
            ConcernWithdrawn {
                partnership_id: partnership_id.clone(),
                concern_id: concern_id.clone(),
                raised_by: context.partner.clone(),
                text,
                sealed,
            }
            .into(),
        ])
    }
}

impl Decide<ReopenConcern> for Concern {
    type Known = WritingKey;

    fn target(command: &ReopenConcern) -> (&str, &str) {
        (&command.partnership_id, &command.concern_id)
    }

    fn decide(&self, command: &ReopenConcern, key: &WritingKey, context: &Context) -> Decision<Self> {
        let ReopenConcern { command_id: _, validate_only: _, partnership_id, concern_id, text } = command;
        let text = parse::filled("text", text)?.to_owned();
        let raised = self.raised()?;
        raised.only_raiser(context)?;
        if !has_ended(raised.state) {
            return if raised.reopened.as_ref().is_some_and(|it| it.are(&text, key)) {
                Ok(vec![])
            } else {
                Err(Rejection::Open)
            };
        }
        // A withdrawn one has no such time: it is raised anew.
        let Some(reopen_by) = moment::read(raised.reopen_by.as_ref()) else {
            return Err(Rejection::Ended { state: raised.state });
        };
        if reopen_by <= context.now {
            return Err(Rejection::ReopenTooLate { reopen_by });
        }
        let Words { text, sealed } = said(text, &raised.raised, None, key, context);
        Ok(vec![
            ConcernReopened {
                partnership_id: partnership_id.clone(),
                concern_id: concern_id.clone(),
                raised_by: context.partner.clone(),
                text,
                sealed,
                about: raised.raised.about.clone(),
            }
            .into(),
        ])
    }
}

impl Decide<CloseUnresolved> for Concern {
    type Known = Raiser;

    fn target(command: &CloseUnresolved) -> (&str, &str) {
        (&command.partnership_id, &command.concern_id)
    }

    fn decide(&self, command: &CloseUnresolved, raiser: &Raiser, context: &Context) -> Decision<Self> {
        let CloseUnresolved { command_id: _, validate_only: _, partnership_id, concern_id } = command;
        let raised = self.raised()?;
        if raised.state == ConcernState::Unresolved {
            return Ok(vec![]);
        }
        raised.open()?;
        Ok(vec![
            ConcernClosedUnresolved {
                partnership_id: partnership_id.clone(),
                concern_id: concern_id.clone(),
                cause: raised.without_its_raiser(raiser, context)?.into(),
                closed_by: context.partner.clone(),
                reopen_by: in_days(REOPEN_DAYS, context),
            }
            .into(),
        ])
    }
}

impl Raised {
    /// Why it may end without its raiser, if it may.
    fn without_its_raiser(&self, raiser: &Raiser, context: &Context) -> Result<UnresolvedCause, Rejection> {
        // Who can ask for this can speak: the raiser itself withdraws or confirms.
        let is_raiser = context.partner == self.raised.raised_by;
        if raiser.has_left && !is_raiser {
            return Ok(UnresolvedCause::RaiserLeft);
        }
        // While the members decide, it is not for the raiser to speak.
        let waited = moment::read(self.confirm_by.as_ref()).filter(|_| self.state != ConcernState::PutToDecision);
        match waited {
            Some(confirm_by) if confirm_by <= context.now && !is_raiser => Ok(UnresolvedCause::RaiserSilent),
            confirm_by => Err(Rejection::RaiserMaySpeak { confirm_by }),
        }
    }
}
