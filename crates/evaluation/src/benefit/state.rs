//! What we remember of one benefit: what was recorded, and what each other partner says of it.

use std::collections::BTreeMap;

use contract::evaluation::{BenefitConfirmed, BenefitDisputed, BenefitRecorded, event::Kind as Event};
use kernel::Aggregate;

use super::rejection::Rejection;

#[derive(Debug, Default, Clone, PartialEq)]
pub struct Benefit {
    /// None: there is none.
    pub recorded: Option<Box<BenefitRecorded>>,
    /// By partner, its last word.
    pub answers: BTreeMap<String, Answer>,
    pub is_withdrawn: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    Confirms(BenefitConfirmed),
    Disputes(BenefitDisputed),
}

impl Aggregate for Benefit {
    type Event = Event;
    type Rejection = Rejection;
    const KIND: &'static str = "benefit";

    fn evolve(&mut self, event: &Event, _: &str) {
        match event {
            Event::BenefitRecorded(it) => self.recorded = Some(Box::new(it.clone())),
            Event::BenefitConfirmed(it) => {
                self.answers.insert(it.confirmed_by.clone(), Answer::Confirms(it.clone()));
            }
            Event::BenefitDisputed(it) => {
                self.answers.insert(it.disputed_by.clone(), Answer::Disputes(it.clone()));
            }
            Event::BenefitWithdrawn(_) => self.is_withdrawn = true,
            _ => (),
        }
    }
}
