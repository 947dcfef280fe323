//! How sound the loans are.

use contract::evaluation::{Direction, OverPeriods};

use super::{NUMBER, RATIO, Standard};

const AT_RISK: Standard = Standard { direction: Direction::Falling, ..RATIO };

pub(super) const ALL: &[Standard] = &[
    Standard {
        id: "gross-loan-portfolio",
        title: "Gross loan portfolio",
        formula: "What borrowers still owe of all loans outstanding on the last day, late and renegotiated ones too, before any reserve",
        iris_id: "FP2630",
        ..NUMBER
    },
    Standard {
        id: "par30",
        title: "Portfolio at risk, more than 30 days",
        formula: "Outstanding balance, not only the late instalments, of all loans with a payment more than 30 days late / gross loan portfolio, both on the last day",
        iris_id: "FP2635, FP2630",
        ..AT_RISK
    },
    Standard {
        id: "par60",
        title: "Portfolio at risk, more than 60 days",
        formula: "Outstanding balance of all loans with a payment more than 60 days late / gross loan portfolio, both on the last day",
        iris_id: "FP6354, FP2630",
        ..AT_RISK
    },
    Standard {
        id: "par90",
        title: "Portfolio at risk, more than 90 days",
        formula: "Outstanding balance of all loans with a payment more than 90 days late / gross loan portfolio, both on the last day",
        iris_id: "FP6373, FP2630",
        ..AT_RISK
    },
    Standard {
        id: "write-off-ratio",
        title: "Write-off ratio",
        formula: "Balance of the loans written off in the period / gross loan portfolio on average over the period",
        direction: Direction::Falling,
        over_periods: OverPeriods::Sum,
        iris_id: "FP9717, FP2630",
        ..RATIO
    },
    Standard {
        id: "write-offs-recovered",
        title: "Written-off loans recovered",
        formula: "What was paid in the period on loans that had been written off before",
        over_periods: OverPeriods::Sum,
        iris_id: "FP3939",
        ..NUMBER
    },
    Standard {
        id: "risk-coverage",
        title: "Risk coverage",
        formula: "Reserve for loan losses / outstanding balance of all loans with a payment more than 30 days late, both on the last day",
        ..RATIO
    },
    Standard {
        id: "on-time-repayment",
        title: "Repayment on time",
        formula: "What was paid by its due date / what fell due, both in the period and without prepayments: read beside portfolio at risk, for even 97 % can hide large losses",
        over_periods: OverPeriods::Sum,
        iris_id: "FP9954",
        ..RATIO
    },
];
