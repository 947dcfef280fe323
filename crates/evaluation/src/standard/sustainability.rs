//! Whether the institution carries itself.

use contract::evaluation::{Direction, OverPeriods, StandardTopic};

use super::{RATIO, Standard};

const OF_PERIOD: Standard = Standard { topic: StandardTopic::Sustainability, over_periods: OverPeriods::Sum, ..RATIO };

pub(super) const ALL: &[Standard] = &[
    Standard {
        id: "operational-self-sufficiency",
        title: "Operational self-sufficiency",
        formula: "Income from operations / financial costs, provisions for loan losses and operating costs, all of the period; 1 is breaking even",
        ..OF_PERIOD
    },
    Standard {
        id: "operating-efficiency",
        title: "Operating cost ratio",
        formula: "Operating costs of the period / gross loan portfolio on average over the period",
        direction: Direction::Falling,
        iris_id: "FP8569",
        ..OF_PERIOD
    },
];
