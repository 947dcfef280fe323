//! What those say whom a concern is about: that they have heard it, and what they answer. And what its mediator says.

use contract::partners::{AcknowledgeConcern, AnswerConcern, ConcernAcknowledged, ConcernAnswered, ConcernMediated};
use kernel::{Context, Decide, Decision, parse};

use super::{
    super::{
        rejection::Rejection,
        state::{Concern, Raised},
    },
    Answering, in_days, said,
};
use crate::{sealing::WritingKey, words::Words};

impl Decide<AcknowledgeConcern> for Concern {
    type Known = ();

    fn target(command: &AcknowledgeConcern) -> (&str, &str) {
        (&command.partnership_id, &command.concern_id)
    }

    fn decide(&self, command: &AcknowledgeConcern, _: &(), context: &Context) -> Decision<Self> {
        let AcknowledgeConcern { command_id: _, validate_only: _, partnership_id, concern_id } = command;
        let raised = self.raised()?;
        raised.only_whom_it_is_about(context)?;
        // To answer is to have heard.
        if raised.said.acknowledged.contains(&context.partner) {
            return Ok(vec![]);
        }
        raised.open()?;
        Ok(vec![
            ConcernAcknowledged {
                partnership_id: partnership_id.clone(),
                concern_id: concern_id.clone(),
                partner_id: context.partner.clone(),
            }
            .into(),
        ])
    }
}

impl Decide<AnswerConcern> for Concern {
    type Known = (Answering, WritingKey);

    fn target(command: &AnswerConcern) -> (&str, &str) {
        (&command.partnership_id, &command.concern_id)
    }

    fn decide(&self, command: &AnswerConcern, known: &Self::Known, context: &Context) -> Decision<Self> {
        let text = parse::filled("text", &command.text)?;
        let raised = self.raised()?;
        if raised.is_about(&context.partner) {
            return raised.answered(text, command, known, context);
        }
        match raised.mediator == context.partner {
            true => raised.mediated(text, command, known, context),
            // Of what was not taken to it, a mediator does not even learn that it is there.
            false if known.0.mediates_only => Err(Rejection::NotFound),
            false => Err(Rejection::NotConcerned),
        }
    }
}

impl Raised {
    fn answered(
        &self,
        text: &str,
        command: &AnswerConcern,
        (answering, key): &(Answering, WritingKey),
        context: &Context,
    ) -> Decision<Concern> {
        if self.said.answers.get(&context.partner).is_some_and(|it| it.are(text, key)) {
            return Ok(vec![]);
        }
        self.open()?;
        let AnswerConcern { command_id: _, validate_only: _, partnership_id, concern_id, text: _ } = command;
        let Words { text, sealed } = said(text.to_owned(), &self.raised, None, key, context);
        Ok(vec![
            ConcernAnswered {
                partnership_id: partnership_id.clone(),
                concern_id: concern_id.clone(),
                partner_id: context.partner.clone(),
                text,
                confirm_by: in_days(answering.silence.days, context),
                sealed,
            }
            .into(),
        ])
    }

    fn mediated(
        &self,
        text: &str,
        command: &AnswerConcern,
        (_, key): &(Answering, WritingKey),
        context: &Context,
    ) -> Decision<Concern> {
        if self.said.mediated.as_ref().is_some_and(|it| it.are(text, key)) {
            return Ok(vec![]);
        }
        self.open()?;
        let AnswerConcern { command_id: _, validate_only: _, partnership_id, concern_id, text: _ } = command;
        let Words { text, sealed } = said(text.to_owned(), &self.raised, None, key, context);
        Ok(vec![
            ConcernMediated {
                partnership_id: partnership_id.clone(),
                concern_id: concern_id.clone(),
                partner_id: context.partner.clone(),
                text,
                sealed,
            }
            .into(),
        ])
    }
}
