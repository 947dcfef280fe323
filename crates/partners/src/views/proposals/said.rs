//! What members say to a proposal, as it is shown.

use contract::partners::{
    Choice, ObjectionAnswer, ObjectionAnswered, ObjectionJudged, ObjectionJudgement, ObjectionState,
    ObjectionWithdrawn, Position, PositionTaken, Proposal, Proxy, ProxyAppointed, Question, QuestionAnswer,
    QuestionAnswered, QuestionAsked,
};

use kernel::seal::Key;
use runtime::keys::Reader;

use super::count::count;
use crate::{proposal::voices::voice_of, sealing};

pub(super) fn hear(proposal: &mut Proposal, it: &PositionTaken) {
    let had = position(proposal, &it.partner_id).map(|it| it.objection() != ObjectionState::Unspecified);
    let is_withdrawal = had == Some(true) && it.choice() != Choice::Object;
    let said = Position {
        partner_id: it.partner_id.clone(),
        choice: it.choice,
        reason: it.reason.clone(),
        ranks: it.ranks.clone(),
        by_proxy: it.by_proxy.clone(),
        answers: vec![],
        judgements: vec![],
        sealed: it.sealed.clone(),
        objection: if is_withdrawal { ObjectionState::Withdrawn.into() } else { 0 },
    };
    match position(proposal, &it.partner_id) {
        Some(had) => *had = said,
        None => proposal.positions.push(said),
    }
    count(proposal);
}

pub(super) fn release(proposal: &mut Proposal, key: &[u8]) {
    if let Some(key) = Key::released(key) {
        proposal.positions.iter_mut().for_each(|it| reveal(it, &key));
    }
    count(proposal);
}

/// What is hidden, for whoever said it or has it said by a proxy.
pub fn open(proposal: &mut Proposal, reader: &Reader) {
    for position in &mut proposal.positions {
        if let Some(key) = position.sealed.as_ref().and_then(|sealed| reader.key_for(sealed, false)) {
            reveal(position, &key);
        }
    }
}

fn reveal(position: &mut Position, key: &Key) {
    let said = position.sealed.as_ref().and_then(|sealed| sealing::open::<PositionTaken>(key, sealed));
    if let Some(said) = said {
        (position.choice, position.reason, position.ranks) = (said.choice, said.reason, said.ranks);
        position.sealed = None;
    }
}

pub(super) fn withdraw_objection(proposal: &mut Proposal, it: &ObjectionWithdrawn) {
    if let Some(position) = position(proposal, &it.partner_id) {
        *position = Position {
            partner_id: it.partner_id.clone(),
            choice: it.choice,
            reason: it.reason.clone(),
            objection: ObjectionState::Withdrawn.into(),
            ..Default::default()
        };
    }
    count(proposal);
}

pub(super) fn answer_objection(proposal: &mut Proposal, it: &ObjectionAnswered) {
    if let Some(position) = position(proposal, &it.objector_id) {
        position.answers.retain(|had| had.partner_id != it.partner_id);
        position.answers.push(ObjectionAnswer { partner_id: it.partner_id.clone(), text: it.text.clone() });
    }
}

pub(super) fn judge_objection(proposal: &mut Proposal, it: &ObjectionJudged) {
    let shared = proposal.shared_voices.clone();
    if let Some(position) = position(proposal, &it.objector_id) {
        let judge = voice_of(&shared, &it.partner_id);
        position.judgements.retain(|had| voice_of(&shared, &had.partner_id) != judge);
        position.judgements.push(ObjectionJudgement {
            partner_id: it.partner_id.clone(),
            sustained: it.sustained,
            reasons: it.reasons.clone(),
        });
    }
    count(proposal);
}

pub(super) fn ask(proposal: &mut Proposal, it: &QuestionAsked) {
    let QuestionAsked { partnership_id: _, proposal_id: _, question_id, partner_id, text } = it.clone();
    proposal.questions.push(Question { question_id, partner_id, text, answers: vec![] });
}

pub(super) fn answer_question(proposal: &mut Proposal, it: &QuestionAnswered) {
    if let Some(question) = proposal.questions.iter_mut().find(|had| had.question_id == it.question_id) {
        question.answers.retain(|had| had.partner_id != it.partner_id);
        question.answers.push(QuestionAnswer { partner_id: it.partner_id.clone(), text: it.text.clone() });
    }
}

pub(super) fn appoint(proposal: &mut Proposal, it: &ProxyAppointed) {
    end_proxy(proposal, &it.partner_id);
    proposal.proxies.push(Proxy { partner_id: it.partner_id.clone(), holder_id: it.holder_id.clone() });
}

pub(super) fn end_proxy(proposal: &mut Proposal, partner_id: &str) {
    let shared = &proposal.shared_voices;
    let voice = voice_of(shared, partner_id);
    proposal.proxies.retain(|it| voice_of(shared, &it.partner_id) != voice);
}

/// The position of a partner's voice, whichever affiliate took it.
fn position<'a>(proposal: &'a mut Proposal, partner_id: &str) -> Option<&'a mut Position> {
    let shared = &proposal.shared_voices;
    let voice = voice_of(shared, partner_id);
    proposal.positions.iter_mut().find(|it| voice_of(shared, &it.partner_id) == voice)
}
