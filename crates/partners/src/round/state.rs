//! What we remember of one feedback round: who rates, and what each gave, sealed.

use std::collections::BTreeMap;

use contract::{
    common::Sealed,
    moment,
    partners::{RoundOpened, event::Kind as Event},
};
use jiff::Timestamp;
use kernel::Aggregate;

use super::rejection::Rejection;

#[derive(Debug, Default, Clone, PartialEq)]
pub enum Round {
    #[default]
    Unopened,
    Opened(Box<Opened>),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    pub round: RoundOpened,
    pub closes_at: Timestamp,
    /// By member, the latest of each.
    pub given: BTreeMap<String, Sealed>,
    pub is_released: bool,
    pub responses: BTreeMap<String, String>,
}

impl Aggregate for Round {
    type Event = Event;
    type Rejection = Rejection;
    const KIND: &'static str = "round";

    fn evolve(&mut self, event: &Event, _: &str) {
        match (&mut *self, event) {
            (Round::Unopened, Event::RoundOpened(it)) => *self = Round::Opened(Box::new(Opened::from(it))),
            (Round::Opened(opened), Event::FeedbackGiven(it)) => {
                opened.given.insert(it.partner_id.clone(), it.sealed.clone().unwrap_or_default());
            }
            (Round::Opened(opened), Event::FeedbackReleased(_)) => opened.is_released = true,
            (Round::Opened(opened), Event::FeedbackResponded(it)) => {
                opened.responses.insert(it.partner_id.clone(), it.text.clone());
            }
            _ => (),
        }
    }
}

impl From<&RoundOpened> for Opened {
    fn from(round: &RoundOpened) -> Self {
        Opened {
            round: round.clone(),
            // Decided here with a deadline in range; without one it would be over at once.
            closes_at: moment::read(round.closes_at.as_ref()).unwrap_or(Timestamp::MIN),
            given: BTreeMap::new(),
            is_released: false,
            responses: BTreeMap::new(),
        }
    }
}
