//! What may be read of indicators, measurements and targets.

mod benefits;
mod calendars;
mod equity;
mod findings;
mod indicators;
mod locked;
mod measurements;
pub mod reach;
pub mod reports;
pub mod scorecards;
pub mod sealed;
pub mod series;
pub mod studies;
mod targets;
pub mod waiting;

use runtime::views::{View, key};

pub use benefits::{fairness, is_benefit};
pub use equity::{Shares, equity};
pub use findings::is_finding;

/// Indicators by partnership and id.
pub const INDICATORS: &str = "indicators";
/// Indicators by partnership, id and version.
pub const INDICATOR_VERSIONS: &str = "indicator_versions";
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
/// Calendars by partnership and id.
pub const CALENDARS: &str = "calendars";
/// Assignments by partnership and id.
pub const ASSIGNMENTS: &str = "assignments";
/// Reports by partnership, partner, period and indicator.
pub const REPORTS: &str = "reports";
/// Closed periods by partnership, last and first day.
pub const LOCKED: &str = "locked";
/// Values, rule, targets and notes by partnership and indicator.
pub const SERIES: &str = "series";
/// Scorecards by partnership and day, the newest first.
pub const SCORECARDS: &str = "scorecards";
/// People, services and places, by partnership.
pub const REACH: &str = "reach";
/// Studies by partnership and id.
pub const STUDIES: &str = "studies";
/// What waits, by partner and partnership.
pub const WAITING: &str = "waiting";

pub use calendars::is_asked_for as is_assignment_asked_for;
pub use measurements::is_asked_for as is_measurement_asked_for;

pub fn all() -> Vec<Box<dyn View>> {
    vec![
        Box::new(indicators::Indicators),
        Box::new(indicators::IndicatorVersions),
        Box::new(measurements::Measurements),
        Box::new(targets::Targets),
        Box::new(calendars::Calendars),
        Box::new(calendars::Assignments),
        Box::new(reports::Reports),
        Box::new(locked::Locked),
        Box::new(series::Series),
        Box::new(waiting::Waiting),
        Box::new(benefits::Benefits),
        Box::new(benefits::Ratings),
        Box::new(findings::Findings),
        Box::new(scorecards::Scorecards),
        Box::new(studies::Studies),
        Box::new(reach::Reached),
    ]
}

/// Where a thing of a partnership stands in its view.
pub fn place(partnership_id: &str, id: &str) -> Vec<u8> {
    key(&[partnership_id, id])
}
