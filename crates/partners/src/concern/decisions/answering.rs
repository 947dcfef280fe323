//! What those say whom a concern is about: that they have heard it, and what they answer.

use contract::partners::{AcknowledgeConcern, AnswerConcern, ConcernAcknowledged, ConcernAnswered};
use kernel::{Context, Decide, Decision, parse};

use super::{super::state::Concern, Silence, in_days, said};
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
    type Known = (Silence, WritingKey);

    fn target(command: &AnswerConcern) -> (&str, &str) {
        (&command.partnership_id, &command.concern_id)
    }

    fn decide(&self, command: &AnswerConcern, (silence, key): &Self::Known, context: &Context) -> Decision<Self> {
        let AnswerConcern { command_id: _, validate_only: _, partnership_id, concern_id, text } = command;
        let text = parse::filled("text", text)?.to_owned();
        let raised = self.raised()?;
        raised.only_whom_it_is_about(context)?;
        if raised.said.answers.get(&context.partner).is_some_and(|it| it.are(&text, key)) {
            return Ok(vec![]);
        }
        raised.open()?;
        let Words { text, sealed } = said(text, &raised.raised, None, key, context);
        Ok(vec![
            ConcernAnswered {
                partnership_id: partnership_id.clone(),
                concern_id: concern_id.clone(),
                partner_id: context.partner.clone(),
                text,
                confirm_by: in_days(silence.days, context),
                sealed,
            }
            .into(),
        ])
    }
}
