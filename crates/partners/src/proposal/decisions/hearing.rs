//! What is asked and answered before deciding, and what the member concerned has to say.

use contract::partners::{AnswerQuestion, AskQuestion, MakeStatement, QuestionAnswered, QuestionAsked, StatementMade};
use kernel::{Context, Decide, Decision, parse};

use super::super::{rejection::Rejection, state::Proposal};

const QUESTIONS_MAX: usize = 50;
const ANSWERS_MAX: usize = 5;

impl Decide<AskQuestion> for Proposal {
    type Known = ();

    fn target(command: &AskQuestion) -> (&str, &str) {
        (&command.partnership_id, &command.proposal_id)
    }

    fn thing(command: &AskQuestion, context: &Context) -> String {
        context.or_fresh(&command.question_id, "question")
    }

    fn decide(&self, command: &AskQuestion, _: &(), context: &Context) -> Decision<Self> {
        let AskQuestion { command_id: _, validate_only: _, partnership_id, proposal_id, question_id: _, text } =
            command;
        let (question_id, text) = (Proposal::thing(command, context), parse::filled("text", text)?);
        let opened = self.opened()?;
        match opened.questions.get(&question_id) {
            Some(had) if (had.partner_id.as_str(), had.text.as_str()) == (context.partner.as_str(), text) => {
                return Ok(vec![]);
            }
            Some(_) => return Err(Rejection::QuestionIdTaken),
            None => opened.in_time(context)?,
        }
        if QUESTIONS_MAX <= opened.questions.len() {
            return Err(Rejection::TooMany { what: "questions", most: QUESTIONS_MAX });
        }
        let asked = QuestionAsked {
            partnership_id: partnership_id.clone(),
            proposal_id: proposal_id.clone(),
            question_id,
            partner_id: context.partner.clone(),
            text: text.to_owned(),
        };
        Ok(vec![asked.into()])
    }
}

impl Decide<AnswerQuestion> for Proposal {
    type Known = ();

    fn target(command: &AnswerQuestion) -> (&str, &str) {
        (&command.partnership_id, &command.proposal_id)
    }

    fn thing(command: &AnswerQuestion, _: &Context) -> String {
        command.question_id.clone()
    }

    fn decide(&self, command: &AnswerQuestion, _: &(), context: &Context) -> Decision<Self> {
        let AnswerQuestion {
            command_id: _,
            validate_only: _,
            partnership_id,
            proposal_id,
            question_id,
            text,
            // The desk has compared it.
            expected_revision: _,
        } = command;
        let text = parse::filled("text", text)?;
        let opened = self.opened()?;
        let question = opened.questions.get(question_id).ok_or(Rejection::QuestionNotFound)?;
        if opened.motion.proposed_by != context.partner && !opened.is_eligible(&context.partner) {
            return Err(Rejection::NotToAnswer);
        }
        let had = question.answers.get(&context.partner);
        if had.is_some_and(|had| had == text) {
            return Ok(vec![]);
        }
        opened.in_time(context)?;
        if had.is_none() && ANSWERS_MAX <= question.answers.len() {
            return Err(Rejection::TooMany { what: "answers to that question", most: ANSWERS_MAX });
        }
        let answered = QuestionAnswered {
            partnership_id: partnership_id.clone(),
            proposal_id: proposal_id.clone(),
            question_id: question_id.clone(),
            partner_id: context.partner.clone(),
            text: text.to_owned(),
        };
        Ok(vec![answered.into()])
    }
}

impl Decide<MakeStatement> for Proposal {
    type Known = ();

    fn target(command: &MakeStatement) -> (&str, &str) {
        (&command.partnership_id, &command.proposal_id)
    }

    fn decide(&self, command: &MakeStatement, _: &(), context: &Context) -> Decision<Self> {
        let MakeStatement {
            command_id: _,
            validate_only: _,
            partnership_id,
            proposal_id,
            text,
            // The desk has compared it.
            expected_revision: _,
        } = command;
        let text = parse::filled("text", text)?;
        let opened = self.opened()?;
        if context.partner.is_empty() || opened.motion.concerned_partner_id != context.partner {
            return Err(Rejection::NotTheConcerned);
        }
        if opened.statement == text {
            return Ok(vec![]);
        }
        opened.in_time(context)?;
        let made = StatementMade {
            partnership_id: partnership_id.clone(),
            proposal_id: proposal_id.clone(),
            partner_id: context.partner.clone(),
            text: text.to_owned(),
        };
        Ok(vec![made.into()])
    }
}
