//! What we remember of one proposal: the motion, and each member's latest position.

use std::collections::BTreeMap;

use contract::partners::{Choice, PositionTaken, ProposalOpened, event::Kind as Event};
use jiff::Timestamp;
use kernel::Aggregate;

use super::{moment, rejection::Rejection, tally::Tally};

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
    pub closes_at: Timestamp,
    /// By member: whoever speaks again replaces what it said, so nobody counts twice.
    pub positions: BTreeMap<String, Position>,
    pub is_closed: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Position {
    pub choice: Choice,
    pub reason: String,
}

impl Aggregate for Proposal {
    type Event = Event;
    type Rejection = Rejection;
    const KIND: &'static str = "proposal";

    fn evolve(&mut self, event: &Event, _: &str) {
        match (&mut *self, event) {
            (Proposal::Unopened, Event::ProposalRefused(_)) => *self = Proposal::Refused,
            (Proposal::Unopened, Event::ProposalOpened(it)) => *self = Proposal::Opened(Box::new(Opened::from(it))),
            (Proposal::Opened(opened), Event::PositionTaken(it)) => opened.hear(it),
            (Proposal::Opened(opened), Event::ProposalAdopted(_) | Event::ProposalRejected(_)) => {
                opened.is_closed = true;
            }
            _ => (),
        }
    }
}

impl Opened {
    pub fn hear(&mut self, it: &PositionTaken) {
        self.positions.insert(it.partner_id.clone(), Position { choice: it.choice(), reason: it.reason.clone() });
    }

    pub fn is_eligible(&self, partner_id: &str) -> bool {
        self.motion.eligible.iter().any(|it| it == partner_id)
    }

    pub fn tally(&self) -> Tally {
        let ProposalOpened { rule, quorum_needed, eligible, .. } = &self.motion;
        Tally::of(*rule, *quorum_needed, eligible.len(), self.positions.values().map(|it| it.choice))
    }
}

impl From<&ProposalOpened> for Opened {
    fn from(motion: &ProposalOpened) -> Self {
        Opened {
            motion: motion.clone(),
            // Decided here with a deadline in range; without one it would be over at once.
            closes_at: moment::read(motion.closes_at.as_ref()).unwrap_or(Timestamp::MIN),
            positions: BTreeMap::new(),
            is_closed: false,
        }
    }
}
