//! What may be read of indicators, measurements and targets.

mod indicators;
mod measurements;
mod targets;

use runtime::views::{View, key};

/// Indicators by partnership and id.
pub const INDICATORS: &str = "indicators";
/// Indicators by partnership, id and version.
pub const INDICATOR_VERSIONS: &str = "indicator_versions";
/// Measurements by partnership and id.
pub const MEASUREMENTS: &str = "measurements";
/// Targets by partnership and id.
pub const TARGETS: &str = "targets";

pub fn all() -> Vec<Box<dyn View>> {
    vec![
        Box::new(indicators::Indicators),
        Box::new(indicators::IndicatorVersions),
        Box::new(measurements::Measurements),
        Box::new(targets::Targets),
    ]
}

/// Where a thing of a partnership stands in its view.
pub fn place(partnership_id: &str, id: &str) -> Vec<u8> {
    key(&[partnership_id, id])
}
