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

    /// An id for what the caller left unnamed: the same for every retry of the command. Where the command's id tells
    /// its time, so does this one: things sort by when they were made, and stand together in the views.
    pub fn fresh(&self, what: &str) -> String {
        let derived = crate::name_based(&self.command_id, what.as_bytes());
        if self.command_id.get_version_num() != 7 {
            return derived.to_string();
        }
        let mut bytes = derived.into_bytes();
        bytes[..6].copy_from_slice(&self.command_id.as_bytes()[..6]);
        bytes[6] = 0x70 | bytes[6] & 0x0f;
        Uuid::from_bytes(bytes).to_string()
    }

    /// The id given, or a fresh one.
    pub fn or_fresh(&self, given: &str, what: &str) -> String {
        if given.is_empty() { self.fresh(what) } else { given.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn under(command_id: Uuid) -> Context {
        let now = Timestamp::UNIX_EPOCH;
        Context { partner: String::new(), person: String::new(), service: String::new(), now, command_id }
    }

    #[test]
    fn a_fresh_id_is_of_the_commands_time_and_the_same_at_every_retry() {
        let command_id = Uuid::now_v7();
        let fresh: Uuid = under(command_id).fresh("goal").parse().unwrap();
        assert_eq!(fresh.to_string(), under(command_id).fresh("goal"));
        assert_ne!(fresh.to_string(), under(command_id).fresh("offer"));
        assert_ne!(fresh, command_id);
        assert_eq!((fresh.get_version_num(), fresh.get_variant()), (7, uuid::Variant::RFC4122));
        assert_eq!(fresh.get_timestamp(), command_id.get_timestamp());
    }

    #[test]
    fn a_reactions_fresh_id_is_derived_from_its_cause_alone() {
        let command_id = crate::name_based(&Uuid::NAMESPACE_URL, b"a fact");
        let fresh: Uuid = under(command_id).fresh("proposal").parse().unwrap();
        assert_eq!(fresh, crate::name_based(&command_id, b"proposal"));
    }
}
