//! What we remember of one concern: who raised it about whom, what was said, and whose turn it is.

use std::collections::{BTreeMap, BTreeSet};

use contract::partners::{ConcernEscalated, ConcernRaised, ConcernState, event::Kind as Event};
use kernel::Aggregate;
use prost_types::Timestamp;

use super::{
    rejection::Rejection,
    states::{after, confirm_by},
};
use crate::words::Words;

#[derive(Debug, Default, Clone, PartialEq)]
pub enum Concern {
    #[default]
    Unraised,
    Raised(Box<Raised>),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Raised {
    pub raised: ConcernRaised,
    pub state: ConcernState,
    /// What was said since it was raised or opened again.
    pub said: Said,
    /// To whom it was last taken; empty: to nobody.
    pub mediator: String,
    /// Why it was opened again, the last time.
    pub reopened: Option<Words>,
    /// Escalations that the members are deciding, by event id.
    pub pending: Vec<String>,
    /// Until when the raiser is waited for; none while it is for the others to speak.
    pub confirm_by: Option<Timestamp>,
    /// Until when an ended one can be opened again.
    pub reopen_by: Option<Timestamp>,
}

#[derive(Debug, Default, Clone, PartialEq)]
pub struct Said {
    pub acknowledged: BTreeSet<String>,
    /// By partner, its latest.
    pub answers: BTreeMap<String, Words>,
    pub escalated: Option<ConcernEscalated>,
    /// The mediator's latest.
    pub mediated: Option<Words>,
}

impl Aggregate for Concern {
    type Event = Event;
    type Rejection = Rejection;
    const KIND: &'static str = "concern";

    fn evolve(&mut self, event: &Event, event_id: &str) {
        match (&mut *self, event) {
            (Concern::Unraised, Event::ConcernRaised(it)) => *self = Concern::Raised(Box::new(Raised::from(it))),
            (Concern::Raised(raised), event) => raised.evolve(event, event_id),
            (Concern::Unraised, _) => (),
        }
    }
}

impl Raised {
    pub fn is_about(&self, partner_id: &str) -> bool {
        self.raised.about.iter().any(|it| it == partner_id)
    }

    fn evolve(&mut self, event: &Event, event_id: &str) {
        self.state = after(self.state, event);
        self.confirm_by = confirm_by(self.state, self.confirm_by, event);
        match event {
            Event::ConcernAcknowledged(it) => {
                self.said.acknowledged.insert(it.partner_id.clone());
            }
            Event::ConcernAnswered(it) => {
                self.said.acknowledged.insert(it.partner_id.clone());
                let words = Words::recorded(&it.text, it.sealed.as_ref());
                self.said.answers.insert(it.partner_id.clone(), words);
            }
            Event::ConcernEscalated(it) => {
                self.said.escalated = Some(it.clone());
                if !it.mediator_partner_id.is_empty() && it.mediator_partner_id != self.mediator {
                    self.mediator.clone_from(&it.mediator_partner_id);
                    self.said.mediated = None;
                }
                if self.state == ConcernState::PutToDecision {
                    self.pending.push(event_id.to_owned());
                }
            }
            Event::ConcernMediated(it) => self.said.mediated = Some(Words::recorded(&it.text, it.sealed.as_ref())),
            Event::ConcernDecided(it) => self.pending.retain(|pending| *pending != it.escalation_event_id),
            Event::ConcernResolved(it) => self.reopen_by = it.reopen_by,
            Event::ConcernClosedUnresolved(it) => self.reopen_by = it.reopen_by,
            Event::ConcernReopened(it) => {
                self.said = Said::default();
                self.reopened = Some(Words::recorded(&it.text, it.sealed.as_ref()));
                self.reopen_by = None;
            }
            _ => (),
        }
    }
}

impl From<&ConcernRaised> for Raised {
    fn from(raised: &ConcernRaised) -> Self {
        Raised {
            raised: raised.clone(),
            state: ConcernState::Raised,
            mediator: String::new(),
            said: Said::default(),
            reopened: None,
            pending: Vec::new(),
            confirm_by: None,
            reopen_by: None,
        }
    }
}
