//! What stating and answering an expectation leads to.

use contract::partners::{
    AnswerExpectation, ExpectationAnswer, ExpectationAnswered, ExpectationStated, ExpectationsReleased,
    StateExpectation, event::Kind as Event,
};
use kernel::{Context, Decide, Decision, Invalid, parse, seal::Key};

use super::{
    rejection::Rejection,
    state::{Expectation, Outset},
};
use crate::sealing;

/// So many of one partner are a programme, not expectations.
pub const A_PARTNER_MAX: usize = 20;

/// Who is in the partnership now, and the key that its expectations are sealed under.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Circle {
    /// Whose statements a release waits for.
    pub founders: Vec<String>,
    /// Invited or members, founders too.
    pub partners: Vec<String>,
    pub key_id: String,
    /// None: destroyed, or lost.
    pub key: Option<Key>,
}

impl Decide<StateExpectation> for Outset {
    type Known = Circle;

    fn target(command: &StateExpectation) -> (&str, &str) {
        (&command.partnership_id, &command.partnership_id)
    }

    fn thing(command: &StateExpectation, context: &Context) -> String {
        context.or_fresh(&command.expectation_id, "expectation")
    }

    fn decide(&self, command: &StateExpectation, circle: &Circle, context: &Context) -> Decision<Self> {
        let said = said(command, circle, context)?;
        if !circle.partners.contains(&context.partner) {
            return Err(Rejection::NotAMember);
        }
        let key = circle.key.as_ref().ok_or(Rejection::KeyGone)?;
        let id = Self::thing(command, context);
        if let Some(already) = self.expectation(&id) {
            let is_same =
                already.partner_id == context.partner && sealing::open(key, &already.sealed).as_ref() == Some(&said);
            return if is_same { Ok(vec![]) } else { Err(Rejection::IdTaken) };
        }
        if A_PARTNER_MAX <= self.expectations.iter().filter(|it| it.partner_id == context.partner).count() {
            let problem = format!("is one more than the {A_PARTNER_MAX} that a partner may state");
            return Err(Invalid::new("text", problem).into());
        }
        let stated = ExpectationStated {
            partnership_id: command.partnership_id.clone(),
            expectation_id: id,
            partner_id: context.partner.clone(),
            sealed: Some(sealing::seal(key, &circle.key_id, &[], &said, context)),
            ..Default::default()
        };
        let released = self.is_complete_with(&context.partner, circle).then(|| released(command, circle, key));
        Ok([stated.into()].into_iter().chain(released).collect())
    }
}

impl Decide<AnswerExpectation> for Outset {
    type Known = Circle;

    fn target(command: &AnswerExpectation) -> (&str, &str) {
        (&command.partnership_id, &command.partnership_id)
    }

    fn thing(command: &AnswerExpectation, _: &Context) -> String {
        command.expectation_id.clone()
    }

    fn decide(&self, command: &AnswerExpectation, circle: &Circle, context: &Context) -> Decision<Self> {
        let answered = answered(command, context)?;
        let expectation = self.expectation(&command.expectation_id).ok_or(Rejection::NotFound)?;
        if self.key.is_none() {
            return Err(Rejection::StillSealed { missing: self.missing(circle) });
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

impl Outset {
    fn is_complete_with(&self, partner_id: &str, circle: &Circle) -> bool {
        let has_stated = |it: &String| it == partner_id || self.has_stated(it);
        self.key.is_none() && circle.founders.iter().all(has_stated)
    }

    fn missing(&self, circle: &Circle) -> usize {
        circle.founders.iter().filter(|it| !self.has_stated(it)).count()
    }
}

impl Expectation {
    /// Of the partner it names, or of all but the one that has it.
    fn is_of(&self, partner_id: &str) -> bool {
        let Some(said) = &self.opened else { return false };
        said.of_partner_id == partner_id || said.of_partner_id.is_empty() && self.partner_id != partner_id
    }
}

fn said(command: &StateExpectation, circle: &Circle, context: &Context) -> Result<ExpectationStated, Invalid> {
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
    if !of_partner_id.is_empty() && !circle.partners.contains(of_partner_id) {
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

fn released(command: &StateExpectation, circle: &Circle, key: &Key) -> Event {
    ExpectationsReleased {
        partnership_id: command.partnership_id.clone(),
        key_id: circle.key_id.clone(),
        key: key.bytes().to_vec(),
    }
    .into()
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
