//! When a fact was recorded, as answers tell it.

use contract::log::Envelope;
use jiff::tz::TimeZone;

use crate::proposal::moment;

/// The day in UTC; empty where the fact does not say.
pub(super) fn day(fact: &Envelope) -> String {
    let at = moment::read(fact.recorded_at.as_ref());
    at.map_or_else(String::new, |it| it.to_zoned(TimeZone::UTC).date().to_string())
}
