//! What members say: positions, objections with their answers and judgements, questions, proxies.

use std::collections::BTreeMap;

use contract::partners::{
    Choice, ObjectionAnswered, ObjectionJudged, ObjectionWithdrawn, PositionTaken, ProxyAppointed, QuestionAnswered,
    QuestionAsked,
};

use kernel::seal::Key;

use super::{Judgement, Opened, Position, Proxy, Question};
use crate::sealing;

impl Opened {
    /// Answers and judgements belong to what was said before: another position starts without them.
    pub fn hear(&mut self, it: &PositionTaken) {
        let position = Position {
            partner_id: it.partner_id.clone(),
            choice: it.choice(),
            reason: it.reason.clone(),
            ranks: it.ranks.clone(),
            sealed: it.sealed.clone(),
            by_proxy: it.by_proxy.clone(),
            answers: BTreeMap::new(),
            judgements: BTreeMap::new(),
        };
        self.positions.insert(self.voice_of(&it.partner_id), position);
    }

    /// What cannot be opened stays unsaid.
    pub(super) fn release(&mut self, key: &[u8]) {
        let key = Key::released(key);
        self.is_released = true;
        self.positions.values_mut().for_each(|it| it.open(key.as_ref()));
    }

    /// The objection of a partner's voice, if it has one.
    pub fn objection(&self, partner_id: &str) -> Option<&Position> {
        self.positions.get(&self.voice_of(partner_id)).filter(|it| it.choice == Choice::Object)
    }

    pub(super) fn answer_objection(&mut self, it: &ObjectionAnswered) {
        if let Some(position) = self.position_of(&it.objector_id) {
            position.answers.insert(it.partner_id.clone(), it.text.clone());
        }
    }

    pub(super) fn withdraw_objection(&mut self, it: &ObjectionWithdrawn) {
        if let Some(position) = self.position_of(&it.partner_id) {
            position.partner_id.clone_from(&it.partner_id);
            position.choice = it.choice();
            position.reason.clone_from(&it.reason);
            position.by_proxy.clear();
            position.answers.clear();
            position.judgements.clear();
        }
    }

    pub(super) fn judge_objection(&mut self, it: &ObjectionJudged) {
        let ObjectionJudged { partnership_id: _, proposal_id: _, objector_id, partner_id, sustained, reasons } =
            it.clone();
        let judge = self.voice_of(&partner_id);
        if let Some(position) = self.position_of(&objector_id) {
            position.judgements.insert(judge, Judgement { partner_id, sustained, reasons });
        }
    }

    pub(super) fn ask(&mut self, it: &QuestionAsked) {
        let question = Question { partner_id: it.partner_id.clone(), text: it.text.clone(), answers: BTreeMap::new() };
        self.questions.insert(it.question_id.clone(), question);
    }

    pub(super) fn answer_question(&mut self, it: &QuestionAnswered) {
        if let Some(question) = self.questions.get_mut(&it.question_id) {
            question.answers.insert(it.partner_id.clone(), it.text.clone());
        }
    }

    pub(super) fn appoint(&mut self, it: &ProxyAppointed) {
        let proxy = Proxy { partner_id: it.partner_id.clone(), holder_id: it.holder_id.clone() };
        self.proxies.insert(self.voice_of(&it.partner_id), proxy);
    }

    fn position_of(&mut self, partner_id: &str) -> Option<&mut Position> {
        let voice = self.voice_of(partner_id);
        self.positions.get_mut(&voice)
    }
}

impl Position {
    /// Reads what it says, where it is hidden and this is the key.
    pub fn open(&mut self, key: Option<&Key>) {
        let said = key.zip(self.sealed.as_ref()).and_then(|(key, sealed)| sealing::open::<PositionTaken>(key, sealed));
        if let Some(said) = said {
            (self.choice, self.sealed) = (said.choice(), None);
            (self.reason, self.ranks) = (said.reason, said.ranks);
        }
    }
}
