//! Taking a concern further: to the charter's mediator, or to the members and what they decide.

use contract::partners::{
    ConcernDecided, ConcernEscalated, ConcernState, ConcludeEscalation, EscalateConcern, Escalation,
};
use kernel::{Context, Decide, Decision, Invalid, parse};

use super::{
    super::{
        rejection::Rejection,
        state::{Concern, Raised},
    },
    Mediator, Silence, in_days, said,
};
use crate::{sealing::WritingKey, words::Words};

impl Decide<EscalateConcern> for Concern {
    type Known = (Mediator, WritingKey);

    fn target(command: &EscalateConcern) -> (&str, &str) {
        (&command.partnership_id, &command.concern_id)
    }

    fn decide(&self, command: &EscalateConcern, (mediator, key): &Self::Known, context: &Context) -> Decision<Self> {
        let raised = self.raised()?;
        if raised.raised.raised_by != context.partner && !raised.is_about(&context.partner) {
            return Err(Rejection::NotConcerned);
        }
        let escalated = escalated(raised, command, mediator, context)?;
        let state = raised.open()?;
        let is_there = match escalated.to() {
            // The members decide over the mediator, never the other way round.
            Escalation::Mediator => matches!(state, ConcernState::WithMediator | ConcernState::PutToDecision),
            Escalation::Decision | Escalation::Unspecified => state == ConcernState::PutToDecision,
        };
        match is_there {
            true if raised.said.escalated.as_ref().is_some_and(|it| is_same(it, &escalated, key)) => Ok(vec![]),
            true => Err(Rejection::AlreadyEscalated { state }),
            false if escalated.to() == Escalation::Mediator && !raised.is_apart(mediator) => Err(Rejection::NoMediator),
            false => Ok(vec![raised.addressed(escalated, key, context).into()]),
        }
    }
}

impl Decide<ConcludeEscalation> for Concern {
    type Known = Silence;

    fn target(command: &ConcludeEscalation) -> (&str, &str) {
        (&command.partnership_id, &command.concern_id)
    }

    /// Recorded even where the raiser has ended it meanwhile: the members did decide. It ends nothing.
    fn decide(&self, command: &ConcludeEscalation, silence: &Silence, context: &Context) -> Decision<Self> {
        let ConcludeEscalation {
            command_id: _,
            validate_only: _,
            partnership_id,
            concern_id,
            escalation_event_id,
            outcome,
            why,
        } = command;
        if !self.raised()?.pending.contains(escalation_event_id) {
            return Ok(vec![]);
        }
        Ok(vec![
            ConcernDecided {
                partnership_id: partnership_id.clone(),
                concern_id: concern_id.clone(),
                escalation_event_id: escalation_event_id.clone(),
                outcome: *outcome,
                why: why.clone(),
                confirm_by: in_days(silence.days, context),
            }
            .into(),
        ])
    }
}

impl Raised {
    /// Nobody mediates in its own case.
    fn is_apart(&self, mediator: &Mediator) -> bool {
        let Mediator { partner_id } = mediator;
        !partner_id.is_empty() && *partner_id != self.raised.raised_by && !self.is_about(partner_id)
    }

    /// What the members are asked, they read; what a mediator is asked is for that one and the sides.
    fn addressed(&self, it: ConcernEscalated, key: &WritingKey, context: &Context) -> ConcernEscalated {
        let Words { text, sealed } = match it.to() {
            Escalation::Mediator => said(it.text.clone(), &self.raised, Some(&it.mediator_partner_id), key, context),
            Escalation::Decision | Escalation::Unspecified => Words::written(it.text.clone(), &[], key, context),
        };
        ConcernEscalated { text, sealed, ..it }
    }
}

fn is_same(had: &ConcernEscalated, it: &ConcernEscalated, key: &WritingKey) -> bool {
    let words = Words::recorded(&had.text, had.sealed.as_ref());
    // Another mediator by now is no other request.
    let mediator_partner_id = had.mediator_partner_id.clone();
    words.are(&it.text, key)
        && ConcernEscalated { text: it.text.clone(), sealed: None, ..had.clone() }
            == ConcernEscalated { mediator_partner_id, ..it.clone() }
}

fn escalated(
    raised: &Raised,
    command: &EscalateConcern,
    mediator: &Mediator,
    context: &Context,
) -> Result<ConcernEscalated, Invalid> {
    let EscalateConcern { command_id: _, validate_only: _, partnership_id, concern_id, to, text } = command;
    Ok(ConcernEscalated {
        partnership_id: partnership_id.clone(),
        concern_id: concern_id.clone(),
        raised_by: raised.raised.raised_by.clone(),
        about: raised.raised.about.clone(),
        severity: raised.raised.severity,
        escalated_by: context.partner.clone(),
        to: *to,
        text: parse::filled("text", text)?.to_owned(),
        sealed: None,
        mediator_partner_id: match command.to() {
            Escalation::Mediator => mediator.partner_id.clone(),
            _ => String::new(),
        },
    })
}
