//! What becomes of an objection: answered by anyone, withdrawn by its member, judged by the others.

use contract::partners::{
    AnswerObjection, Choice, JudgeObjection, ObjectionAnswered, ObjectionJudged, ObjectionWithdrawn, Rule,
    WithdrawObjection,
};
use kernel::{Context, Decide, Decision, Invalid, parse};

use super::super::{
    rejection::Rejection,
    rules,
    state::{Opened, Position, Proposal},
};
use crate::sealing::SealingKey;

const ANSWERS_MAX: usize = 30;

/// Consent hides nothing.
const NOT_HIDDEN: SealingKey = SealingKey { key_id: String::new(), key: None };

impl Decide<AnswerObjection> for Proposal {
    type Known = ();

    fn target(command: &AnswerObjection) -> (&str, &str) {
        (&command.partnership_id, &command.proposal_id)
    }

    /// Any member may, also one that has no voice in this: who knows an answer need not be asked to decide.
    fn decide(&self, command: &AnswerObjection, _: &(), context: &Context) -> Decision<Self> {
        let AnswerObjection {
            command_id: _,
            validate_only: _,
            partnership_id,
            proposal_id,
            objector_id,
            text,
            // The desk has compared it.
            expected_revision: _,
        } = command;
        let text = parse::filled("text", text)?;
        let opened = self.opened()?;
        opened.in_time(context)?;
        let objection = opened.objected(objector_id)?;
        if objection.answers.get(&context.partner).is_some_and(|had| had == text) {
            return Ok(vec![]);
        }
        if !objection.answers.contains_key(&context.partner) && ANSWERS_MAX <= objection.answers.len() {
            return Err(Rejection::TooMany { what: "answers to that objection", most: ANSWERS_MAX });
        }
        let answered = ObjectionAnswered {
            partnership_id: partnership_id.clone(),
            proposal_id: proposal_id.clone(),
            objector_id: objection.partner_id.clone(),
            partner_id: context.partner.clone(),
            text: text.to_owned(),
        };
        Ok(vec![answered.into()])
    }
}

impl Decide<WithdrawObjection> for Proposal {
    type Known = ();

    fn target(command: &WithdrawObjection) -> (&str, &str) {
        (&command.partnership_id, &command.proposal_id)
    }

    fn decide(&self, command: &WithdrawObjection, _: &(), context: &Context) -> Decision<Self> {
        let WithdrawObjection { command_id: _, validate_only: _, partnership_id, proposal_id, choice, reason } =
            command;
        if !matches!(command.choice(), Choice::Agree | Choice::Abstain) {
            return Err(Invalid::new("choice", "must be to agree or to abstain").into());
        }
        let opened = self.opened()?;
        opened.has_voice(context)?;
        opened.in_time(context)?;
        let said = opened.positions.get(&opened.voice_of(&context.partner)).map(|it| it.choice);
        match said {
            Some(Choice::Object) => (),
            Some(said) if said == command.choice() => return Ok(vec![]),
            _ => return Err(Rejection::ObjectionMissing),
        }
        let withdrawn = ObjectionWithdrawn {
            partnership_id: partnership_id.clone(),
            proposal_id: proposal_id.clone(),
            partner_id: context.partner.clone(),
            choice: *choice,
            reason: reason.trim().to_owned(),
        };
        Ok(opened.with_its_end(withdrawn, &NOT_HIDDEN))
    }
}

impl Decide<JudgeObjection> for Proposal {
    type Known = ();

    fn target(command: &JudgeObjection) -> (&str, &str) {
        (&command.partnership_id, &command.proposal_id)
    }

    fn decide(&self, command: &JudgeObjection, _: &(), context: &Context) -> Decision<Self> {
        let judged = judgement(command, context)?;
        let opened = self.opened()?;
        opened.has_voice(context)?;
        opened.in_time(context)?;
        if rules::known(opened.rule) != Rule::Consent {
            return Err(Rejection::OnlyUnderConsent);
        }
        let objection = opened.objected(&judged.objector_id)?;
        let judge = opened.voice_of(&context.partner);
        if opened.voice_of(&judged.objector_id) == judge {
            return Err(Rejection::OwnObjection);
        }
        let is_known = objection.judgements.get(&judge).is_some_and(|had| {
            (&had.partner_id, had.sustained, &had.reasons) == (&judged.partner_id, judged.sustained, &judged.reasons)
        });
        if is_known { Ok(vec![]) } else { Ok(opened.with_its_end(judged, &NOT_HIDDEN)) }
    }
}

impl Opened {
    fn objected(&self, partner_id: &str) -> Result<&Position, Rejection> {
        self.objection(partner_id).ok_or(Rejection::ObjectionMissing)
    }
}

fn judgement(command: &JudgeObjection, context: &Context) -> Result<ObjectionJudged, Invalid> {
    let JudgeObjection {
        command_id: _,
        validate_only: _,
        partnership_id,
        proposal_id,
        objector_id,
        sustained,
        reasons,
        // The desk has compared it.
        expected_revision: _,
    } = command;
    Ok(ObjectionJudged {
        partnership_id: partnership_id.clone(),
        proposal_id: proposal_id.clone(),
        objector_id: objector_id.clone(),
        partner_id: context.partner.clone(),
        sustained: *sustained,
        reasons: parse::filled("reasons", reasons)?.to_owned(),
    })
}
