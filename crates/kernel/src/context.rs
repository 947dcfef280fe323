//! Who acts, when, and with which fresh ids: all a decision may know of the world.

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use uuid::Uuid;

#[derive(Debug, Clone, PartialEq)]
pub struct Context {
    /// The acting partner; empty for the node's operator.
    pub partner: String,
    /// The person acting for it, as an opaque id.
    pub person: String,
    /// The service whose reaction this is, or the clock; empty for a caller.
    pub service: String,
    /// Never runs backwards within a log.
    pub now: Timestamp,
    pub command_id: Uuid,
}

impl Context {
    /// Today in UTC.
    pub fn today(&self) -> Date {
        self.now.to_zoned(TimeZone::UTC).date()
    }

    pub fn is_operator(&self) -> bool {
        self.partner.is_empty() && self.service.is_empty()
    }

    /// A reaction or the clock, not a caller.
    pub fn is_service(&self) -> bool {
        !self.service.is_empty()
    }

    /// An id for what the caller left unnamed: the same for every retry of the command.
    pub fn fresh(&self, what: &str) -> String {
        Uuid::new_v5(&self.command_id, what.as_bytes()).to_string()
    }

    /// The id given, or a fresh one.
    pub fn or_fresh(&self, given: &str, what: &str) -> String {
        if given.is_empty() { self.fresh(what) } else { given.to_owned() }
    }
}
