//! What may be read of indicators, measurements and targets.

mod calendars;
mod indicators;
mod locked;
mod measurements;
mod targets;

pub mod reports;
pub mod series;
pub mod waiting;

use runtime::views::{View, key};

/// Indicators by partnership and id.
pub const INDICATORS: &str = "indicators";
/// Indicators by partnership, id and version.
pub const INDICATOR_VERSIONS: &str = "indicator_versions";
/// Measurements by partnership and id.
pub const MEASUREMENTS: &str = "measurements";
/// Targets by partnership and id.
pub const TARGETS: &str = "targets";

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
    ]
}

/// Where a thing of a partnership stands in its view.
pub fn place(partnership_id: &str, id: &str) -> Vec<u8> {
    key(&[partnership_id, id])
}
