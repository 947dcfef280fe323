//! What we remember of one flag: raised, contested, renewed; then cleared or lapsed, which is for ever.

use contract::partners::{FlagRenewed, PartnerFlagged, event::Kind as Event};
use jiff::civil::Date;
use kernel::Aggregate;

use super::rejection::Rejection;

#[derive(Debug, Default, Clone, PartialEq)]
pub enum Flag {
    #[default]
    Unraised,
    Raised(Box<Raised>),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Raised {
    pub flagged: PartnerFlagged,
    /// The day on which it lapses: the last that was named.
    pub review_on: Date,
    pub renewed: Option<FlagRenewed>,
    pub contest: Option<String>,
    pub is_ended: bool,
}

impl Aggregate for Flag {
    type Event = Event;
    type Rejection = Rejection;
    const KIND: &'static str = "flag";

    fn evolve(&mut self, event: &Event, _: &str) {
        match (&mut *self, event) {
            (Flag::Unraised, Event::PartnerFlagged(it)) => *self = Flag::Raised(Box::new(Raised::from(it))),
            (Flag::Raised(raised), event) => raised.evolve(event),
            (Flag::Unraised, _) => (),
        }
    }
}

impl Raised {
    fn evolve(&mut self, event: &Event) {
        match event {
            Event::FlagContested(it) => self.contest = Some(it.statement.clone()),
            Event::FlagRenewed(it) => {
                self.review_on = day(&it.review_on);
                self.renewed = Some(it.clone());
            }
            Event::FlagCleared(_) | Event::FlagLapsed(_) => self.is_ended = true,
            _ => (),
        }
    }
}

impl From<&PartnerFlagged> for Raised {
    fn from(flagged: &PartnerFlagged) -> Self {
        Raised {
            flagged: flagged.clone(),
            review_on: day(&flagged.review_on),
            renewed: None,
            contest: None,
            is_ended: false,
        }
    }
}

/// Decided here as a date; one that cannot be read is over.
pub fn day(date: &str) -> Date {
    date.parse().unwrap_or(Date::MIN)
}
