//! What stating and answering an expectation leads to.

use contract::partners::{
    AnswerExpectation, ExpectationAnswer, ExpectationAnswered, ExpectationStated, ExpectationsReleased,
    ReleaseExpectations, StateExpectation, event::Kind as Event,
};
use kernel::{Context, Decide, Decision, Invalid, parse};

use super::{
    super::{
        rejection::Rejection,
        state::{Expectation, Formed, Partnership},
    },
    closing::Aftermath,
};
use crate::sealing::{self, SealingKey};

/// So many of one partner are a programme, not expectations.
pub const EXPECTATIONS_MAX: usize = 20;

impl Decide<StateExpectation> for Partnership {
    type Known = SealingKey;

    fn target(command: &StateExpectation) -> (&str, &str) {
        (&command.partnership_id, &command.partnership_id)
    }

    fn thing(command: &StateExpectation, context: &Context) -> String {
        context.or_fresh(&command.expectation_id, "expectation")
    }

    fn decide(&self, command: &StateExpectation, known: &SealingKey, context: &Context) -> Decision<Self> {
        let formed = self.formed()?;
        if formed.member(&context.partner).is_none() {
            return Err(Rejection::NotInvited);
        }
        let said = said(command, formed, context)?;
        let key = known.fitting(formed.outset.expectations.first().map(|it| &it.sealed)).ok_or(Rejection::KeyGone)?;
        let id = Self::thing(command, context);
        if let Some(already) = formed.outset.expectation(&id) {
            let opened = sealing::open(key, &already.sealed);
            let is_same = already.partner_id == context.partner && opened.as_ref() == Some(&said);
            return if is_same { Ok(vec![]) } else { Err(Rejection::ExpectationTaken) };
        }
        let own = formed.outset.expectations.iter().filter(|it| it.partner_id == context.partner);
        if EXPECTATIONS_MAX <= own.count() {
            let problem = format!("is one more than the {EXPECTATIONS_MAX} that a partner may state");
            return Err(Invalid::new("text", problem).into());
        }
        let stated = ExpectationStated {
            partnership_id: command.partnership_id.clone(),
            expectation_id: id,
            partner_id: context.partner.clone(),
            sealed: Some(sealing::seal(key, &known.key_id, &[], &said, context)),
            ..Default::default()
        };
        let stated = Aftermath::of(formed, vec![stated.into()]);
        let released = stated.after().releases(known)?;
        Ok(stated.and(released).events())
    }
}

impl Decide<ReleaseExpectations> for Partnership {
    type Known = SealingKey;

    fn target(command: &ReleaseExpectations) -> (&str, &str) {
        (&command.partnership_id, &command.partnership_id)
    }

    fn decide(&self, _: &ReleaseExpectations, known: &SealingKey, _: &Context) -> Decision<Self> {
        let formed = self.formed()?;
        Ok(formed.releases(known)?.into_iter().collect())
    }
}

impl Decide<AnswerExpectation> for Partnership {
    type Known = ();

    fn target(command: &AnswerExpectation) -> (&str, &str) {
        (&command.partnership_id, &command.partnership_id)
    }

    fn thing(command: &AnswerExpectation, _: &Context) -> String {
        command.expectation_id.clone()
    }

    fn decide(&self, command: &AnswerExpectation, _: &(), context: &Context) -> Decision<Self> {
        let answered = answered(command, context)?;
        let formed = self.formed()?;
        let expectation = formed.outset.expectation(&command.expectation_id).ok_or(Rejection::NoSuchExpectation)?;
        if formed.outset.key.is_none() {
            return Err(Rejection::StillSealed { missing: formed.unstated() });
        }
        if !expectation.is_of(&context.partner) {
            return Err(Rejection::NotExpectedOf);
        }
        match expectation.answers.get(&context.partner) {
            Some((answer, why)) if *answer == answered.answer() && *why == answered.why => Ok(vec![]),
            _ => Ok(vec![answered.into()]),
        }
    }
}

impl Formed {
    /// All expectations together, once every founder has stated its own. Not to one that is alone: who leaves and comes
    /// back must not have read what the other expects.
    fn releases(&self, known: &SealingKey) -> Result<Option<Event>, Rejection> {
        let expectations = &self.outset.expectations;
        let is_for_two = self.founders().next().is_some() && 1 < self.current().count();
        let is_due = self.outset.key.is_none() && !expectations.is_empty() && is_for_two && self.has_all_stated();
        if !is_due {
            return Ok(None);
        }
        let key = known.fitting(expectations.iter().map(|it| &it.sealed)).ok_or(Rejection::KeyGone)?;
        let released = ExpectationsReleased {
            partnership_id: self.id().to_owned(),
            key_id: known.key_id.clone(),
            key: key.bytes().to_vec(),
        };
        Ok(Some(released.into()))
    }

    fn unstated(&self) -> usize {
        self.founders().filter(|it| !self.outset.has_stated(&it.partner_id)).count()
    }
}

impl Expectation {
    /// Of the partner it names, or of all but the one that has it.
    fn is_of(&self, partner_id: &str) -> bool {
        let Some(said) = &self.opened else { return false };
        said.of_partner_id == partner_id || said.of_partner_id.is_empty() && self.partner_id != partner_id
    }
}

fn said(command: &StateExpectation, formed: &Formed, context: &Context) -> Result<ExpectationStated, Invalid> {
    let StateExpectation {
        command_id: _,
        validate_only: _,
        partnership_id: _,
        expectation_id: _,
        of_partner_id,
        text,
        by_date,
    } = command;
    if *of_partner_id == context.partner {
        return Err(Invalid::new("of_partner_id", "is your own organisation: an expectation is of another, or of all"));
    }
    if !of_partner_id.is_empty() && formed.member(of_partner_id).is_none() {
        return Err(Invalid::new("of_partner_id", "names no partner of this partnership"));
    }
    if let Some(by_date) = parse::date_or_none("by_date", by_date)?
        && by_date < context.today()
    {
        return Err(Invalid::new("by_date", format!("is {by_date}, which is past")));
    }
    Ok(ExpectationStated {
        of_partner_id: of_partner_id.clone(),
        text: parse::filled("text", text)?.to_owned(),
        by_date: by_date.clone(),
        ..Default::default()
    })
}

fn answered(command: &AnswerExpectation, context: &Context) -> Result<ExpectationAnswered, Invalid> {
    let AnswerExpectation { command_id: _, validate_only: _, partnership_id, expectation_id, answer, why } = command;
    let why = why.trim();
    if command.answer() != ExpectationAnswer::Yes && why.is_empty() {
        return Err(Invalid::new("why", "is missing: say why it will not be met, or not in full"));
    }
    Ok(ExpectationAnswered {
        partnership_id: partnership_id.clone(),
        expectation_id: expectation_id.clone(),
        partner_id: context.partner.clone(),
        answer: *answer,
        why: why.to_owned(),
    })
}
