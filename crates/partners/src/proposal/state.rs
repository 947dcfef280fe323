//! What we remember of one proposal: the motion, each voice's latest position, and what was said around them.

mod leaving;
mod said;

use std::collections::{BTreeMap, BTreeSet};

use contract::{
    common::Sealed,
    moment,
    partners::{Choice, ParticipationRated, ProposalOpened, Ranking, Rule, event::Kind as Event},
};
use jiff::Timestamp;
use kernel::Aggregate;

use super::{
    rejection::Rejection,
    tally::{Said, Tally, Terms, quorum_now},
    voices::{is_refuted, voice_of, voices},
};

#[derive(Debug, Default, Clone, PartialEq)]
pub enum Proposal {
    #[default]
    Unopened,
    /// A service asked, and it could not be opened.
    Refused,
    Opened(Box<Opened>),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    pub motion: ProposalOpened,
    /// The rule in force: the charter's, or its fallback.
    pub rule: i32,
    pub has_fallen_back: bool,
    pub closes_at: Timestamp,
    pub ended: Option<End>,
    /// Partners, of the eligible at the opening, that still are.
    pub eligible: Vec<String>,
    /// By voice: whoever speaks again replaces what it or an affiliate said, so nobody counts twice.
    pub positions: BTreeMap<String, Position>,
    /// Voices that left the decision to the others.
    pub recused: BTreeSet<String>,
    /// By the voice that gave it.
    pub proxies: BTreeMap<String, Proxy>,
    /// By question id.
    pub questions: BTreeMap<String, Question>,
    pub statement: String,
    /// What was hidden has been opened.
    pub is_released: bool,
    /// By partner.
    pub ratings: BTreeMap<String, ParticipationRated>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum End {
    Decided,
    Withdrawn,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Position {
    pub partner_id: String,
    pub choice: Choice,
    pub reason: String,
    pub ranks: Vec<Ranking>,
    /// While it is hidden, what the three above are to be.
    pub sealed: Option<Sealed>,
    /// Empty: it spoke for itself.
    pub by_proxy: String,
    /// Answers to an objection, by who answered.
    pub answers: BTreeMap<String, String>,
    /// By voice: what the others think of an objection.
    pub judgements: BTreeMap<String, Judgement>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Judgement {
    pub partner_id: String,
    pub sustained: bool,
    pub reasons: String,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Proxy {
    pub partner_id: String,
    pub holder_id: String,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    pub partner_id: String,
    pub text: String,
    /// By who answered.
    pub answers: BTreeMap<String, String>,
}

impl Aggregate for Proposal {
    type Event = Event;
    type Rejection = Rejection;
    const KIND: &'static str = "proposal";

    fn evolve(&mut self, event: &Event, _: &str) {
        match (&mut *self, event) {
            (Proposal::Unopened, Event::ProposalRefused(_)) => *self = Proposal::Refused,
            (Proposal::Unopened, Event::ProposalOpened(it)) => *self = Proposal::Opened(Box::new(Opened::from(it))),
            (Proposal::Opened(opened), event) => opened.evolve(event),
            _ => (),
        }
    }
}

impl Opened {
    pub fn evolve(&mut self, event: &Event) {
        match event {
            Event::PositionTaken(it) => self.hear(it),
            Event::PositionsReleased(it) => self.release(&it.key),
            Event::ProposalAdopted(_) | Event::ProposalRejected(_) => self.ended = Some(End::Decided),
            Event::ProposalWithdrawn(_) => self.ended = Some(End::Withdrawn),
            Event::FallbackBegun(it) => {
                self.rule = it.rule;
                self.has_fallen_back = true;
                self.closes_at = moment::read(it.closes_at.as_ref()).unwrap_or(Timestamp::MIN);
            }
            Event::Recused(it) => self.recuse(&it.partner_id),
            Event::EligibilityEnded(it) => self.leave(&it.partner_id),
            Event::ObjectionAnswered(it) => self.answer_objection(it),
            Event::ObjectionWithdrawn(it) => self.withdraw_objection(it),
            Event::ObjectionJudged(it) => self.judge_objection(it),
            Event::QuestionAsked(it) => self.ask(it),
            Event::QuestionAnswered(it) => self.answer_question(it),
            Event::StatementMade(it) => self.statement = it.text.clone(),
            Event::ProxyAppointed(it) => self.appoint(it),
            Event::ProxyEnded(it) => {
                let voice = self.voice_of(&it.partner_id);
                self.proxies.remove(&voice);
            }
            Event::ParticipationRated(it) => {
                self.ratings.insert(it.partner_id.clone(), it.clone());
            }
            _ => (),
        }
    }

    /// Nobody sees yet what others say.
    pub fn is_hidden(&self) -> bool {
        self.motion.hidden && !self.is_released
    }

    pub fn is_closed(&self) -> bool {
        self.ended.is_some()
    }

    pub fn is_eligible(&self, partner_id: &str) -> bool {
        self.eligible.iter().any(|it| it == partner_id)
    }

    pub fn voice_of(&self, partner_id: &str) -> String {
        voice_of(&self.motion.shared_voices, partner_id).to_owned()
    }

    pub fn voices(&self) -> u32 {
        voices(&self.motion.shared_voices, &self.eligible)
    }

    /// The rule that waits in case this one fails for an objection.
    pub fn fallback(&self) -> Option<Rule> {
        let fallback = Some(self.motion.fallback()).filter(|it| *it != Rule::Unspecified);
        fallback.filter(|_| !self.has_fallen_back)
    }

    pub fn tally(&self) -> Tally {
        let ProposalOpened { quorum_percent, quorum_needed, options, .. } = &self.motion;
        let eligible = self.voices();
        let terms = Terms {
            rule: self.rule,
            quorum_needed: quorum_now(*quorum_percent, *quorum_needed, eligible),
            eligible,
            options,
            has_fallback: self.fallback().is_some(),
        };
        Tally::of(terms, self.positions.values().map(|it| it.said(eligible)))
    }
}

impl Position {
    fn said(&self, voices: u32) -> Said<'_> {
        let against = self.judgements.values().filter(|it| !it.sustained).count();
        Said { choice: self.choice, is_refuted: is_refuted(against, voices), ranks: &self.ranks }
    }
}

impl From<&ProposalOpened> for Opened {
    fn from(motion: &ProposalOpened) -> Self {
        Opened {
            motion: motion.clone(),
            rule: motion.rule,
            has_fallen_back: false,
            // Decided here with a deadline in range; without one it would be over at once.
            closes_at: moment::read(motion.closes_at.as_ref()).unwrap_or(Timestamp::MIN),
            ended: None,
            eligible: motion.eligible.clone(),
            positions: BTreeMap::new(),
            recused: BTreeSet::new(),
            proxies: BTreeMap::new(),
            questions: BTreeMap::new(),
            statement: String::new(),
            is_released: false,
            ratings: BTreeMap::new(),
        }
    }
}
