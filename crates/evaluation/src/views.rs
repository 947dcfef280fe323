//! What may be read of indicators, measurements and targets.

mod benefits;
mod equity;
mod findings;
mod indicators;
mod measurements;
mod targets;

use contract::log::Envelope;
use jiff::{Timestamp, tz::TimeZone};
use runtime::views::{View, key};

pub use benefits::{fairness, is_benefit};
pub use equity::{Shares, equity};
pub use findings::is_finding;

/// Indicators by partnership and id.
pub const INDICATORS: &str = "indicators";
/// Measurements by partnership and id.
pub const MEASUREMENTS: &str = "measurements";
/// Targets by partnership and id.
pub const TARGETS: &str = "targets";

/// Benefits by partnership and id.
pub const BENEFITS: &str = "benefits";
/// How fair each finds its share, by partnership and partner.
pub const FAIRNESS: &str = "fairness";
/// Findings by partnership and id.
pub const FINDINGS: &str = "findings";

pub fn all() -> Vec<Box<dyn View>> {
    vec![
        Box::new(indicators::Indicators),
        Box::new(measurements::Measurements),
        Box::new(targets::Targets),
        Box::new(benefits::Benefits),
        Box::new(benefits::Ratings),
        Box::new(findings::Findings),
    ]
}

/// Where a thing of a partnership stands in its view.
pub fn place(partnership_id: &str, id: &str) -> Vec<u8> {
    key(&[partnership_id, id])
}

/// The day a fact was written down, in UTC.
fn day_of(fact: &Envelope) -> String {
    let at = fact.recorded_at.as_ref().and_then(|it| Timestamp::new(it.seconds, it.nanos).ok()).unwrap_or_default();
    at.to_zoned(TimeZone::UTC).date().to_string()
}
